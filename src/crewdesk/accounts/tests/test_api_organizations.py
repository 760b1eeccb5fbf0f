"""/api/v2/organizations and organization_memberships."""

import pytest

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.users import create_user

from .calling import Caller, fault


@pytest.fixture
def api(harbor):
    return Caller(harbor, harbor.ada)


def made(api, **organization) -> dict:
    reply = api.post("organizations.json", {"organization": {"name": "Acme", **organization}})
    assert reply.status_code == 201, reply.content
    assert reply["Location"] == reply.json()["organization"]["url"]
    return reply.json()["organization"]


def names(reply) -> list[str]:
    return [one["name"] for one in reply.json()["organizations"]]


def test_a_whole_life(api, harbor):
    facts = {
        "domain_names": ["acme.example"], "details": "d", "notes": "n", "group_id": harbor.group.pk, "shared_tickets": True,
        "shared_comments": True, "tags": ["big"], "organization_fields": {"plan": "gold"}, "external_id": "o-1",
    }  # fmt: skip
    acme = made(api, **facts)
    assert {name: acme[name] for name in facts} == facts
    path = f"organizations/{acme['id']}"
    assert api.get(f"{path}.json").json()["organization"] == acme
    changed = api.put(path, {"organization": {"name": "Acme Ltd", "organization_fields": {"seats": 3}}}).json()["organization"]
    assert (changed["name"], changed["organization_fields"], changed["notes"]) == ("Acme Ltd", {"plan": "gold", "seats": 3}, "n")
    assert api.put(path, {"organization": changed}).json()["organization"] == changed
    gone = api.delete(path)
    assert (gone.status_code, gone.reason_phrase, gone.content) == (204, "No Content", b"")
    assert api.delete(path).status_code == api.get(path).status_code == 404


@pytest.mark.parametrize(("organization", "field", "code"), [
    ({"name": ""}, "name", "BlankValue"), ({"name": "Known"}, "name", "DuplicateValue"), ({"name": "x" * 201}, "name", "InvalidValue"),
    ({"domain_names": ["known.example"]}, "domain_names", "DuplicateValue"), ({"group_id": 999999}, "group_id", "InvalidValue"),
    ({"external_id": "known"}, "external_id", "DuplicateValue"), ({"domain_names": ["x" * 300]}, "domain_names", "InvalidValue"),
])  # fmt: skip
def test_refusals_name_the_field(api, organization, field, code):
    made(api, name="Known", domain_names=["known.example"], external_id="known")
    assert fault(api.post("organizations", {"organization": {"name": "New", **organization}})) == (422, field, code)
    assert api.get("organizations/count").json()["count"]["value"] == 1


def test_found_by_name_external_id_and_beginning(api):
    first = made(api, external_id="o-1")
    made(api, name="Acme Two")
    assert names(api.get("organizations/search?external_id=o-1")) == names(api.get("organizations/search?name=acme")) == ["Acme"]
    assert api.get("organizations/search").status_code == api.get("organizations/autocomplete?name=a").status_code == 400
    assert names(api.get("organizations/autocomplete?name=acm")) == ["Acme", "Acme Two"]
    assert names(api.get("organizations?sort=-name")) == ["Acme Two", "Acme"]
    many = api.get(f"organizations/show_many?ids={first['id']},99999").json()
    assert ([one["id"] for one in many["organizations"]], many["count"]) == ([first["id"]], 1)
    assert names(api.get("organizations/show_many?external_ids=o-1")) == ["Acme"]


def test_create_or_update(api):
    first = api.post("organizations/create_or_update", {"organization": {"name": "A", "external_id": "o-1"}})
    again = api.post("organizations/create_or_update", {"organization": {"name": "B", "external_id": "o-1"}})
    by_id = api.post("organizations/create_or_update", {"organization": {"id": first.json()["organization"]["id"], "notes": "x"}})
    assert (first.status_code, again.status_code, by_id.status_code) == (201, 200, 200)
    assert by_id.json()["organization"] == {
        **again.json()["organization"],
        "notes": "x",
        "updated_at": by_id.json()["organization"]["updated_at"],
    }


def test_its_users_tags_and_numbers(api, harbor):
    acme = made(api, domain_names=["acme.example"])
    with harbor.scope():
        user = create_user(name="Nia", email="nia@acme.example", by=None)
    path = f"organizations/{acme['id']}"
    assert [one["id"] for one in api.get(f"{path}/users").json()["users"]] == [user.pk]
    assert api.get(f"{path}/related").json()["organization_related"]["users_count"] == 1
    assert api.post(f"{path}/tags", {"tags": ["A b"]}).json()["tags"] == ["a_b"]
    assert api.put(f"{path}/tags", {"tags": ["c"]}).json()["tags"] == ["a_b", "c"]
    assert api.delete(f"{path}/tags", {"tags": ["c"]}).json() == api.get(f"{path}/tags").json() == {"tags": ["a_b"]}


def test_a_membership_for_each_user_who_belongs(api, harbor):
    acme, other = made(api), made(api, name="Other")
    reply = api.post(
        "organization_memberships", {"organization_membership": {"user_id": harbor.cleo.pk, "organization_id": acme["id"]}}
    )
    membership = reply.json()["organization_membership"]
    assert (reply.status_code, reply["Location"], membership["default"]) == (201, membership["url"], True)
    assert api.get(f"organizations/{acme['id']}/organization_memberships").json()["organization_memberships"] == [membership]
    assert api.get("organization_memberships").json()["organization_memberships"] == [membership]
    for organization, code in ((acme, "DuplicateValue"), (other, "InvalidValue")):
        sent = {"organization_membership": {"user_id": harbor.cleo.pk, "organization_id": organization["id"]}}
        assert fault(api.post("organization_memberships", sent)) == (422, "user_id", code)
    assert api.delete(f"organization_memberships/{membership['id']}").status_code == 204
    assert api.get(f"organization_memberships/{membership['id']}").status_code == 404
    with harbor.scope():
        assert User.objects.get(pk=harbor.cleo.pk).organization_id is None


def test_a_customer_sees_the_own_one(api, harbor):
    acme, other = made(api, name="Acme"), made(api, name="Other")
    api.put(f"users/{harbor.cleo.pk}", {"user": {"organization_id": acme["id"]}})
    cleo = Caller(harbor, harbor.cleo)
    assert cleo.get(f"organizations/{acme['id']}").json()["organization"]["name"] == "Acme"
    assert cleo.get(f"organizations/{other['id']}").status_code == 404
    assert cleo.put(f"organizations/{acme['id']}", {"organization": {"name": "Mine"}}).status_code == 403
    assert cleo.get(f"organizations/{acme['id']}/users").status_code == 403
