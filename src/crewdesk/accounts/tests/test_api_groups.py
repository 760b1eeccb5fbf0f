"""/api/v2/groups and group_memberships."""

import pytest

from crewdesk.accounts.models import Group, Membership

from .calling import Caller, fault


@pytest.fixture
def api(harbor):
    return Caller(harbor, harbor.ada)


def test_a_whole_life(api, harbor):
    reply = api.post("groups.json", {"group": {"name": "Night", "description": "d", "is_public": False}})
    group = reply.json()["group"]
    assert (reply.status_code, reply["Location"], group["is_public"], group["default"]) == (201, group["url"], False, False)
    path = f"groups/{group['id']}"
    assert api.put(path, {"group": {"name": "Day"}}).json()["group"]["name"] == "Day"
    assert [one["name"] for one in api.get("groups").json()["groups"]] == ["Tier 1", "Day"]
    assert [one["name"] for one in api.get("groups/assignable?sort=name").json()["groups"]] == ["Day", "Tier 1"]
    assert api.get("groups/count").json()["count"]["value"] == 2
    gone = api.delete(path)
    assert (gone.status_code, gone.reason_phrase, gone.content) == (204, "No Content", b"")
    assert api.get(path).json()["group"]["deleted"] is True
    assert api.delete(path).status_code == api.put(path, {"group": {"name": "X"}}).status_code == 404
    assert api.get("groups/count").json()["count"]["value"] == 1


def test_the_default_is_moved_and_stays(api, harbor):
    assert fault(api.delete(f"groups/{harbor.group.pk}"))[0] == 422
    new = api.post("groups", {"group": {"name": "New", "default": True}}).json()["group"]
    assert new["default"] is True
    assert api.get(f"groups/{harbor.group.pk}").json()["group"]["default"] is False
    assert api.delete(f"groups/{harbor.group.pk}").status_code == 204


@pytest.mark.parametrize(("name", "code"), [("", "BlankValue"), ("Tier 1", "DuplicateValue"), ("x" * 121, "InvalidValue")])
def test_refusals_name_the_field(api, name, code):
    assert fault(api.post("groups", {"group": {"name": name}})) == (422, "name", code)


def test_memberships_come_and_go(api, harbor):
    with harbor.scope():
        second = Group.objects.create(name="Second")
    sent = {"group_membership": {"user_id": harbor.ben.pk, "group_id": second.pk, "default": True}}
    reply = api.post("group_memberships.json", sent)
    membership = reply.json()["group_membership"]
    assert (reply.status_code, reply["Location"], membership["default"]) == (201, membership["url"], True)
    assert fault(api.post("group_memberships", sent)) == (422, "user_id", "DuplicateValue")
    customer = {"group_membership": {"user_id": harbor.cleo.pk, "group_id": second.pk}}
    assert fault(api.post("group_memberships", customer)) == (422, "user_id", "InvalidValue")
    path = f"group_memberships/{membership['id']}"
    assert api.get(path).json()["group_membership"] == membership
    assert [one["id"] for one in api.get(f"groups/{second.pk}/users").json()["users"]] == [harbor.ben.pk]
    assert api.get(f"groups/{second.pk}/memberships").json()["group_memberships"] == [membership]
    assert len(api.get("group_memberships").json()["group_memberships"]) == 5
    assert api.delete(path).status_code == 204
    assert api.get(path).status_code == 404
    assert api.get(f"users/{harbor.ben.pk}").json()["user"]["default_group_id"] is None


def test_a_new_member_puts_nobody_out(api, harbor):
    with harbor.scope():
        before = dict(Membership.objects.filter(group=harbor.group).values_list("user_id", "pk"))
        ben = before.pop(harbor.ben.pk)
    assert api.delete(f"group_memberships/{ben}").status_code == 204
    api.post("group_memberships", {"group_membership": {"user_id": harbor.ben.pk, "group_id": harbor.group.pk}})
    with harbor.scope():
        after = dict(Membership.objects.filter(group=harbor.group).values_list("user_id", "pk"))
    assert after.pop(harbor.ben.pk)
    assert after == before


def test_assignable_leaves_out_who_takes_no_tickets(api, harbor):
    seen = {row["user_id"] for row in api.get("group_memberships/assignable").json()["group_memberships"]}
    assert seen == {harbor.ada.pk, harbor.lena.pk, harbor.ben.pk}
    of_group = api.get(f"groups/{harbor.group.pk}/memberships/assignable").json()["group_memberships"]
    assert {row["user_id"] for row in of_group} == seen
