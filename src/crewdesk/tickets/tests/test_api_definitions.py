"""Fields, forms and statuses over the API."""

import pytest

from crewdesk.core.models import Event
from crewdesk.tickets.models import CustomStatus, Ticket, TicketField, TicketForm

from .api_story import cost_of, delete, fault_of
from .story import opened
from .test_api import Caller, token_of

FIELD_KEYS = set(
    """active agent_description collapsed_for_agents created_at description editable_in_portal id key position raw_description
    raw_title raw_title_in_portal regexp_for_validation removable required required_in_portal tag title title_in_portal type
    updated_at url visible_in_portal""".split()  # noqa: SIM905 - as the record has them
)
SIZES = [{"name": "Small", "value": "size_s", "default": True}, {"name": "Large", "value": "size_l"}]
SUBJECT = 9_000_000_000_001


@pytest.fixture
def ada(client, harbor):
    return Caller(client, token_of(harbor, harbor.ada))


@pytest.fixture
def ben(client, harbor):
    return Caller(client, token_of(harbor, harbor.ben))


@pytest.fixture
def cleo(client, harbor):
    return Caller(client, token_of(harbor, harbor.cleo))


def made(caller, **field) -> dict:
    reply = caller.send("post", "ticket_fields.json", {"ticket_field": {"type": "text", "title": "Order", **field}})
    assert reply.status_code == 201, reply.content
    assert reply["Location"] == reply.json()["ticket_field"]["url"]
    return reply.json()["ticket_field"]


def form_made(caller, **form) -> dict:
    reply = caller.send("post", "ticket_forms", {"ticket_form": {"name": "Refund", **form}})
    assert reply.status_code == 201, reply.content
    return reply.json()["ticket_form"]


def test_every_field_carries_the_keys_that_clients_count_on(ada):
    made(ada)
    rows = ada.get("ticket_fields.json").json()["ticket_fields"]
    assert [row["type"] for row in rows] == [
        "subject", "description", "status", "tickettype", "priority", "group", "assignee", "custom_status", "text",
    ]  # fmt: skip
    assert not [row["type"] for row in rows if FIELD_KEYS - row.keys()]
    for row in rows:
        assert ada.get(row["url"].partition("/api/v2/")[2]).json()["ticket_field"] == row


def test_drop_down_by_either_name_with_its_options(ada):
    field = made(ada, type="dropdown", custom_field_options=SIZES)
    assert field["type"] == "tagger"
    assert [(one["value"], one["default"]) for one in field["custom_field_options"]] == [("size_s", True), ("size_l", False)]
    assert [one["id"] for one in ada.get(f"ticket_fields/{field['id']}/options").json()["custom_field_options"]] == [
        one["id"] for one in field["custom_field_options"]
    ]


def test_a_tag_belongs_to_one_option_only(ada):
    made(ada, type="tagger", custom_field_options=SIZES)
    body = {"ticket_field": {"type": "multiselect", "title": "Again", "custom_field_options": [{"name": "L", "value": "size_l"}]}}
    reply = ada.send("post", "ticket_fields", body)
    assert fault_of(reply) == "custom_field_options"
    assert reply.json()["details"]["custom_field_options"][0]["error"] == "DuplicateValue"


@pytest.mark.parametrize(
    ("sent", "at_fault"),
    [
        ({"type": "partialcreditcard"}, "type"),
        ({"type": "subject"}, "type"),
        ({"type": None}, "type"),
        ({"type": "lookup"}, "lookup_target"),
        ({"type": "lookup", "relationship_target_type": "zen:custom_object:car"}, "lookup_target"),
        ({"type": "regexp", "regexp_for_validation": "("}, "regexp_for_validation"),
        ({"title": " "}, "title"),
        ({"title": None}, "title"),
    ],
)
def test_what_is_no_field_is_refused_by_name(ada, sent, at_fault):
    assert fault_of(ada.send("post", "ticket_fields", {"ticket_field": {"type": "text", "title": "X", **sent}})) == at_fault
    assert len(ada.get("ticket_fields").json()["ticket_fields"]) == 8


def test_lookup_and_pattern(ada):
    assert made(ada, type="lookup", relationship_target_type="zen:user")["relationship_target_type"] == "zen:user"
    assert made(ada, type="regexp", regexp_for_validation="^A[0-9]+$")["regexp_for_validation"] == "^A[0-9]+$"


def test_update_changes_what_is_sent_and_keeps_the_type(ada, harbor):
    field = made(ada, type="tagger", custom_field_options=SIZES, required=True)
    path = f"ticket_fields/{field['id']}"
    changed = ada.send("put", path, {"ticket_field": {"title": "Size", "active": False}}).json()["ticket_field"]
    assert (changed["title"], changed["active"], changed["required"], len(changed["custom_field_options"])) == (
        "Size",
        False,
        True,
        2,
    )
    assert fault_of(ada.send("put", path, {"ticket_field": {"type": "text"}})) == "type"
    assert ada.send("put", path, {"ticket_field": {"type": "dropdown", "custom_field_options": []}}).json()["ticket_field"][
        "custom_field_options"
    ] == []  # fmt: skip
    with harbor.scope():
        assert set(Event.objects.filter(kind="field.changed").values_list("via", flat=True)) == {"api"}


def test_an_option_is_renamed_and_keeps_what_is_not_sent(ada):
    field = made(ada, type="tagger", custom_field_options=SIZES)
    path, (small, large) = f"ticket_fields/{field['id']}", field["custom_field_options"]
    renamed = ada.send("post", f"{path}/options", {"custom_field_option": {"id": small["id"], "name": "Tiny"}})
    assert renamed.json()["custom_field_option"] | {"url": ""} == small | {"name": "Tiny", "raw_name": "Tiny", "url": ""}
    options = [{"id": large["id"], "name": "Big"}, {"id": small["id"], "name": "Small", "value": "size_xs"}]
    after = ada.send("put", path, {"ticket_field": {"custom_field_options": options}}).json()["ticket_field"][
        "custom_field_options"
    ]
    assert [(one["id"], one["name"], one["value"], one["default"]) for one in after] == [
        (large["id"], "Big", "size_l", False), (small["id"], "Small", "size_xs", True),
    ]  # fmt: skip


@pytest.mark.parametrize("change", [{"id": "large", "value": "size_s"}, {"id": "small", "value": "size_l"}, {"id": "small"}])
def test_options_that_get_in_each_others_way_are_refused(ada, change):
    field = made(ada, type="tagger", custom_field_options=SIZES)
    ids = dict(zip(("small", "large"), (one["id"] for one in field["custom_field_options"]), strict=True))
    options = [{"id": ids["small"], "name": "S"}, {"name": "X", **change, "id": ids[change["id"]]}]
    reply = ada.send("put", f"ticket_fields/{field['id']}", {"ticket_field": {"custom_field_options": options}})
    assert fault_of(reply) == "custom_field_options"
    shown = ada.get(f"ticket_fields/{field['id']}").json()["ticket_field"]
    assert shown["custom_field_options"] == field["custom_field_options"]


def test_options_one_by_one(ada):
    field = made(ada, type="tagger", custom_field_options=SIZES)
    path = f"ticket_fields/{field['id']}/options"
    small, large = field["custom_field_options"]
    added = ada.send("post", path, {"custom_field_option": {"name": "Huge", "value": "size_h", "position": 0}})
    assert added.status_code == 201
    assert added.json()["custom_field_option"]["value"] == "size_h"
    renamed = ada.send("post", path, {"custom_field_option": {"id": large["id"], "name": "Big", "value": "size_l"}})
    assert (renamed.status_code, renamed.json()["custom_field_option"]["id"]) == (200, large["id"])
    assert delete(ada, f"{path}/{small['id']}").status_code == 204
    assert [one["name"] for one in ada.get(path).json()["custom_field_options"]] == ["Huge", "Big"]
    assert ada.get(f"{path}/{small['id']}").status_code == 404
    assert ada.send("post", path, {"custom_field_option": {"id": small["id"], "name": "X"}}).status_code == 404


def test_delete_takes_the_field_off_forms_and_a_second_time_is_404(ada, harbor):
    gone, stays, third = made(ada), made(ada, title="Second"), made(ada, title="Third")
    conditions = [
        {"parent_field_id": gone["id"], "value": "x", "child_fields": [{"id": stays["id"], "is_required": False}]},
        {"parent_field_id": stays["id"], "value": "x", "child_fields": [{"id": gone["id"]}, {"id": third["id"]}]},
    ]
    form = form_made(ada, ticket_field_ids=[gone["id"], stays["id"], third["id"]], agent_conditions=conditions)
    path = f"ticket_fields/{gone['id']}.json"
    assert (delete(ada, path).status_code, delete(ada, path).status_code) == (204, 404)
    shown = ada.get(f"ticket_forms/{form['id']}").json()["ticket_form"]
    assert shown["ticket_field_ids"][-2:] == [stays["id"], third["id"]]
    assert [(one["parent_field_id"], [child["id"] for child in one["child_fields"]]) for one in shown["agent_conditions"]] == [
        (stays["id"], [third["id"]])
    ]
    assert ada.send("put", f"ticket_forms/{form['id']}", {"ticket_form": {"name": "Still fine"}}).status_code == 200


def test_reorder_and_count(ada):
    first, second = made(ada), made(ada, title="Second")
    body = {"ticket_field_ids": [SUBJECT, second["id"], first["id"]]}
    rows = ada.send("put", "ticket_fields/reorder", body).json()["ticket_fields"]
    assert [row["id"] for row in rows[8:]] == [second["id"], first["id"]]
    assert ada.get("ticket_fields/count").json()["count"]["value"] == 10
    assert fault_of(ada.send("put", "ticket_fields/reorder", {"ticket_field_ids": [10**15]})) == "ticket_field_ids"


def test_fields_by_page_of_either_form(ada):
    made(ada)
    first = ada.get("ticket_fields", **{"page[size]": 5}).json()
    assert (len(first["ticket_fields"]), first["meta"]["has_more"], "count" in first) == (5, True, False)
    rest = ada.client.get(first["links"]["next"], headers=ada.headers).json()
    assert (len(rest["ticket_fields"]), rest["meta"]["has_more"]) == (4, False)
    back = ada.client.get(rest["links"]["prev"], headers=ada.headers).json()
    assert back["ticket_fields"] == first["ticket_fields"]
    last = ada.get("ticket_fields", per_page=5, page=2).json()
    assert (len(last["ticket_fields"]), last["count"], last["next_page"]) == (4, 9, None)
    assert ada.get("ticket_fields", **{"page[after]": "nonsense"}).status_code == 400


def test_customers_are_told_what_forms_ask_them(ada, cleo):
    hidden = made(ada, title="Fraud score")
    shown = made(ada, title="Contract", visible_in_portal=True, agent_description="Look it up in the vault")
    rows = cleo.get("ticket_fields").json()["ticket_fields"]
    assert [row["title"] for row in rows] == ["Subject", "Description", "Type", "Priority", "Contract"]
    assert rows[-1]["agent_description"] is None
    assert cleo.get(f"ticket_fields/{hidden['id']}").status_code == 404
    assert cleo.get(f"ticket_fields/{shown['id']}").status_code == 200
    conditions = [{"parent_field_id": shown["id"], "value": "x", "child_fields": [{"id": hidden["id"]}]}]
    both = {"ticket_field_ids": [hidden["id"], shown["id"]], "agent_conditions": conditions, "end_user_conditions": conditions}
    form = form_made(ada, **both)
    form_made(ada, name="For agents", end_user_visible=False)
    seen = cleo.get("ticket_forms").json()["ticket_forms"]
    assert [one["id"] for one in seen] == [form["id"]]
    assert hidden["id"] not in seen[0]["ticket_field_ids"]
    assert (seen[0]["agent_conditions"], seen[0]["end_user_conditions"]) == ([], [])


def test_agents_and_customers_define_nothing(ada, ben, cleo, harbor):
    field, form = made(ada), form_made(ada)
    for caller in (ben, cleo):
        for method, path, body in (
            ("post", "ticket_fields", {"ticket_field": {"type": "text", "title": "Mine"}}),
            ("put", f"ticket_fields/{field['id']}", {"ticket_field": {"title": "Mine"}}),
            ("delete", f"ticket_fields/{field['id']}", {}),
            ("put", "ticket_fields/reorder", {"ticket_field_ids": [field["id"]]}),
            ("post", f"ticket_fields/{field['id']}/options", {"custom_field_option": {"name": "Mine"}}),
            ("post", "ticket_forms", {"ticket_form": {"name": "Mine"}}),
            ("put", f"ticket_forms/{form['id']}", {"ticket_form": {"name": "Mine"}}),
            ("delete", f"ticket_forms/{form['id']}", {}),
            ("post", f"ticket_forms/{form['id']}/clone", {}),
            ("put", "ticket_forms/reorder", {"ticket_form_ids": [form["id"]]}),
            ("post", "custom_statuses", {"custom_status": {"status_category": "open", "agent_label": "Mine"}}),
        ):
            assert caller.send(method, path, body).status_code == 403, (method, path)
    with harbor.scope():
        assert (TicketField.objects.count(), TicketForm.objects.count(), CustomStatus.objects.count()) == (1, 1, 0)


def test_foreign_and_missing_are_the_same(client, ada, harbor, meridian):
    field, form = made(ada), form_made(ada)
    status = ada.send("post", "custom_statuses", {"custom_status": {"status_category": "open", "agent_label": "Waiting"}})
    own = status.json()["custom_status"]["id"]
    olga = Caller(client, token_of(meridian, meridian.olga))
    for name, pk, body in (
        ("ticket_fields", field["id"], {"ticket_field": {"title": "x"}}),
        ("ticket_forms", form["id"], {"ticket_form": {"name": "x"}}),
        ("custom_statuses", own, {"custom_status": {"agent_label": "x"}}),
    ):
        for ask in (lambda path: olga.get(path), lambda path, body=body: olga.send("put", path, body)):
            foreign, missing = ask(f"{name}/{pk}"), ask(f"{name}/999999999")
            assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert fault_of(olga.send("post", "ticket_forms", {"ticket_form": {"name": "x", "ticket_field_ids": [field["id"]]}})) == (
        "ticket_field_ids"
    )


def test_form_life(ada, harbor):
    field = made(ada)
    child = made(ada, title="Child")
    condition = {
        "parent_field_id": field["id"], "value": "yes",
        "child_fields": [{"id": child["id"], "is_required": True, "required_on_statuses": {"type": "SOME_STATUSES", "statuses": ["solved"]}}],
    }  # fmt: skip
    form = form_made(
        ada, ticket_field_ids=[SUBJECT, field["id"], child["id"]], agent_conditions=[condition], end_user_conditions=[]
    )
    assert form["ticket_field_ids"][-2:] == [field["id"], child["id"]]
    assert form["agent_conditions"][0]["child_fields"][0]["required_on_statuses"]["statuses"] == ["solved"]
    path = f"ticket_forms/{form['id']}"
    # What was read can be sent back as it is.
    assert ada.send("put", path, {"ticket_form": form}).json()["ticket_form"]["agent_conditions"] == form["agent_conditions"]
    assert ada.send("put", path, {"ticket_form": {"agent_conditions": []}}).json()["ticket_form"]["agent_conditions"] == []
    clone = ada.send("post", f"{path}/clone.json", {"prepend_clone_title": True}).json()["ticket_form"]
    assert (clone["name"], clone["ticket_field_ids"]) == ("Clone of: Refund", form["ticket_field_ids"])
    order = [clone["id"], form["id"]]
    assert [
        one["id"] for one in ada.send("put", "ticket_forms/reorder", {"ticket_form_ids": order}).json()["ticket_forms"]
    ] == order
    many = ada.get("ticket_forms/show_many", ids=f"{form['id']},999999").json()
    assert ([one["id"] for one in many["ticket_forms"]], many["count"]) == ([form["id"]], 1)
    assert [one["id"] for one in ada.get("ticket_forms", include="ticket_fields").json()["ticket_fields"]] == [
        field["id"],
        child["id"],
    ]
    with harbor.scope():
        ticket = opened(harbor.cleo, form=TicketForm.objects.get(pk=form["id"]))
    assert (delete(ada, path).status_code, delete(ada, path).status_code) == (204, 404)
    with harbor.scope():
        assert Ticket.objects.get(pk=ticket.pk).form_id is None


def test_form_filters_and_refusals(ada):
    form_made(ada, name="Off", active=False)
    default = form_made(ada, name="Main", default=True)
    assert [one["name"] for one in ada.get("ticket_forms", active="true").json()["ticket_forms"]] == ["Main"]
    assert [one["name"] for one in ada.get("ticket_forms", active="false").json()["ticket_forms"]] == ["Off"]
    assert ada.get("ticket_forms", active="perhaps").status_code == 400
    assert ada.get("ticket_forms/show_many").status_code == 400
    assert fault_of(ada.send("delete", f"ticket_forms/{default['id']}", {})) == "default"
    assert fault_of(ada.send("post", "ticket_forms", {"ticket_form": {}})) == "name"
    stray = [{"parent_field_id": 5, "value": "x", "child_fields": [{"id": 6}]}]
    assert (
        fault_of(ada.send("put", f"ticket_forms/{default['id']}", {"ticket_form": {"agent_conditions": stray}}))
        == "agent_conditions"
    )


def test_custom_statuses(ada, cleo):
    sent = {
        "status_category": "pending",
        "agent_label": "Waits for bank",
        "end_user_label": "In progress",
        "description": "Bank only",
    }
    reply = ada.send("post", "custom_statuses.json", {"custom_status": sent})
    status = reply.json()["custom_status"]
    assert (reply.status_code, reply["Location"], status["active"], status["default"]) == (201, status["url"], True, False)
    path = f"custom_statuses/{status['id']}"
    assert ada.send("put", path, {"custom_status": {"default": True}}).json()["custom_status"]["default"] is True
    assert fault_of(ada.send("put", path, {"custom_status": {"status_category": "open"}})) == "status_category"
    assert fault_of(ada.send("post", "custom_statuses", {"custom_status": {"status_category": "closed", "agent_label": "x"}}))
    listed = lambda **query: [one["id"] for one in ada.get("custom_statuses", **query).json()["custom_statuses"]]  # noqa: E731
    assert listed(status_categories="pending,hold", default="true", active="true") == [status["id"]]
    assert listed(status_categories="open") == listed(active="false") == listed(default="false") == []
    assert ada.get("custom_statuses", status_categories="odd").status_code == 400
    seen = cleo.get(path).json()["custom_status"]
    assert (seen["agent_label"], seen["description"]) == ("In progress", "")


def test_forms_and_statuses_beside_tickets(ada, harbor):
    form = form_made(ada)
    status = ada.send("post", "custom_statuses", {"custom_status": {"status_category": "open", "agent_label": "Looked at"}})
    own = status.json()["custom_status"]["id"]
    with harbor.scope():
        number = opened(harbor.cleo).number
    body = {"ticket": {"custom_status_id": own, "ticket_form_id": form["id"]}}
    assert ada.send("put", f"tickets/{number}", body).json()["ticket"]["custom_status_id"] == own
    reply = ada.get("tickets", include="ticket_forms,custom_statuses").json()
    assert [one["id"] for one in reply["ticket_forms"]] == [form["id"]]
    assert [one["id"] for one in reply["custom_statuses"]] == [own]


@pytest.mark.parametrize("name", ["ticket_fields", "ticket_forms", "custom_statuses"])
def test_lists_cost_the_same_for_one_row_and_for_fifty(ada, cleo, harbor, name):
    def more(how_many: int):
        with harbor.scope():
            for n in range(how_many):
                field = TicketField.objects.create(key=f"k{how_many}-{n}", type="tagger", title="T", visible_in_portal=True)
                field.options.create(name="o", value=f"o{how_many}-{n}")
                TicketForm.objects.create(name="F", ticket_field_ids=[field.pk])
                CustomStatus.objects.create(status_category="open", agent_label="S")

    for caller in (ada, cleo):
        more(1)
        caller.get("users/me")
        few = cost_of(lambda caller=caller: caller.get(name))
        more(50)
        assert cost_of(lambda caller=caller: caller.get(name)) == few <= 12
        assert len(caller.get(name).json()[name]) >= 50
        with harbor.scope():
            for model in (TicketField, TicketForm, CustomStatus):
                model.objects.all().delete()
