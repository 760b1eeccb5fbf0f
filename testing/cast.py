"""The people of every story: Harbor's Ada (admin), Lena (lead), Ben (agent, tier 1), Cleo (customer);
and Olga (admin of Meridian), who must never see anything of Harbor."""

import itertools
from dataclasses import dataclass

import pytest

_counter = itertools.count(1)
PASSWORD = "correct horse battery staple"


@dataclass
class Cast:
    """One desk and its people."""

    desk: object
    scope: object

    def __getattr__(self, name):
        raise AttributeError(f"There is no {name} in this story.")


def make_desk(slug: str, *, admin: str, others: tuple[tuple[str, str], ...] = (), customer: str = "") -> Cast:
    """Make a desk with an admin, `others` as (name, role), and a customer; each becomes an attribute of the cast."""
    from crewdesk.accounts.models import Desk, Group, Membership, Role
    from crewdesk.accounts.operations.users import add_member, create_user
    from crewdesk.core.tenancy import desk_scope

    desk = Desk.objects.create(slug=slug, name=slug.split("-")[0].title())
    cast = Cast(desk, lambda: desk_scope(desk.pk))
    with desk_scope(desk.pk):
        cast.group = Group.objects.create(name="Tier 1", is_default=True)
        for name, role in ((admin, Role.ADMIN), *others):
            email = f"{name.lower()}@{slug}.example"
            member = add_member(email=email, name=name, role=role, by=None, password=PASSWORD)
            Membership.objects.create(group=cast.group, user=member)
            setattr(cast, name.lower(), member)
        if customer:
            address = f"{customer.lower()}@customer.example"
            setattr(cast, customer.lower(), create_user(name=customer, email=address, by=None, verified=True))
    return cast


def _harbor(suffix: str = "") -> Cast:
    return make_desk(
        f"harbor{suffix}", admin="Ada", others=(("Lena", "lead"), ("Ben", "agent"), ("Liv", "light_agent")), customer="Cleo"
    )


@pytest.fixture
def harbor(db) -> Cast:
    """Desk Harbor inside the test's own transaction."""
    return _harbor()


@pytest.fixture
def meridian(db) -> Cast:
    """Another desk: the strangers."""
    return make_desk("meridian", admin="Olga", others=(("Omar", "agent"),), customer="Carl")


@pytest.fixture
def in_harbor(harbor):
    """Desk Harbor, in scope for the whole test."""
    with harbor.scope():
        yield harbor


@pytest.fixture
def committed_harbor(committed) -> Cast:
    """A desk Harbor that is really committed, with a slug of its own; for threads, workers and other processes."""
    return _harbor(f"-{next(_counter)}")


@pytest.fixture
def sign_in(client):
    """Sign a member in to the test client: `sign_in(harbor.ben)` returns the client."""

    def enter(member):
        from crewdesk.accounts.models import Person

        client.force_login(Person.objects.get(pk=member.person_id), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return enter


@pytest.fixture
def recently(client):
    """Makes the client's session one that gave its password just now: `recently(harbor.ada)` after `sign_in`."""
    import time

    def mark(member):
        session = client.session
        session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
        session["account_authentication_methods_user"] = str(member.person_id)
        session.save()

    return mark
