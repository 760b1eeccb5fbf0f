"""/api/v2/users, as clients of the dialect call it."""

import pytest

from crewdesk.accounts.models import Group, Invitation, Membership, User
from crewdesk.accounts.operations.organizations import create_organization
from crewdesk.accounts.operations.users import create_user, update_user

from .calling import Caller, fault


@pytest.fixture
def api(harbor):
    return Caller(harbor, harbor.ada)


@pytest.fixture
def acme(harbor, at):
    with harbor.scope():
        return create_organization(name="Acme", by=None, at=at, domain_names=["acme.example"])


def made(api, **user) -> dict:
    reply = api.post("users.json", {"user": {"name": "Nia", **user}})
    assert reply.status_code == 201, reply.content
    return reply.json()["user"]


def named(reply) -> list[str]:
    return [user["name"] for user in reply.json()["users"]]


def test_create_takes_everything_that_the_dialect_has(api, acme):
    reply = api.post("users.json", {"user": {
        "name": "Nia", "email": "NIA@new.example", "verified": True, "phone": "+4912", "alias": "n", "external_id": 77, "locale_id": 2,
        "time_zone": "Berlin", "organization_id": acme.pk, "tags": ["Big Spender"], "user_fields": {"plan": "gold"}, "notes": "n", "details": "d",
        "signature": "s", "ticket_restriction": "organization", "nonsense": 1,
        "identities": [{"type": "email", "value": "nia@second.example"}, {"type": "phone_number", "value": "+4913"}],
    }})  # fmt: skip
    user = reply.json()["user"]
    assert (reply.status_code, reply["Location"]) == (201, user["url"])
    expected = {
        "name": "Nia", "email": "nia@new.example", "verified": True, "alias": "n", "external_id": "77", "locale": "de", "locale_id": 2,
        "time_zone": "Europe/Berlin", "organization_id": acme.pk, "tags": ["big_spender"], "user_fields": {"plan": "gold"}, "notes": "n",
        "details": "d", "signature": "s", "role": "end-user", "custom_role_id": None, "ticket_restriction": "organization", "active": True,
    }  # fmt: skip
    assert {name: user[name] for name in expected} == expected
    values = [
        (one["type"], one["value"], one["primary"]) for one in api.get(f"users/{user['id']}/identities").json()["identities"]
    ]
    assert values == [
        ("email", "nia@new.example", True),
        ("email", "nia@second.example", False),
        ("phone_number", "+4913", True),
    ]


def test_an_address_among_the_identities_is_the_primary_one(api):
    user = made(
        api, identities=[{"type": "phone_number", "value": "+1"}, {"type": "email", "value": "N@new.example", "verified": True}]
    )
    assert (user["email"], user["verified"]) == ("n@new.example", True)


def test_the_address_decides_the_organization_and_a_name_makes_one(api, acme, harbor):
    assert made(api, email="n@acme.example")["organization_id"] == acme.pk
    assert made(api, organization={"name": "Acme"})["organization_id"] == acme.pk
    new = made(api, organization={"name": "Zebra"})["organization_id"]
    assert api.get(f"organizations/{new}").json()["organization"]["name"] == "Zebra"


@pytest.mark.parametrize(("user", "field", "code"), [
    ({"name": " "}, "name", "BlankValue"),
    ({"name": "x" * 121}, "name", "InvalidValue"),
    ({"email": "nonsense"}, "email", "InvalidValue"),
    ({"email": "cleo@customer.example"}, "email", "DuplicateValue"),
    ({"role": "king"}, "role", "InvalidValue"),
    ({"custom_role_id": 9}, "custom_role_id", "InvalidValue"),
    ({"locale": "klingon"}, "locale", "InvalidValue"),
    ({"locale_id": 9999}, "locale_id", "InvalidValue"),
    ({"time_zone": "Mars"}, "time_zone", "InvalidValue"),
    ({"organization_id": 999999}, "organization_id", "InvalidValue"),
    ({"organization_id": 10**30}, "organization_id", "InvalidValue"),
    ({"default_group_id": 999999}, "default_group_id", "InvalidValue"),
    ({"ticket_restriction": "all"}, "ticket_restriction", "InvalidValue"),
    ({"identities": [{"type": "email", "value": "cleo@customer.example"}]}, "email", "DuplicateValue"),
    ({"email": "a@b.example", "identities": [{"type": "email", "value": "cleo@customer.example"}]}, "identities", "DuplicateValue"),
    ({"identities": [{"type": "carrier pigeon", "value": "x"}]}, "type", "InvalidValue"),
    ({"user_fields": {"x": "y" * 70_000}}, "user_fields", "InvalidValue"),
    ({"role": "agent"}, "email", "BlankValue"),
    ({"role": "agent", "skip_verify_email": True}, "email", "BlankValue"),
])  # fmt: skip
def test_refusals_name_the_field_and_leave_nothing(api, harbor, user, field, code):
    with harbor.scope():
        before = User.objects.count()
    assert fault(api.post("users.json", {"user": {"name": "Nia", **user}})) == (422, field, code)
    with harbor.scope():
        assert User.objects.count() == before


def test_an_external_id_stands_for_one_user(api):
    first = made(api, external_id="x-1")
    assert fault(api.post("users", {"user": {"name": "Other", "external_id": "x-1"}})) == (422, "external_id", "DuplicateValue")
    assert api.put(f"users/{first['id']}", {"user": {"external_id": "x-1", "phone": "1"}}).json()["user"]["phone"] == "1"


def test_text_that_no_database_holds_is_kept_without_it(api):
    assert made(api, name="N\x00ia", tags=["a\x00b"], user_fields={"k\x00": "v\x00"})["user_fields"] == {"k": "v"}
    assert api.get("users/search?query=%00zzz").json()["users"] == []
    assert api.get("users?external_id=%00zzz").json()["users"] == []


def test_a_member_is_invited_and_has_the_role_at_once(api, harbor):
    user = made(api, email="new@harbor.example", role="agent", default_group_id=harbor.group.pk)
    assert (user["role"], user["custom_role_id"], user["default_group_id"]) == ("agent", 2, harbor.group.pk)
    with harbor.scope():
        assert Invitation.objects.get(email="new@harbor.example").role == "agent"
        assert Membership.objects.filter(user=user["id"], group=harbor.group).exists()
        assert User.objects.get(pk=user["id"]).person_id is None


def test_without_an_invitation_where_the_client_wants_none(api, harbor):
    made(api, email="new@harbor.example", role="admin", skip_verify_email=True)
    with harbor.scope():
        assert not Invitation.objects.exists()


def test_sending_back_what_was_read_changes_nothing(api, harbor):
    for member in (harbor.lena, harbor.ben, harbor.liv, harbor.cleo):
        read = api.get(f"users/{member.pk}").json()["user"]
        answer = api.put(f"users/{member.pk}", {"user": read})
        assert answer.status_code == 200, answer.content
        assert answer.json()["user"] == read


def test_update_adds_a_second_address_and_changes_the_rest(api, harbor):
    user = api.put(
        f"users/{harbor.cleo.pk}", {"user": {"email": "cleo@second.example", "name": "Cleo B.", "tags": ["vip"]}}
    ).json()["user"]
    assert (user["name"], user["email"], user["tags"]) == ("Cleo B.", "cleo@customer.example", ["vip"])
    values = [one["value"] for one in api.get(f"users/{harbor.cleo.pk}/identities").json()["identities"]]
    assert values == ["cleo@customer.example", "cleo@second.example"]
    fields = api.put(f"users/{harbor.cleo.pk}", {"user": {"user_fields": {"a": 1}}}).json()["user"]["user_fields"]
    assert fields == {"a": 1}
    assert api.put(f"users/{harbor.cleo.pk}", {"user": {"user_fields": {"b": True}}}).json()["user"]["user_fields"] == {
        "a": 1,
        "b": True,
    }


def test_suspending_and_letting_in(api, harbor):
    assert api.put(f"users/{harbor.cleo.pk}", {"user": {"suspended": True}}).json()["user"]["suspended"] is True
    assert api.put(f"users/{harbor.cleo.pk}", {"user": {"suspended": False}}).json()["user"]["suspended"] is False


def test_roles_change_both_ways_among_members(api, harbor):
    assert api.put(f"users/{harbor.ben.pk}", {"user": {"custom_role_id": 3}}).json()["user"]["custom_role_id"] == 3
    assert api.put(f"users/{harbor.ben.pk}", {"user": {"role": "agent"}}).json()["user"]["custom_role_id"] == 3
    assert api.put(f"users/{harbor.ben.pk}", {"user": {"role": "admin"}}).json()["user"]["role"] == "admin"
    assert fault(api.put(f"users/{harbor.lena.pk}", {"user": {"role": "end-user"}})) == (422, "role", "InvalidValue")


def test_a_customer_becomes_an_agent_by_invitation(api, harbor):
    user = api.put(f"users/{harbor.cleo.pk}", {"user": {"role": "agent"}}).json()["user"]
    assert user["role"] == "agent"
    with harbor.scope():
        assert Invitation.objects.get().email == harbor.cleo.email


def test_delete_answers_with_the_user_and_frees_the_address(api, harbor):
    reply = api.delete(f"users/{harbor.cleo.pk}.json")
    assert (reply.status_code, reply.json()["user"]["active"]) == (200, False)
    assert "Cleo" not in named(api.get("users"))
    assert api.get(f"users/{harbor.cleo.pk}").json()["user"]["active"] is False
    assert api.delete(f"users/{harbor.cleo.pk}").status_code == 404
    assert made(api, email="cleo@customer.example")["id"] != harbor.cleo.pk
    gone = api.get("deleted_users").json()
    assert ([user["id"] for user in gone["deleted_users"]], gone["count"]) == ([harbor.cleo.pk], 1)
    assert api.get(f"deleted_users/{harbor.cleo.pk}").json()["deleted_user"]["active"] is False
    assert api.get(f"deleted_users/{harbor.ben.pk}").status_code == 404


def test_deleting_a_member_takes_the_seat(api, harbor):
    assert api.delete(f"users/{harbor.ben.pk}").json()["user"]["active"] is False
    with harbor.scope():
        assert not Membership.objects.filter(user=harbor.ben).exists()


def test_the_only_owner_stays(harbor, owner):
    assert Caller(harbor, owner).delete(f"users/{owner.pk}").status_code == 422
    assert Caller(harbor, harbor.ada).delete(f"users/{owner.pk}").status_code == 403
    assert Caller(harbor, harbor.ada).get(f"users/{owner.pk}").json()["user"]["active"] is True


def test_create_or_update_tells_new_from_known(api):
    body = {"user": {"name": "Nia", "email": "nia@new.example"}}
    first, second = (
        api.post("users/create_or_update", body),
        api.post("users/create_or_update", {"user": {**body["user"], "name": "N."}}),
    )
    assert (first.status_code, second.status_code) == (201, 200)
    assert first["Location"] == first.json()["user"]["url"]
    assert (second.json()["user"]["id"], second.json()["user"]["name"]) == (first.json()["user"]["id"], "N.")
    by_id = api.post("users/create_or_update", {"user": {"name": "E", "external_id": "e-1"}})
    again = api.post("users/create_or_update", {"user": {"name": "F", "external_id": "e-1"}})
    assert (by_id.status_code, again.status_code, again.json()["user"]["id"]) == (201, 200, by_id.json()["user"]["id"])


def test_lists_filter_sort_and_page(api, harbor):
    assert named(api.get("users?role=end-user")) == ["Cleo"]
    assert named(api.get("users?role[]=end-user&role[]=admin&sort=name")) == ["Ada", "Cleo"]
    assert named(api.get("users?permission_set=3")) == ["Lena"]
    assert named(api.get("users?sort_by=name&sort_order=desc&per_page=2&page=1")) == ["Liv", "Lena"]
    page = api.get("users?sort=name&page[size]=2").json()
    assert [user["name"] for user in page["users"]] == ["Ada", "Ben"]
    assert page["meta"]["has_more"] is True
    assert "count" not in page
    following = page["links"]["next"].partition("/api/v2/")[2]
    assert named(api.get(following)) == ["Cleo", "Lena"]
    assert api.get("users/count").json()["count"]["value"] == api.get("users").json()["count"] == 5
    assert api.get("users?role=king").status_code == 400
    assert api.get("users?sort=shoe_size").status_code == 400


def test_search_knows_names_addresses_and_pairs(api, harbor, acme, at):
    with harbor.scope():
        nia = create_user(name="Nia Zimmer", email="nia@acme.example", by=None, phone="+4912")
        update_user(nia, by=None, at=at, tags=["vip"], external_id="e-9")
    for query in (
        "nia", "nia%20zim", "nia@acme", "email:nia@acme.example", "name:nia", "phone:%2b4912", "role:end-user%20organization:acme", "tags:vip",
        "external_id:e-9", "type:user%20%22nia%20zimmer%22", "phone:%2b49*", "email:nia@*", "organization:ac*%20name:ni*",
    ):  # fmt: skip
        assert named(api.get(f"users/search?query={query}")) == ["Nia Zimmer"], query
    assert named(api.get("users/search.json?external_id=e-9")) == ["Nia Zimmer"]
    for query in (
        "zimmer9",
        "role:agent%20name:nia",
        "organization:none%20name:nia",
        "type:ticket%20nia",
        "phone:%2b49",
        "tags:%22,%22",
    ):
        assert named(api.get(f"users/search?query={query}")) == [], query
    for query in ("", "shoe:44", "role:king", "%22open"):
        assert api.get(f"users/search?query={query}").status_code == 400, query
    assert named(api.get("users/autocomplete?name=ni")) == ["Nia Zimmer"]
    assert api.get("users/autocomplete?name=n").status_code == 400


def test_show_many_by_either_id(api, harbor):
    made(api, external_id="e-1")
    reply = api.get(f"users/show_many?ids={harbor.ben.pk},{harbor.cleo.pk},999999").json()
    assert ([user["name"] for user in reply["users"]], reply["count"], reply["next_page"]) == (["Ben", "Cleo"], 2, None)
    assert named(api.get("users/show_many?external_ids=e-1,nothing")) == ["Nia"]
    refused = api.get("users/show_many?ids=" + ",".join(map(str, range(1, 102))))
    assert (refused.status_code, refused.json()["error"], refused.json()["max_count"]) == (400, "TooManyValues", 100)
    assert api.get("users/show_many").status_code == 400


def test_sideloads_stand_beside(api, harbor, acme, at):
    with harbor.scope():
        update_user(harbor.cleo, by=None, at=at, organization=acme)
        update_user(harbor.ben, by=None, at=at, default_group=harbor.group)
    reply = api.get("users?include=organizations,groups,identities,roles,nonsense").json()
    assert [one["id"] for one in reply["organizations"]] == [acme.pk]
    assert [one["id"] for one in reply["groups"]] == [harbor.group.pk]
    assert {one["user_id"] for one in reply["identities"]} == {user["id"] for user in reply["users"]}
    assert [role["id"] for role in reply["roles"]] == [1, 2, 3, 4]
    assert "nonsense" not in reply
    alone = api.get(f"users/{harbor.cleo.pk}?include=organizations").json()
    assert alone["organizations"][0]["name"] == "Acme"


def test_tags_are_set_added_and_removed(api, harbor):
    path = f"users/{harbor.cleo.pk}/tags.json"
    first = api.post(path, {"tags": ["VIP Gold", "b"]})
    assert (first.status_code, first.json()["tags"]) == (201, ["b", "vip_gold"])
    assert api.put(path, {"tags": ["a"]}).json()["tags"] == ["a", "b", "vip_gold"]
    assert api.delete(path, {"tags": ["b"]}).json()["tags"] == api.get(path).json()["tags"] == ["a", "vip_gold"]


def test_merge_gives_the_loser_to_the_winner(api, harbor):
    other, third = made(api, email="c2@customer.example"), made(api, email="c3@customer.example")
    reply = api.put(f"users/{other['id']}/merge", {"user": {"id": harbor.cleo.pk}})
    assert (reply.status_code, reply.json()["user"]["id"]) == (200, harbor.cleo.pk)
    assert (
        api.put(f"users/{third['id']}/merge", {"user": {"email": "cleo@customer.example"}}).json()["user"]["id"] == harbor.cleo.pk
    )
    assert api.get(f"users/{harbor.cleo.pk}/identities").json()["count"] == 3
    assert fault(api.put(f"users/{harbor.cleo.pk}/merge", {"user": {}})) == (422, "id", "BlankValue")
    assert api.put(f"users/{harbor.ben.pk}/merge", {"user": {"id": harbor.cleo.pk}}).status_code == 422
    assert api.put(f"users/{third['id']}/merge", {"user": {"id": harbor.cleo.pk}}).status_code == 404


def test_what_hangs_on_a_user(api, harbor, acme, at):
    with harbor.scope():
        update_user(harbor.cleo, by=None, at=at, organization=acme)
        second = Group.objects.create(name="Second")
        Membership.objects.create(group=second, user=harbor.ben)
    assert [one["name"] for one in api.get(f"users/{harbor.ben.pk}/groups").json()["groups"]] == ["Tier 1", "Second"]
    memberships = api.get(f"users/{harbor.ben.pk}/group_memberships").json()["group_memberships"]
    last = memberships[-1]["id"]
    changed = api.put(f"users/{harbor.ben.pk}/group_memberships/{last}/make_default").json()["group_memberships"]
    assert [one["default"] for one in changed] == [False, True]
    assert api.get(f"users/{harbor.ben.pk}").json()["user"]["default_group_id"] == second.pk
    assert [one["name"] for one in api.get(f"users/{harbor.cleo.pk}/organizations").json()["organizations"]] == ["Acme"]
    membership = api.get(f"users/{harbor.cleo.pk}/organization_memberships").json()["organization_memberships"][0]
    assert api.get(f"organization_memberships/{membership['id']}").json()["organization_membership"] == membership
    assert api.get(f"users/{harbor.ben.pk}/organization_memberships").json()["count"] == 0
    default = f"users/{harbor.cleo.pk}/organization_memberships/{membership['id']}/make_default"
    assert api.put(default).json()["organization_memberships"] == [membership]
    assert api.get(f"users/{harbor.cleo.pk}/related").json()["user_related"]["organization_subscriptions"] == 0


def test_identities_live_through_everything(api, harbor):
    path = f"users/{harbor.cleo.pk}/identities"
    reply = api.post(f"{path}.json", {"identity": {"type": "email", "value": "Cleo@Two.example"}})
    identity = reply.json()["identity"]
    assert (reply.status_code, reply["Location"], identity["verified"]) == (201, identity["url"], False)
    one = f"{path}/{identity['id']}"
    assert api.get(one).json()["identity"] == identity
    assert api.put(one, {"identity": {"value": "cleo@three.example"}}).json()["identity"]["value"] == "cleo@three.example"
    assert api.put(one, {"identity": {"verified": True}}).json()["identity"]["verified"] is True
    assert api.put(f"{one}/verify").json()["identity"]["verified"] is True
    assert [row["primary"] for row in api.put(f"{one}/make_primary").json()["identities"]] == [False, True]
    assert api.get(f"users/{harbor.cleo.pk}").json()["user"]["email"] == "cleo@three.example"
    assert api.delete(one).status_code == 422
    first = api.get(path).json()["identities"][0]["id"]
    gone = api.delete(f"{path}/{first}")
    assert (gone.status_code, gone.reason_phrase, gone.content) == (204, "No Content", b"")
    assert api.delete(f"{path}/{first}").status_code == 404
    for sent, expected in (
        ({"type": "email", "value": "ben@harbor.example"}, ("value", "DuplicateValue")), ({"type": "email", "value": "x"}, ("value", "InvalidValue")),
        ({"type": "email"}, ("value", "BlankValue")), ({"value": "x"}, ("type", "BlankValue")),
    ):  # fmt: skip
        assert fault(api.post(path, {"identity": sent})) == (422, *expected)


def test_verification_is_asked_for_by_a_link(api, harbor, do_jobs, mailoutbox):
    identity = api.get(f"users/{harbor.cleo.pk}/identities").json()["identities"][0]["id"]
    assert api.put(f"users/{harbor.cleo.pk}/identities/{identity}/request_verification").status_code == 200
    do_jobs()
    assert [mail.to for mail in mailoutbox] == [["cleo@customer.example"]]
    own = api.get(f"users/{harbor.ada.pk}/identities").json()["identities"][0]["id"]
    assert api.put(f"users/{harbor.ada.pk}/identities/{own}/request_verification").status_code == 422
