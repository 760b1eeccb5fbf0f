"""What holds for every reply: recorded keys and envelopes, ids that resolve, addresses that follow the caller, and a fixed number of queries."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crewdesk.accounts.api import signin
from crewdesk.accounts.models import Brand, Group, Membership, Organization, User, UserIdentity
from crewdesk.accounts.operations.organizations import create_organization
from crewdesk.accounts.operations.users import create_user, update_user
from crewdesk.core.clock import now

from .calling import Caller

KEYS = dict(line.split(": ") for line in (Path(__file__).parent / "dialect_keys.txt").read_text().splitlines())
LISTS = {
    "users": "user", "organizations": "organization", "groups": "group", "group_memberships": "group_membership", "brands": "brand",
    "custom_roles": "custom_role", "organization_memberships": None, "locales": None, "deleted_users": None,
}  # fmt: skip
# Where an id in a reply leads.
RESOLVES = {
    "organization_id": "organizations", "default_group_id": "groups", "group_id": "groups", "user_id": "users", "locale_id": "locales",
    "custom_role_id": "custom_roles", "default_brand_id": "brands",
}  # fmt: skip


@pytest.fixture
def api(harbor, at):
    """Harbor with a row of everything."""
    with harbor.scope():
        Brand.objects.create(name="Harbor", is_default=True)
        acme = create_organization(name="Acme", by=None, at=at, group=harbor.group)
        update_user(harbor.cleo, by=None, at=at, organization=acme, locale="fr")
        update_user(harbor.ben, by=None, at=at, default_group=harbor.group)
        gone = create_user(name="Gone", by=None)
        User.objects.filter(pk=gone.pk).update(is_active=False)
    return Caller(harbor, harbor.ada)


@pytest.mark.parametrize("name", LISTS)
def test_rows_have_the_recorded_keys_and_resolve(api, name):
    reply = api.get(f"{name}.json").json()
    assert {"count", "next_page", "previous_page"} <= reply.keys()
    assert reply[name]
    for row in reply[name]:
        assert set(KEYS.get(LISTS[name], "id").split()) <= row.keys()
        assert {"id", "url", "created_at", "updated_at"} <= row.keys()
        for member, resource in RESOLVES.items():
            if row.get(member) is not None:
                assert api.get(f"{resource}/{row[member]}").status_code == 200, (member, row)
        assert api.get(row["url"].partition("/api/v2/")[2]).status_code == 200


@pytest.mark.parametrize("name", [
    "users", "organizations", "groups", "group_memberships", "organization_memberships", "brands", "deleted_users", "custom_roles", "locales",
    "user_fields", "organization_fields",
])  # fmt: skip
def test_a_cursor_has_its_envelope(api, name):
    page = api.get(f"{name}?page[size]=1").json()
    assert page.keys() >= {name, "meta", "links"}
    assert len(page[name]) <= 1
    assert "has_more" not in api.get(name).json()


def test_addresses_follow_host_and_protocol(api, harbor, settings):
    settings.ALLOWED_HOSTS, settings.SECURE_PROXY_SSL_HEADER = ["*"], ("HTTP_X_FORWARDED_PROTO", "https")
    headers = {"Host": "desk.example", "X-Forwarded-Proto": "https"}
    reply = api.get("users?per_page=1", **headers).json()
    assert reply["users"][0]["url"].startswith("https://desk.example/api/v2/users/")
    assert reply["next_page"].startswith("https://desk.example/api/v2/users?")
    assert api.get("users?page[size]=1", **headers).json()["links"]["next"].startswith("https://desk.example/")


@pytest.fixture
def more(harbor):
    """Makes so many more rows of everything."""

    def make(count: int) -> None:
        with harbor.scope():
            companies = Organization.objects.bulk_create(Organization(name=f"Company {n:02}") for n in range(count))
            users = User.objects.bulk_create(
                User(
                    name=f"User {n:02}",
                    email=f"u{n}@bulk.example",
                    role="agent",
                    organization=companies[n],
                    default_group=harbor.group,
                )
                for n in range(count)
            )
            UserIdentity.objects.bulk_create(UserIdentity(user=user, kind="email", value=user.email) for user in users)
            Membership.objects.bulk_create(Membership(group=harbor.group, user=user) for user in users)
            Group.objects.bulk_create(Group(name=f"Group {n:02}") for n in range(count))

    return make


@pytest.fixture
def within_a_minute(monkeypatch):
    """A minute that begins notes the use of the token and leases a new allowance, wherever it falls among the calls."""
    instant = now()
    monkeypatch.setattr(signin, "now", lambda: instant)


@pytest.mark.parametrize(("path", "most"), [
    ("users", 3), ("users?page[size]=100", 2), ("users?include=organizations,groups,identities,roles", 7), ("users/search?query=u", 4),
    ("users/autocomplete?name=us", 4), ("organizations", 3), ("organizations/autocomplete?name=com", 3), ("groups", 3), ("group_memberships", 3),
    ("group_memberships/assignable", 3), ("organization_memberships", 3), ("custom_roles", 2), ("locales", 1), ("users/me", 1),
    ("users/show_many?ids={ids}", 2), ("groups/{group}/users", 4), ("users/count", 2),
])  # fmt: skip
def test_queries_are_few_whatever_the_page_holds(api, harbor, more, within_a_minute, path, most):
    more(1)
    first = _asked(api, harbor, path)
    with harbor.scope():
        Group.objects.filter(name__startswith="Group").delete()
        User.objects.filter(name__startswith="User").delete()
        Organization.objects.filter(name__startswith="Company").delete()
    more(50)
    second = _asked(api, harbor, path)
    assert first == second, path
    # The token, the allowance and the desk's scope beside them.
    assert second <= most + COMMON, (path, second)


COMMON = 5


def _asked(api, harbor, path: str) -> int:
    """Queries of one call, after one that notes the token's use and leases the allowance."""
    with harbor.scope():
        ids = ",".join(map(str, User.objects.values_list("pk", flat=True)[:60]))
    path = path.format(ids=ids, group=harbor.group.pk)
    assert api.get(path).status_code == 200
    return _queries(api, path)


def _queries(api, path: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert api.get(path).status_code == 200
    unseen = ("SAVEPOINT", "RELEASE", "SET LOCAL", "BEGIN")
    return len([query for query in asked.captured_queries if not query["sql"].startswith(unseen)])
