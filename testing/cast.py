"""The people of every story: Harbor's Ada (admin), Lena (lead), Ben (agent, tier 1), Cleo (customer);
and Olga (admin of Meridian), who must never see anything of Harbor."""

import itertools
import time
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
    from crewdesk.accounts.models import Desk, Group, Role
    from crewdesk.core.tenancy import desk_scope

    desk = Desk.objects.create(slug=slug, name=slug.split("-")[0].title())
    cast = Cast(desk, lambda: desk_scope(desk.pk))
    people = [(name, role, f"{name.lower()}@{slug}.example") for name, role in ((admin, Role.ADMIN), *others)]
    if customer:
        people.append((customer, Role.END_USER, f"{customer.lower()}@customer.example"))
    with desk_scope(desk.pk):
        cast.group = Group.objects.create(name="Tier 1", is_default=True)
        for user in _seat(people, cast.group):
            setattr(cast, user.name.lower(), user)
    return cast


def _seat(people: list[tuple[str, str, str]], group) -> list:
    """What the verbs leave behind that make users (name, role, address) and members of a group; most tests begin with it."""
    from allauth.account.models import EmailAddress
    from django.contrib.auth.hashers import make_password
    from django.utils import timezone

    from crewdesk.accounts.events import AccountEvent
    from crewdesk.accounts.models import Membership, Person, Role, Seat, User, UserIdentity
    from crewdesk.core.events import Via, record_many
    from crewdesk.core.models import Event

    at, password = timezone.now(), make_password(PASSWORD)
    persons = Person.objects.bulk_create(
        Person(email=email, name=name, password=password) for name, role, email in people if role != Role.END_USER
    )
    EmailAddress.objects.bulk_create(EmailAddress(user=one, email=one.email, verified=True, primary=True) for one in persons)
    by_address = {one.email: one for one in persons}
    users = User.objects.bulk_create(
        User(name=name, email=email, email_verified=True, role=role, person=by_address.get(email)) for name, role, email in people
    )
    UserIdentity.objects.bulk_create(
        UserIdentity(user=user, kind=UserIdentity.Kind.EMAIL, value=user.email, is_primary=True, verified_at=at) for user in users
    )
    members = [user for user in users if user.person_id]
    Seat.objects.bulk_create(Seat(person=user.person, user=user, is_active=True) for user in members)
    Membership.objects.bulk_create(Membership(group=group, user=user) for user in members)
    record_many(
        Event(
            at=at, kind=kind, via=Via.WEB, subject_type="user", subject_id=user.pk, changes={"role": [None, user.role]}
        )
        for user in users
        for kind in ([AccountEvent.USER_CREATED, AccountEvent.MEMBER_ADDED] if user.person_id else [AccountEvent.USER_CREATED])
    )  # fmt: skip
    return users


def give_password(session, person_id: int) -> None:
    """Make it a session whose person gave their password just now, as pages want that hand out keys."""
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person_id)
    session.save()


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
    return lambda member: give_password(client.session, member.person_id)
