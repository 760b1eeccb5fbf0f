"""Custom fields: values by type, tags both ways, forms."""

import time

import pytest

from crewdesk.core.operations import NotPermitted
from crewdesk.tickets.models import FieldOption, TicketField
from crewdesk.tickets.operations.audit import with_wordings
from crewdesk.tickets.operations.definitions.fields import create_field
from crewdesk.tickets.operations.definitions.forms import create_form
from crewdesk.tickets.operations.errors import CannotUpdate
from crewdesk.tickets.search.query import find

from .story import BY_WEB, answered, changed, last_event, opened, statements_of

SIZES = [{"name": "Small", "value": "size_s"}, {"name": "Large", "value": "size_l"}]


def field(type: str, **attributes) -> TicketField:
    return create_field(type=type, title=attributes.pop("title", type.title()), by=None, **attributes, **BY_WEB)


@pytest.fixture
def ticket(in_harbor):
    return opened(in_harbor.cleo)


def put(ticket, by, field: TicketField, value) -> object:
    """Set the field and return what is kept."""
    changed(ticket, by, custom_fields={field.pk: value})
    ticket.refresh_from_db()
    return ticket.custom_fields.get(str(field.pk))


@pytest.mark.parametrize(
    ("type", "raw", "kept"),
    [
        ("text", "one\ntwo\x00", "one two"),
        ("textarea", "one\ntwo", "one\ntwo"),
        ("text", 12, "12"),
        ("integer", "42", 42),
        ("integer", -7, -7),
        ("integer", "1e3", 1000),
        ("decimal", "12.50", "12.50"),
        ("decimal", 0.1, "0.1"),
        ("date", "2026-05-31", "2026-05-31"),
        ("date", "2026-05-31T10:00:00Z", "2026-05-31"),
        ("checkbox", "true", True),
        ("checkbox", False, False),
        ("text", "", None),
        ("integer", None, None),
    ],
)
def test_values(in_harbor, ticket, type, raw, kept):
    assert put(ticket, in_harbor.ben, field(type), raw) == kept


@pytest.mark.parametrize(
    ("type", "raw"),
    [
        ("text", {"a": 1}), ("integer", "1.5"), ("integer", True), ("integer", "9" * 30), ("integer", "NaN"),
        ("decimal", "1e999999"),
        ("decimal", "x"), ("decimal", "Infinity"), ("date", "31.05.2026"), ("date", "2026-02-30"),
        ("checkbox", "maybe"), ("lookup", "x"),
    ],
)  # fmt: skip
def test_values_that_do_not_fit(in_harbor, ticket, type, raw):
    made = field(type, **({"lookup_target": "user"} if type == "lookup" else {}))
    with pytest.raises(CannotUpdate) as refusal:
        put(ticket, in_harbor.ben, made, raw)
    assert (refusal.value.field, made.title in refusal.value.message) == (f"custom_fields.{made.pk}", True)
    assert ticket.custom_fields == {}


@pytest.mark.parametrize("unknown", [999_999_999, "abc", "9" * 25, "", "１"])
def test_unknown_field(in_harbor, ticket, unknown):
    with pytest.raises(CannotUpdate) as refusal:
        changed(ticket, in_harbor.ben, custom_fields={unknown: "x"})
    assert refusal.value.field == f"custom_fields.{unknown}"


def test_pattern(in_harbor, ticket):
    made = field("regexp", regexp_for_validation=r"^[A-Z]{2}-\d+$")
    assert put(ticket, in_harbor.ben, made, "AB-12") == "AB-12"
    with pytest.raises(CannotUpdate):
        put(ticket, in_harbor.ben, made, "ab-12")


def test_pattern_cannot_hang_the_desk(in_harbor, ticket):
    made = field("regexp", regexp_for_validation=r"^(a+)+$")
    began = time.process_time()
    with pytest.raises(CannotUpdate):
        put(ticket, in_harbor.ben, made, "a" * 4_000 + "b")
    assert time.process_time() - began < 1


def test_lookup(harbor, meridian):
    with meridian.scope():
        stranger = opened(meridian.carl)
    with harbor.scope():
        ticket, made = opened(harbor.cleo), field("lookup", lookup_target="ticket")
        other = opened(harbor.cleo)
        assert put(ticket, harbor.ben, made, other.pk) == other.pk
        for missing in (stranger.pk, 0):
            with pytest.raises(CannotUpdate):
                put(ticket, harbor.ben, made, missing)
        harbor.lena.ticket_restriction = "assigned"
        with pytest.raises(CannotUpdate):
            put(ticket, harbor.lena, made, ticket.pk)


def test_choice_is_a_tag_both_ways(in_harbor, ticket):
    size = field("tagger", options=SIZES)
    changed(ticket, in_harbor.ben, tags=["vip"], custom_fields={size.pk: "size_s"})
    assert ticket.tags == ["size_s", "vip"]
    changed(ticket, in_harbor.ben, custom_fields={size.pk: "size_l"})
    assert ticket.tags == ["size_l", "vip"]
    changed(ticket, in_harbor.ben, remove_tags=["size_l"])
    assert (ticket.tags, ticket.custom_fields) == (["vip"], {})
    diff = changed(ticket, in_harbor.ben, add_tags=["size_s"])
    assert (diff["custom_fields"], ticket.tags) == ([{}, {str(size.pk): "size_s"}], ["size_s", "vip"])
    changed(ticket, in_harbor.ben, add_tags=["size_l"])
    assert (ticket.tags, ticket.custom_fields) == (["size_l", "vip"], {str(size.pk): "size_l"})
    with pytest.raises(CannotUpdate):
        put(ticket, in_harbor.ben, size, "size_xl")


def test_choices_and_boxes_are_tags_both_ways(in_harbor, ticket):
    colours = field("multiselect", options=[{"name": "Red"}, {"name": "Blue"}])
    box = field("checkbox", tag="urgent_box")
    changed(ticket, in_harbor.ben, custom_fields={colours.pk: ["blue", "red"], box.pk: True})
    assert (ticket.tags, ticket.custom_fields[str(colours.pk)]) == (
        ["blue", "red", "urgent_box"],
        ["red", "blue"],
    )
    changed(ticket, in_harbor.ben, tags=["red"])
    assert (ticket.custom_fields, ticket.tags) == ({str(colours.pk): ["red"]}, ["red"])
    changed(ticket, in_harbor.ben, add_tags=["blue", "urgent_box"])
    assert ticket.custom_fields == {str(colours.pk): ["red", "blue"], str(box.pk): True}


def test_events_hold_choices_but_no_free_values(in_harbor, ticket):
    size, iban = field("tagger", options=SIZES), field("text")
    changed(ticket, in_harbor.ben, custom_fields={size.pk: "size_s", iban.pk: "DE02 zanzibar"})
    changed(ticket, in_harbor.ben, custom_fields={iban.pk: "DE03"})
    event = last_event("ticket.updated", ticket)
    assert "DE0" not in str(event.changes)
    assert with_wordings([event])[0]["custom_fields"] == [
        {str(iban.pk): "DE02 zanzibar"},
        {str(iban.pk): "DE03"},
    ]


def test_search_by_field(in_harbor, ticket):
    size, code = field("tagger", options=SIZES), field("text")
    changed(ticket, in_harbor.ben, custom_fields={size.pk: "size_s", code.pk: "Straße 7"})
    opened(in_harbor.cleo)
    for text in (
        f"custom_field_{size.pk}:size_s",
        f'custom_field_{code.pk}:"strasse 7"',
        'fieldvalue:"Straße 7"',
        f"-custom_field_{size.pk}:size_l #1",
    ):
        assert [row.pk for row in find(in_harbor.ben, text).rows] == [ticket.pk], text
    assert find(in_harbor.ben, f"custom_field_{code.pk}:size_s").rows == []
    changed(ticket, in_harbor.ben, custom_fields={code.pk: None})
    assert find(in_harbor.ben, 'fieldvalue:"Straße 7"').rows == []


def test_customer_sets_what_the_portal_offers(in_harbor):
    inner, outer = field("text"), field("text", visible_in_portal=True, editable_in_portal=True)
    cleo = in_harbor.cleo
    assert opened(cleo, by=cleo, via="web", custom_fields={outer.pk: "x"}).custom_fields == {str(outer.pk): "x"}
    with pytest.raises(CannotUpdate):
        opened(cleo, by=cleo, custom_fields={inner.pk: "x"})
    outer.required_in_portal = True
    outer.save()
    with pytest.raises(CannotUpdate) as refusal:
        opened(cleo, by=cleo, via="web")
    assert refusal.value.code == "BlankValue"
    for sender in (cleo, None):
        assert opened(cleo, by=sender, via="email").custom_fields == {}


def test_zero_is_an_answer_and_an_empty_tick_is_none(in_harbor):
    portal = {"visible_in_portal": True, "editable_in_portal": True, "required_in_portal": True}
    many, cleo = field("integer", **portal), in_harbor.cleo
    assert opened(cleo, by=cleo, via="web", custom_fields={many.pk: 0}).custom_fields == {str(many.pk): 0}
    tick = field("checkbox", **portal)
    with pytest.raises(CannotUpdate):
        opened(cleo, by=cleo, via="web", custom_fields={many.pk: 0, tick.pk: False})


def test_required_to_solve(in_harbor, ticket):
    cause = field("text", title="Cause", required=True)
    with pytest.raises(CannotUpdate, match="Cause"):
        answered(ticket, in_harbor.ben, status="solved")
    assert ticket.comments.count() == 1
    answered(ticket, in_harbor.ben, status="pending")
    answered(ticket, in_harbor.ben, status="solved", custom_fields={cause.pk: "bank"})
    assert ticket.status == "solved"


def test_form_conditions_hold_on_the_server(in_harbor, ticket):
    kind = field("tagger", options=[{"name": "Refund"}, {"name": "Other"}])
    amount, bank = field("decimal", title="Amount"), field("text", title="Bank", required=True)
    on_pending = {"type": "SOME_STATUSES", "statuses": ["pending"]}
    condition = {"parent_field_id": kind.pk, "value": "refund", "child_fields": [
        {"id": amount.pk, "is_required": True, "required_on_statuses": on_pending},
        {"id": bank.pk, "is_required": False},
    ]}  # fmt: skip
    ids = [kind.pk, amount.pk, bank.pk]
    form = create_form(name="Money", ticket_field_ids=ids, agent_conditions=[condition], by=None, **BY_WEB)
    changed(ticket, in_harbor.ben, form=form, custom_fields={kind.pk: "refund"})
    with pytest.raises(CannotUpdate, match="Amount"):
        changed(ticket, in_harbor.ben, status="pending")
    changed(ticket, in_harbor.ben, status="pending", custom_fields={amount.pk: "5"})
    with pytest.raises(CannotUpdate, match="Bank"):
        changed(ticket, in_harbor.ben, status="solved")
    changed(ticket, in_harbor.ben, status="solved", custom_fields={kind.pk: "other"})
    assert ticket.status == "solved"


def test_customers_form(in_harbor):
    portal = {"visible_in_portal": True, "editable_in_portal": True}
    has_order, order = field("checkbox", **portal), field("text", title="Order", **portal)
    condition = {
        "parent_field_id": has_order.pk,
        "value": "true",
        "child_fields": [{"id": order.pk, "is_required": True}],
    }
    form = create_form(
        name="Orders",
        ticket_field_ids=[has_order.pk, order.pk],
        end_user_conditions=[condition],
        by=None,
        **BY_WEB,
    )
    cleo = in_harbor.cleo
    opened(cleo, by=cleo, via="web", form=form)
    with pytest.raises(CannotUpdate, match="Order"):
        opened(cleo, by=cleo, via="web", form=form, custom_fields={has_order.pk: True})
    opened(cleo, by=cleo, via="web", form=form, custom_fields={has_order.pk: True, order.pk: "17"})


def test_query_budget_without_fields(in_harbor, ticket):
    """Savepoint, lock, ticket, event, release: nobody pays for fields who sets none."""
    assert statements_of(lambda: changed(ticket, in_harbor.ben, status="pending")) == 5


def test_nobody_else_sets_fields(in_harbor, ticket):
    with pytest.raises(NotPermitted):
        put(ticket, in_harbor.liv, field("text"), "x")
    assert FieldOption.objects.count() == 0
