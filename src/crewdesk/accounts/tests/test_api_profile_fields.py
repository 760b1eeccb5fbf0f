"""user_fields and organization_fields over the API, and what users and organizations show of them."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crewdesk.accounts.models import Organization, ProfileField, User
from crewdesk.accounts.operations.organizations import create_organization
from crewdesk.accounts.operations.profile_fields import create_profile_field
from crewdesk.accounts.operations.users import update_user
from crewdesk.core.clock import now
from crewdesk.core.models import Event
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket

from .calling import Caller, fault

KEYS = dict(line.split(": ") for line in (Path(__file__).parent / "dialect_keys.txt").read_text().splitlines())
PLANS = [{"name": "Gold", "value": "gold"}, {"name": "Free", "value": "free"}]
KINDS = pytest.mark.parametrize("one", ["user_field", "organization_field"])


@pytest.fixture
def api(harbor):
    return Caller(harbor, harbor.ada)


def made(api, one: str = "user_field", **field) -> dict:
    reply = api.post(f"{one}s.json", {one: {"type": "text", "title": "Order", **field}})
    assert reply.status_code == 201, reply.content
    assert reply["Location"] == reply.json()[one]["url"]
    return reply.json()[one]


@KINDS
def test_a_field_has_the_recorded_members_and_is_found_by_id_and_key(api, one):
    field = made(api, one, key="order_no", description="As on the bill", regexp_for_validation=None)
    assert field.keys() == set(KEYS["user_field"].split())
    assert (field["key"], field["title"], field["raw_title"], field["system"], field["active"], field["position"]) == (
        "order_no", "Order", "Order", False, True, 0,
    )  # fmt: skip
    assert api.get(field["url"].partition("/api/v2/")[2]).json() == {one: field}
    assert api.get(f"{one}s/order_no.json").json() == {one: field}
    for key in ("nothing", "0", "9" * 30, str(field["id"] + 1), "Order", "%00", "a%0ab"):
        assert api.get(f"{one}s/{key}").status_code == 404, key


@KINDS
def test_lists_come_in_both_forms(api, one):
    for n in range(3):
        made(api, one, title=f"F{n}")
    made(api, "organization_field" if one == "user_field" else "user_field")
    reply = api.get(f"{one}s.json?per_page=2").json()
    assert ([row["key"] for row in reply[f"{one}s"]], reply["count"]) == (["f0", "f1"], 3)
    assert reply["next_page"].endswith("page=2")
    first = api.get(f"{one}s?page[size]=2").json()
    rest = api.get(f"{one}s?page[size]=2&page[after]={first['meta']['after_cursor']}").json()
    assert (len(first[f"{one}s"]), [row["key"] for row in rest[f"{one}s"]], rest["meta"]["has_more"]) == (2, ["f2"], False)


def test_a_drop_down_goes_by_either_name_and_a_box_has_a_tag(api):
    for n, type in enumerate(("dropdown", "tagger")):
        field = made(api, type=type, key=f"plan{n}", custom_field_options=PLANS)
        assert (field["type"], [one["value"] for one in field["custom_field_options"]]) == ("dropdown", ["gold", "free"])
        assert field["custom_field_options"][0].keys() >= {"id", "name", "raw_name", "value"}
    assert made(api, type="checkbox", tag="May call")["tag"] == "may_call"
    assert "tag" not in made(api)


@pytest.mark.parametrize(
    ("sent", "at_fault", "code"),
    [
        ({"type": "lookup", "relationship_target_type": "zen:user"}, "type", "InvalidValue"), ({"type": "partialcreditcard"}, "type", "InvalidValue"),
        ({"type": None}, "type", "InvalidValue"), ({"type": "regexp", "regexp_for_validation": "("}, "regexp_for_validation", "InvalidValue"),
        ({"title": None}, "title", "BlankValue"), ({"title": " "}, "title", "BlankValue"), ({"key": "No Key"}, "key", "InvalidValue"),
        ({"key": "taken"}, "key", "DuplicateValue"), ({"custom_field_options": PLANS}, "custom_field_options", "InvalidValue"),
        ({"type": "dropdown", "custom_field_options": [*PLANS, PLANS[0]]}, "custom_field_options", "DuplicateValue"),
    ],
)  # fmt: skip
@KINDS
def test_what_is_no_field_is_refused_by_name(api, one, sent, at_fault, code):
    made(api, one, key="taken")
    assert fault(api.post(f"{one}s", {one: {"type": "text", "title": "X", **sent}})) == (422, at_fault, code)
    assert len(api.get(f"{one}s").json()[f"{one}s"]) == 1


@KINDS
def test_update_changes_what_is_sent_and_neither_key_nor_type(api, harbor, one):
    field = made(api, one, type="dropdown", key="plan", custom_field_options=PLANS)
    made(api, one)
    path, same = f"{one}s/plan", {"key": "plan", "type": "dropdown"}
    changed = api.put(path, {one: same | {"title": "Contract", "active": False, "position": 5}}).json()[one]
    assert (changed["title"], changed["active"], changed["position"], len(changed["custom_field_options"])) == (
        "Contract",
        False,
        1,
        2,
    )
    assert fault(api.put(path, {one: {"type": "text"}}))[1] == "type"
    assert fault(api.put(path, {one: {"key": "contract"}}))[1] == "key"
    assert api.put(f"{one}s/{field['id']}", {one: {"custom_field_options": []}}).json()[one]["custom_field_options"] == []
    with harbor.scope():
        assert set(Event.objects.filter(kind="profile_field.changed").values_list("via", flat=True)) == {"api"}


@KINDS
def test_order_and_end(api, one):
    first, second, third = (made(api, one, title=f"F{n}")["id"] for n in range(3))
    reply = api.put(f"{one}s/reorder", {f"{one}_ids": [third, first]})
    assert [row["id"] for row in reply.json()[f"{one}s"]] == [third, first, second]
    assert fault(api.put(f"{one}s/reorder", {f"{one}_ids": [third, 10**12]}))[1] == f"{one}_ids"
    assert api.delete(f"{one}s/{third}").status_code == api.delete(f"{one}s/f0").status_code == 204
    assert api.delete(f"{one}s/{third}").status_code == 404
    assert [row["id"] for row in api.get(f"{one}s").json()[f"{one}s"]] == [second]


@KINDS
def test_options_one_by_one(api, one):
    field = made(api, one, type="dropdown", key="plan", custom_field_options=PLANS)
    path, (gold, free) = f"{one}s/plan/options", field["custom_field_options"]
    added = api.post(path, {"custom_field_option": {"name": "Silver", "value": "silver", "position": 1}})
    assert added.status_code == 201
    renamed = api.post(f"{one}s/{field['id']}/options", {"custom_field_option": {"id": gold["id"], "name": "Golden"}})
    assert (renamed.status_code, renamed.json()["custom_field_option"]["value"]) == (200, "gold")
    assert api.delete(f"{path}/{free['id']}").status_code == 204
    shown = api.get(path).json()["custom_field_options"]
    assert [row["name"] for row in shown] == ["Golden", "Silver"]
    for row in shown:
        assert api.get(row["url"].partition("/api/v2/")[2]).json() == {"custom_field_option": row}
    for pk in (free["id"], 10**12):
        assert api.get(f"{path}/{pk}").status_code == api.delete(f"{path}/{pk}").status_code == 404
        assert api.post(path, {"custom_field_option": {"id": pk, "name": "X"}}).status_code == 404


@KINDS
def test_members_read_admins_define_and_customers_see_nothing(api, harbor, meridian, one):
    field = made(api, one, type="dropdown", key="plan", custom_field_options=PLANS)
    option = field["custom_field_options"][0]["id"]
    reads = (f"{one}s", f"{one}s/plan", f"{one}s/plan/options", f"{one}s/plan/options/{option}")
    writes = (
        ("post", f"{one}s", {one: {"type": "text", "title": "X"}}), ("put", f"{one}s/plan", {one: {"title": "X"}}), ("delete", f"{one}s/plan", None),
        ("put", f"{one}s/reorder", {f"{one}_ids": [field["id"]]}), ("delete", f"{one}s/plan/options/{option}", None),
        ("post", f"{one}s/plan/options", {"custom_field_option": {"name": "X"}}),
    )  # fmt: skip
    for member, read, write in ((harbor.liv, 200, 403), (harbor.ben, 200, 403), (harbor.lena, 200, 403), (harbor.cleo, 403, 403)):
        caller = Caller(harbor, member)
        assert {caller.get(path).status_code for path in reads} == {read}
        assert {getattr(caller, method)(path, body).status_code for method, path, body in writes} == {write}
    other = Caller(meridian, meridian.olga)
    assert other.get(f"{one}s").json()[f"{one}s"] == []
    assert other.get(f"{one}s/{field['id']}").status_code == other.put(f"{one}s/plan", {one: {"title": "X"}}).status_code == 404
    assert api.get(f"{one}s/plan").json() == {one: field}


def test_users_show_every_field_in_use_and_what_has_none(api, harbor):
    path = f"users/{harbor.cleo.pk}"
    assert api.put(path, {"user": {"user_fields": {"shoe": 44}}}).json()["user"]["user_fields"] == {"shoe": 44}
    made(api, type="decimal", key="value")
    made(api, type="dropdown", key="plan", custom_field_options=PLANS)
    made(api, type="date", key="since")
    hidden = made(api, key="hidden")
    sent = {"value": 5.1, "plan": "Gold", "hidden": "x"}
    shown = api.put(path, {"user": {"user_fields": sent}}).json()["user"]
    assert shown["user_fields"] == {"value": 5.1, "plan": "gold", "since": None, "hidden": "x", "shoe": 44}
    assert shown["tags"] == ["gold"]
    api.put(f"user_fields/{hidden['id']}", {"user_field": {"active": False}})
    for listed in (api.get(path).json()["user"], api.get("users/search?query=cleo").json()["users"][0]):
        assert listed["user_fields"] == {"value": 5.1, "plan": "gold", "since": None, "shoe": 44}
    back = api.put(path, {"user": {"user_fields": listed["user_fields"]}}).json()["user"]
    assert back["user_fields"] == listed["user_fields"], "what was read may be written"
    reply = api.put(path, {"user": {"user_fields": {"plan": "silver", "since": "2026-01-31"}}})
    assert fault(reply) == (422, "user_fields.plan", "InvalidValue")
    assert "Order" in reply.json()["details"]["user_fields.plan"][0]["description"]
    assert api.get(path).json()["user"]["user_fields"]["since"] is None


def test_organizations_do_the_same(api, harbor):
    made(api, "organization_field", type="integer", key="seats")
    made(api, "organization_field", type="date", key="renewal")
    acme = api.post("organizations", {"organization": {"name": "Acme", "organization_fields": {"seats": "3", "x": "y"}}}).json()[
        "organization"
    ]
    assert acme["organization_fields"] == {"seats": 3, "renewal": None, "x": "y"}
    path = f"organizations/{acme['id']}"
    changed = api.put(path, {"organization": {"organization_fields": {"seats": None, "renewal": "2027-01-31T00:00:00Z"}}}).json()
    assert changed["organization"]["organization_fields"] == {"seats": None, "renewal": "2027-01-31", "x": "y"}
    assert fault(api.put(path, {"organization": {"organization_fields": {"seats": "few"}}}))[1] == "organization_fields.seats"


def test_a_digit_too_many_for_a_float_stays_text(api, harbor):
    made(api, type="decimal", key="value")
    for sent, shown in (("5.10", 5.1), ("-0.5", -0.5), ("12345678901234567.89", "12345678901234567.89"), ("0", 0)):
        told = api.put(f"users/{harbor.cleo.pk}", {"user": {"user_fields": {"value": sent}}}).json()["user"]["user_fields"]
        assert told == {"value": shown}


def test_bulk_calls_say_which_field_was_wrong(api, harbor):
    made(api, type="integer", key="seats")
    reply = api.post(
        "users/create_or_update", {"user": {"name": "Nia", "email": "nia@x.example", "user_fields": {"seats": "few"}}}
    )
    assert fault(reply)[1] == "user_fields.seats"
    with harbor.scope():
        assert not User.objects.filter(email="nia@x.example").exists()


def test_customers_read_no_values(api, harbor, at):
    made(api, key="risk")
    with harbor.scope():
        acme = create_organization(name="Acme", by=None, at=at, organization_fields={"mood": "zebra"})
        update_user(harbor.cleo, by=None, at=at, organization=acme, user_fields={"risk": "zebra", "undefined": "zebra"})
    cleo = Caller(harbor, harbor.cleo)
    for path in ("users/me?include=organizations", f"users/{harbor.cleo.pk}", f"organizations/{acme.pk}"):
        assert b"zebra" not in cleo.get(path).content
    assert Caller(harbor, harbor.liv).get(f"users/{harbor.cleo.pk}?include=organizations").content.count(b"zebra") == 3


@pytest.mark.parametrize(
    "path",
    [
        "users",
        "users?page[size]=100&include=organizations",
        "organizations",
        "search?query=bulk",
    ],
)
def test_fields_are_read_once_a_reply(api, harbor, path):
    with harbor.scope():
        for kind in ProfileField.Kind:
            for n in range(5):
                create_profile_field(kind=kind, type="tagger", title=f"F{n}", options=PLANS, by=None, via="system", at=now())
    few = _asked(api, path)
    with harbor.scope():
        companies = Organization.objects.bulk_create(Organization(name=f"bulk {n}") for n in range(60))
        User.objects.bulk_create(
            User(name=f"bulk {n}", email=f"u{n}@bulk.example", organization=companies[n], user_fields={"f1": "gold"})
            for n in range(60)
        )
    many = _asked(api, path)
    fields = [sql for sql in many if "accounts_profilefield" in sql]
    assert 1 <= len(fields) <= 2
    assert len([sql for sql in few if "accounts_profilefield" in sql]) <= len(fields)
    assert not [sql for sql in many if "accounts_profilefieldoption" in sql]


def test_a_ticket_that_shows_no_user_asks_for_no_field(api, harbor):
    with harbor.scope():
        create_profile_field(kind="user", type="text", title="F", by=None, via="system", at=now())
        ticket = create_ticket(requester=harbor.cleo, by=None, via="web", at=now(), said=Said(body="Hello"), subject="Hello")
    for path in (f"tickets/{ticket.number}", "tickets"):
        assert not [sql for sql in _asked(api, path) if "profilefield" in sql]
    assert [sql for sql in _asked(api, "tickets?include=users") if "profilefield" in sql]


def _asked(api, path: str) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        assert api.get(path).status_code == 200
    return [query["sql"] for query in asked.captured_queries]
