"""Define fields, forms and statuses."""

import pytest

from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted
from crewdesk.tickets.models import CustomStatus, TicketField, TicketForm
from crewdesk.tickets.operations.definitions import fields, forms, statuses
from crewdesk.tickets.operations.errors import CannotDefine

from .story import BY_WEB

SIZES = [{"name": "Small", "value": "size s", "default": True}, {"name": "Large"}]


def field(by, **attributes) -> TicketField:
    return fields.create_field(by=by, **{"type": "text", "title": "Order", **attributes}, **BY_WEB)


def test_field_with_options(in_harbor):
    size = field(in_harbor.ada, type="tagger", title="Größe", options=SIZES)
    assert (size.key, [(o.value, o.name, o.is_default) for o in size.options.all()]) == (
        "groe", [("size_s", "Small", True), ("large", "Large", False)],
    )  # fmt: skip
    event = Event.objects.get(kind="field.changed")
    assert event.changes["options"] == [[], [["size_s", "Small", True], ["large", "Large", False]]]


def test_another_default_alone_is_on_record(in_harbor):
    size = field(in_harbor.ada, type="tagger", title="Size", options=SIZES)
    small, large = size.options.all()
    options = [{"id": small.pk, "name": "Small", "default": False}, {"id": large.pk, "name": "Large", "default": True}]
    fields.update_field(size, by=in_harbor.ada, options=options, **BY_WEB)
    assert [option.is_default for option in size.options.all()] == [False, True]
    assert [row[2] for row in Event.objects.filter(kind="field.changed").last().changes["options"][1]] == [False, True]


def test_change_is_audited_and_the_type_stays(in_harbor):
    made = field(in_harbor.ada)
    fields.update_field(made, title="Order number", by=in_harbor.ada, **BY_WEB)
    fields.update_field(made, title="Order number", by=in_harbor.ada, **BY_WEB)
    assert [event.changes for event in Event.objects.filter(kind="field.changed").order_by("id")][1:] == [
        {"title": ["Order", "Order number"]}
    ]
    with pytest.raises(TypeError):
        fields.update_field(made, type="date", by=in_harbor.ada, **BY_WEB)


def test_options_are_replaced_and_keep_their_rows(in_harbor):
    size = field(in_harbor.ada, type="tagger", options=SIZES)
    kept = size.options.get(value="large").pk
    fields.update_field(size, options=[{"name": "Very large", "value": "large"}], by=in_harbor.ada, **BY_WEB)
    assert [(o.pk, o.name) for o in size.options.all()] == [(kept, "Very large")]


def test_a_tag_belongs_to_one_field(in_harbor):
    field(in_harbor.ada, type="tagger", options=SIZES)
    field(in_harbor.ada, type="checkbox", tag="box")
    for attempt in (
        {"type": "multiselect", "options": [{"name": "Large"}]},
        {"type": "multiselect", "options": [{"name": "Box"}]},
        {"type": "tagger", "options": [{"name": "A"}, {"name": "a"}]},
        {"type": "tagger", "options": [{"name": "!", "value": "  "}, {"name": ";"}]},
        {"type": "checkbox", "tag": "LARGE"},
    ):
        with pytest.raises(CannotDefine):
            field(in_harbor.ada, **attempt)


@pytest.mark.parametrize(
    "attempt",
    [
        {"type": "wish"}, {"title": "  "},
        {"type": "regexp", "regexp_for_validation": "(a"}, {"type": "lookup"}, {"options": SIZES},
        {"type": "regexp", "regexp_for_validation": "((a{100}){100}){100}"},
        {"type": "tagger", "options": [{"value": "x"}]},
    ],
)  # fmt: skip
def test_unfit_fields(in_harbor, attempt):
    with pytest.raises(CannotDefine):
        field(in_harbor.ada, **attempt)


def test_keys_are_free_and_order_is_set(in_harbor):
    made = [field(in_harbor.ada) for _n in range(3)]
    assert [one.key for one in made] == ["order", "order-2", "order-3"]
    fields.reorder_fields([made[2].pk, made[0].pk], by=in_harbor.ada, **BY_WEB)
    assert [one.key for one in TicketField.objects.all()] == ["order-3", "order", "order-2"]


def test_deactivated_field_is_out_of_use(in_harbor):
    fields.deactivate_field(field(in_harbor.ada), by=in_harbor.ada, **BY_WEB)
    assert TicketField.objects.get().is_active is False


def test_form(in_harbor):
    kind, child = field(in_harbor.ada), field(in_harbor.ada)
    condition = {
        "parent_field_id": kind.pk,
        "value": "x",
        "child_fields": [{"id": child.pk, "is_required": True}],
    }
    ids = [kind.pk, child.pk]
    form = forms.create_form(
        name="A",
        ticket_field_ids=ids,
        agent_conditions=[condition],
        is_default=True,
        by=in_harbor.ada,
        **BY_WEB,
    )
    other = forms.create_form(name="B", is_default=True, by=in_harbor.ada, **BY_WEB)
    form.refresh_from_db()
    assert (form.is_default, other.is_default) == (False, True)
    forms.update_form(form, agent_conditions=[], by=in_harbor.ada, **BY_WEB)
    forms.reorder_forms([other.pk, form.pk], by=in_harbor.ada, **BY_WEB)
    assert [one.name for one in TicketForm.objects.all()] == ["B", "A"]
    forms.deactivate_form(other, by=in_harbor.ada, **BY_WEB)
    assert (other.is_active, other.is_default) == (False, False)


@pytest.mark.parametrize(
    "condition",
    [
        "x", {}, {"parent_field_id": 1, "value": "x", "child_fields": []},
        {"parent_field_id": 1, "value": "x", "child_fields": ["y"]},
        {"parent_field_id": 1, "value": "x", "child_fields": [{"id": 2}]},
        {"parent_field_id": 1, "value": "x", "child_fields": [
            {"id": 1, "required_on_statuses": {"type": "SOMETIMES"}},
        ]},
        {"parent_field_id": 1, "value": "x", "child_fields": [
            {"id": 1, "required_on_statuses": {"type": "SOME_STATUSES", "statuses": ["x"]}},
        ]},
    ],
)  # fmt: skip
def test_conditions_have_the_dialects_shape(in_harbor, condition):
    made = field(in_harbor.ada)
    if isinstance(condition, dict) and "parent_field_id" in condition:
        condition = {**condition, "parent_field_id": made.pk}
    with pytest.raises(CannotDefine):
        forms.create_form(name="A", ticket_field_ids=[made.pk], agent_conditions=[condition], by=in_harbor.ada, **BY_WEB)


def test_form_of_unknown_fields(in_harbor):
    for ids in ([0], ["x"], "x"):
        with pytest.raises(CannotDefine):
            forms.create_form(name="A", ticket_field_ids=ids, by=in_harbor.ada, **BY_WEB)


def test_status(in_harbor):
    status = statuses.create_status(
        status_category="pending", agent_label="At the bank", is_default=True, by=in_harbor.ada, **BY_WEB
    )
    other = statuses.create_status(status_category="pending", agent_label="Asleep", is_default=True, by=in_harbor.ada, **BY_WEB)
    assert CustomStatus.objects.get(is_default=True) == other
    statuses.update_status(status, agent_label="In the bank", by=in_harbor.ada, **BY_WEB)
    statuses.deactivate_status(status, by=in_harbor.ada, **BY_WEB)
    status.refresh_from_db()
    assert (status.agent_label, status.is_active) == ("In the bank", False)
    for attempt in (
        {"status_category": "closed", "agent_label": "x"},
        {"status_category": "open", "agent_label": " "},
    ):
        with pytest.raises(CannotDefine):
            statuses.create_status(by=in_harbor.ada, **attempt, **BY_WEB)


@pytest.mark.parametrize("who", ["lena", "ben", "liv", "cleo"])
def test_admins_only(in_harbor, who):
    made, by = field(None), getattr(in_harbor, who)
    form = forms.create_form(name="A", by=None, **BY_WEB)
    status = statuses.create_status(status_category="open", agent_label="x", by=None, **BY_WEB)
    for attempt in (
        lambda: field(by), lambda: fields.update_field(made, title="x", by=by, **BY_WEB),
        lambda: fields.reorder_fields([made.pk], by=by, **BY_WEB),
        lambda: forms.create_form(name="B", by=by, **BY_WEB),
        lambda: forms.update_form(form, name="x", by=by, **BY_WEB),
        lambda: forms.reorder_forms([form.pk], by=by, **BY_WEB),
        lambda: statuses.create_status(status_category="open", agent_label="y", by=by, **BY_WEB),
        lambda: statuses.update_status(status, agent_label="y", by=by, **BY_WEB),
    ):  # fmt: skip
        with pytest.raises(NotPermitted):
            attempt()
