"""Who may not: customers, light agents, agents above whom somebody stands, strangers, who is shut out."""

import pytest

from crewdesk.accounts.models import Role, User, UserIdentity
from crewdesk.accounts.operations.organizations import create_organization
from crewdesk.accounts.operations.users import create_user, suspend_user, update_user

from .calling import Caller


def facts(harbor, user) -> dict:
    with harbor.scope():
        return User.objects.filter(pk=user.pk).values().get()


def assert_forbidden(reply):
    assert (reply.status_code, reply.json()["error"]["title"]) == (403, "Forbidden")


def test_a_customer_sees_nobody_else(harbor):
    cleo = Caller(harbor, harbor.cleo)
    assert cleo.get("users/me").json()["user"]["id"] == harbor.cleo.pk
    assert cleo.get(f"users/{harbor.cleo.pk}").status_code == 200
    for path in ("", "/identities", "/tags", "/related", "/organizations", "/organization_memberships", "/password/requirements"):
        assert cleo.get(f"users/{harbor.ben.pk}{path}").status_code == 404, path
    assert [user["id"] for user in cleo.get(f"users/show_many?ids={harbor.ben.pk},{harbor.cleo.pk}").json()["users"]] == [
        harbor.cleo.pk
    ]
    for path in (
        "users", "users/count", "users/search?query=be", "users/autocomplete?name=be", "organizations", "groups", "group_memberships",
        "organization_memberships", "custom_roles", "deleted_users", "user_fields", "organization_fields", "account/settings",
        f"groups/{harbor.group.pk}", f"groups/{harbor.group.pk}/users", f"users/{harbor.cleo.pk}/groups", "incremental/users?start_time=0",
    ):  # fmt: skip
        assert_forbidden(cleo.get(path))


def test_a_customer_reads_nothing_of_what_is_noted(harbor, at):
    with harbor.scope():
        acme = create_organization(name="Acme", by=None, at=at, notes="zebra", details="zebra")
        update_user(harbor.cleo, by=None, at=at, notes="zebra", details="zebra", organization=acme)
    cleo, ben = Caller(harbor, harbor.cleo), Caller(harbor, harbor.ben)
    for path in ("users/me?include=organizations", f"users/{harbor.cleo.pk}/organizations", f"organizations/{acme.pk}"):
        assert b"zebra" not in cleo.get(path).content, path
    assert ben.get(f"users/{harbor.cleo.pk}?include=organizations").content.count(b"zebra") == 4


def test_a_customer_changes_own_name_and_no_more(harbor):
    cleo = Caller(harbor, harbor.cleo)
    assert cleo.put(f"users/{harbor.cleo.pk}", {"user": {"name": "C.", "locale": "de"}}).json()["user"]["name"] == "C."
    before = facts(harbor, harbor.cleo)
    for user in ({"tags": ["vip"]}, {"user_fields": {"a": 1}}, {"organization_id": None, "notes": "x"}, {"role": "admin"}, {"suspended": True},
                 {"email": "x@new.example"}, {"external_id": "1"}, {"custom_role_id": 4}, {"organization": {"name": "New"}}):  # fmt: skip
        assert_forbidden(cleo.put(f"users/{harbor.cleo.pk}", {"user": user}))
        assert_forbidden(cleo.post("users/create_or_update", {"user": {"email": harbor.cleo.email, **user}}))
    assert_forbidden(cleo.put(f"users/{harbor.cleo.pk}", {"user": {"organization_id": 999999}}))
    assert_forbidden(cleo.delete(f"users/{harbor.cleo.pk}"))
    assert_forbidden(cleo.post("users", {"user": {"name": "New"}}))
    assert_forbidden(cleo.post("users/create_or_update", {"user": {"name": "New", "email": "new@new.example"}}))
    assert_forbidden(cleo.put(f"users/{harbor.cleo.pk}/tags", {"tags": ["vip"]}))
    assert_forbidden(cleo.post(f"users/{harbor.cleo.pk}/identities", {"identity": {"type": "email", "value": "x@new.example"}}))
    assert facts(harbor, harbor.cleo) == before


def test_light_agents_read_and_write_nothing(harbor, at):
    liv = Caller(harbor, harbor.liv)
    with harbor.scope():
        acme = create_organization(name="Acme", by=None, at=at)
        identity = UserIdentity.objects.get(user=harbor.cleo)
    assert liv.get("users").status_code == liv.get("organizations").status_code == liv.get("groups").status_code == 200
    cleo, group = f"users/{harbor.cleo.pk}", f"groups/{harbor.group.pk}"
    for method, path, body in (
        ("POST", "users", {"user": {"name": "New"}}), ("PUT", cleo, {"user": {"name": "X"}}), ("PUT", cleo, {"user": {}}), ("DELETE", cleo, None),
        ("POST", "users/create_many", {"users": [{"name": "New"}]}), ("PUT", "users/update_many?ids=1", {"user": {"name": "X"}}),
        ("DELETE", "users/destroy_many?ids=1", None), ("POST", f"{cleo}/tags", {"tags": ["a"]}), ("PUT", f"{cleo}/merge", {"user": {"id": 1}}),
        ("POST", f"{cleo}/identities", {"identity": {"type": "email", "value": "x@new.example"}}),
        ("PUT", f"{cleo}/identities/{identity.pk}/verify", {}), ("PUT", f"{cleo}/identities/{identity.pk}", {"identity": {}}),
        ("PUT", f"{cleo}/identities/{identity.pk}/request_verification", {}), ("DELETE", f"{cleo}/identities/{identity.pk}", None),
        ("POST", "organizations", {"organization": {"name": "New"}}), ("PUT", f"organizations/{acme.pk}", {"organization": {"name": "X"}}),
        ("DELETE", f"organizations/{acme.pk}", None), ("POST", "organizations/create_many", {"organizations": [{"name": "New"}]}),
        ("POST", "organization_memberships", {"organization_membership": {"user_id": harbor.cleo.pk, "organization_id": acme.pk}}),
        ("POST", "groups", {"group": {"name": "New"}}), ("PUT", group, {"group": {"name": "X"}}), ("DELETE", group, None),
        ("POST", "group_memberships", {"group_membership": {"user_id": harbor.liv.pk, "group_id": harbor.group.pk}}),
        ("DELETE", "group_memberships/destroy_many?ids=1", None),
    ):  # fmt: skip
        reply = liv.call(method, path, body)
        assert reply.status_code == 403, (method, path, reply.content)


@pytest.mark.parametrize(("who", "role", "allowed"), [
    ("ben", "agent", False), ("ben", "admin", False), ("lena", "agent", True), ("lena", "admin", False), ("ada", "admin", True),
])  # fmt: skip
def test_nobody_gives_a_role_above_own(harbor, who, role, allowed):
    caller = Caller(harbor, getattr(harbor, who))
    status = caller.post("users", {"user": {"name": "New", "email": "new@harbor.example", "role": role}}).status_code
    promoted = caller.put(f"users/{harbor.cleo.pk}", {"user": {"role": role}}).status_code
    assert (status, promoted) == ((201, 200) if allowed else (403, 403))
    assert (facts(harbor, harbor.cleo)["role"] != Role.END_USER) is allowed


def test_the_roles_above_are_not_for_admins(harbor, owner):
    ada = Caller(harbor, harbor.ada)
    assert_forbidden(ada.put(f"users/{harbor.ben.pk}", {"user": {"custom_role_id": 5}}))
    assert_forbidden(ada.put(f"users/{owner.pk}", {"user": {"name": "Gone"}}))
    assert_forbidden(ada.put(f"users/{owner.pk}", {"user": {"suspended": True}}))
    assert_forbidden(ada.post(f"users/{owner.pk}/identities", {"identity": {"type": "email", "value": "x@new.example"}}))


def test_an_agent_does_not_take_a_colleagues_address(harbor):
    ben = Caller(harbor, harbor.ben)
    with harbor.scope():
        identity = UserIdentity.objects.get(user=harbor.lena).pk
    path = f"users/{harbor.lena.pk}/identities/{identity}"
    assert_forbidden(ben.put(path, {"identity": {"value": "ben@evil.example"}}))
    assert_forbidden(ben.put(path, {"identity": {"verified": True}}))
    assert_forbidden(ben.delete(path))
    assert_forbidden(ben.put(f"users/{harbor.lena.pk}", {"user": {"email": "ben@evil.example"}}))
    assert_forbidden(ben.delete(f"users/{harbor.cleo.pk}"))


@pytest.mark.parametrize("facts_sent", [{"ticket_restriction": None}, {"organization_id": None}, {"notes": "Trusted"}])
def test_nobody_below_an_admin_changes_what_is_noted_about_themselves(harbor, at, facts_sent):
    with harbor.scope():
        acme = create_organization(name="Acme", by=None, at=at)
        update_user(harbor.ben, by=None, at=at, ticket_restriction="organization", organization=acme)
    before = facts(harbor, harbor.ben)
    assert_forbidden(Caller(harbor, harbor.ben).put(f"users/{harbor.ben.pk}", {"user": facts_sent}))
    assert facts(harbor, harbor.ben) == before
    assert Caller(harbor, harbor.ada).put(f"users/{harbor.ben.pk}", {"user": facts_sent}).status_code == 200


def test_an_agent_does_not_join_an_organization_alone(harbor, at):
    with harbor.scope():
        acme = create_organization(name="Acme", by=None, at=at)
    sent = {"organization_membership": {"user_id": harbor.ben.pk, "organization_id": acme.pk}}
    assert_forbidden(Caller(harbor, harbor.ben).post("organization_memberships", sent))


def test_an_agent_changes_the_rest_of_themselves(harbor):
    sent = {"name": "Benjamin", "phone": "+49 30 1", "signature": "B.", "time_zone": "Europe/Berlin", "locale": "de"}
    told = Caller(harbor, harbor.ben).put(f"users/{harbor.ben.pk}", {"user": sent}).json()["user"]
    assert {name: told[name] for name in sent} == sent


def test_an_agent_merges_no_address_into_a_member(harbor):
    """Mail from it would speak as the member."""
    for member in (harbor.ben, harbor.lena):
        assert_forbidden(Caller(harbor, harbor.ben).put(f"users/{harbor.cleo.pk}/merge", {"user": {"id": member.pk}}))
        assert_forbidden(Caller(harbor, harbor.ben).put(f"users/{harbor.cleo.pk}/merge", {"user": {"email": member.email}}))
    assert Caller(harbor, harbor.ada).put(f"users/{harbor.cleo.pk}/merge", {"user": {"id": harbor.ben.pk}}).status_code == 200


@pytest.mark.parametrize("who", ["cleo", "liv"])
def test_who_may_not_write_is_not_told_what_is_there(harbor, at, who):
    with harbor.scope():
        acme = create_organization(name="Acme", by=None, at=at, external_id="acme")
    caller = Caller(harbor, getattr(harbor, who))
    for pk in (acme.pk, 987654321):
        assert_forbidden(caller.post("organizations/create_or_update", {"organization": {"id": pk, "group_id": 987654321}}))
    for email in (harbor.ben.email, "nobody@nowhere.example"):
        assert_forbidden(caller.post("users/create_or_update", {"user": {"email": email, "role": "no such role"}}))


def test_a_password_is_nobodys_to_set(harbor, owner):
    for caller in (Caller(harbor, harbor.ben), Caller(harbor, harbor.ada), Caller(harbor, owner)):
        for method in ("POST", "PUT"):
            reply = caller.call(method, f"users/{harbor.ben.pk}/password", {"password": "new password 1234"})
            assert_forbidden(reply)
            assert "other desks" in reply.json()["error"]["message"]
    assert Caller(harbor, harbor.ben).get(f"users/{harbor.ben.pk}/password/requirements").json()["requirements"]


def test_who_is_shut_out_or_gone_calls_no_more(harbor, at):
    ben, cleo = Caller(harbor, harbor.ben), Caller(harbor, harbor.cleo)
    assert ben.get("users/me").status_code == cleo.get("users/me").status_code == 200
    with harbor.scope():
        suspend_user(harbor.ben, by=None, at=at)
    assert Caller(harbor, harbor.ada).delete(f"users/{harbor.cleo.pk}").status_code == 200
    assert ben.get("users/me").status_code == cleo.get("users/me").status_code == 401


def test_foreign_and_missing_are_the_same(harbor, meridian, at):
    with harbor.scope():
        mine = create_user(name="Zebra", email="zebra@customer.example", by=None, external_id="zebra")
        acme = create_organization(name="Zebra", by=None, at=at)
        identity = UserIdentity.objects.get(user=mine).pk
    olga, absent = Caller(meridian, meridian.olga), 987654321
    for method, pattern, key in (
        ("GET", "users/{}", mine.pk), ("PUT", "users/{}", mine.pk), ("DELETE", "users/{}", mine.pk), ("GET", "users/{}/related", mine.pk),
        ("GET", "users/{}/identities", mine.pk), ("POST", "users/{}/tags", mine.pk), ("GET", "deleted_users/{}", mine.pk),
        ("GET", f"users/{meridian.carl.pk}/identities/{{}}", identity), ("PUT", "users/{}/merge", mine.pk),
        ("GET", "organizations/{}", acme.pk), ("PUT", "organizations/{}", acme.pk), ("DELETE", "organizations/{}", acme.pk),
        ("GET", "organization_memberships/{}", mine.pk), ("GET", "groups/{}", harbor.group.pk), ("DELETE", "groups/{}", harbor.group.pk),
        ("GET", "groups/{}/users", harbor.group.pk),
    ):  # fmt: skip
        body = {"user": {"name": "X"}, "organization": {"name": "X"}, "tags": ["x"]} if method != "GET" else None
        foreign, missing = (olga.call(method, pattern.format(pk), body) for pk in (key, absent))
        assert (foreign.status_code, foreign.content) == (404, missing.content), (method, pattern)
        assert missing.json() == {"error": "RecordNotFound", "description": "Not found"}
    assert olga.get(f"users/show_many?ids={mine.pk}").json()["users"] == []
    assert olga.get("users/search?external_id=zebra").json()["users"] == []
    assert olga.get(f"users/{10**30}").status_code == 404


@pytest.mark.parametrize(("path", "body"), [
    ("users", {"user": {"name": "N", "organization_id": "acme"}}), ("users", {"user": {"name": "N", "role": "agent", "email": "n@n.example", "default_group_id": "group"}}),
    ("organizations", {"organization": {"name": "N", "group_id": "group"}}), ("group_memberships", {"group_membership": {"user_id": "olga", "group_id": "group"}}),
    ("group_memberships", {"group_membership": {"user_id": "ben", "group_id": "own_group"}}),
    ("organization_memberships", {"organization_membership": {"user_id": "carl", "organization_id": "acme"}}),
    ("organization_memberships", {"organization_membership": {"user_id": "cleo", "organization_id": "own"}}),
])  # fmt: skip
def test_no_body_reaches_a_row_of_another_desk(harbor, meridian, at, path, body):
    with harbor.scope():
        known = {
            "acme": create_organization(name="Acme", by=None, at=at).pk,
            "group": harbor.group.pk,
            "ben": harbor.ben.pk,
            "cleo": harbor.cleo.pk,
        }
    with meridian.scope():
        known |= {"own": create_organization(name="Own", by=None, at=at).pk, "own_group": meridian.group.pk}
    known |= {"olga": meridian.olga.pk, "carl": meridian.carl.pk}
    (noun, members) = next(iter(body.items()))
    sent = {noun: {name: known.get(value, value) for name, value in members.items()}}
    assert Caller(meridian, meridian.olga).post(path, sent).status_code == 422
    for user in (harbor.ben, harbor.cleo):
        assert facts(harbor, user)["organization_id"] is None
