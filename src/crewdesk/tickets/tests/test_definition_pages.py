"""The settings of fields, forms and statuses, by HTTP."""

import pytest
from django.urls import reverse

from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.tickets.models import CustomStatus, FieldType, TicketField, TicketForm
from crewdesk.tickets.operations.definitions.fields import create_field
from crewdesk.tickets.operations.definitions.forms import create_form

PAGES = ["field-list", "field-create", "form-list", "form-create", "status-list", "status-create"]
BANK = {"title": "Bank", "options": "Old bank = old_bank\nNew bank"}


def url(harbor, name, **keys) -> str:
    return reverse(f"tickets:{name}", kwargs={"desk": harbor.desk.slug, **keys})


def make_field(harbor, type="tagger", **facts) -> TicketField:
    facts = {"title": "Bank", **facts}
    if type == "tagger":
        facts.setdefault("options", [{"name": "Old bank", "value": "old_bank", "default": True}, {"name": "New bank"}])
    return create_field(type=type, by=harbor.ada, via=Via.WEB, at=now(), **facts)


@pytest.fixture
def ada(in_harbor, sign_in):
    return sign_in(in_harbor.ada)


@pytest.fixture
def form(in_harbor):
    """A form of the fields Bank (drop-down), Account and Branch."""
    fields = [
        make_field(in_harbor),
        make_field(in_harbor, "text", title="Account"),
        make_field(in_harbor, "text", title="Branch"),
    ]
    ids = [field.pk for field in fields]
    return create_form(name="Payout", ticket_field_ids=ids, by=in_harbor.ada, via=Via.WEB, at=now())


@pytest.mark.parametrize("name", PAGES)
def test_page_opens_for_admins_alone(in_harbor, ada, sign_in, name):
    assert ada.get(url(in_harbor, name)).status_code == 200
    assert {sign_in(member).get(url(in_harbor, name)).status_code for member in (in_harbor.lena, in_harbor.ben)} == {403}


@pytest.mark.parametrize("type", FieldType.values)
def test_a_field_of_every_type_is_made_and_opened_again(in_harbor, ada, type):
    facts = {
        "tagger": BANK, "multiselect": BANK, "regexp": {"regexp_for_validation": "PO-[0-9]{7}"}, "lookup": {"lookup_target": "ticket"},
    }  # fmt: skip
    answer = ada.post(f"{url(in_harbor, 'field-create')}?type={type}", {"title": "Bank", "required": "on"} | facts.get(type, {}))
    assert answer.status_code == 302
    row = TicketField.objects.get()
    assert (row.type, row.title, row.required, row.is_active, row.visible_in_portal) == (type, "Bank", True, True, False)
    assert "Bank" in ada.get(url(in_harbor, "field-update", pk=row.pk)).content.decode()


def test_choices_keep_their_tags_when_they_are_renamed(in_harbor, ada):
    row = make_field(in_harbor)
    page = ada.get(url(in_harbor, "field-update", pk=row.pk)).content.decode()
    assert "Old bank = old_bank\nNew bank = new_bank" in page
    lines = "The old bank = old_bank\nNew bank = new_bank\n\n Third "
    ada.post(url(in_harbor, "field-update", pk=row.pk), BANK | {"options": lines, "is_active": "on", "required_in_portal": "on"})
    row = TicketField.objects.prefetch_related("options").get()
    assert [(each.name, each.value, each.is_default) for each in row.options.all()] == [
        ("The old bank", "old_bank", True), ("New bank", "new_bank", False), ("Third", "third", False),
    ]  # fmt: skip
    assert (row.required_in_portal, row.editable_in_portal, row.visible_in_portal) == (True, True, True)


@pytest.mark.parametrize(
    ("type", "facts", "said"),
    [
        ("tagger", {"options": "Same = one\nOther = one"}, "a tag of its own"),
        ("tagger", {"options": "x" * 121}, "too long"),
        ("tagger", {"options": " "}, "This field is required"),
        ("regexp", {"regexp_for_validation": "PO-["}, 'role="alert"|errorlist'),
        ("text", {"title": " "}, "This field is required"),
    ],
)
def test_mistakes_are_told_and_nothing_is_lost_or_made(in_harbor, ada, type, facts, said):
    answer = ada.post(
        f"{url(in_harbor, 'field-create')}?type={type}", {"title": "Bank", "agent_description": "Ask twice"} | facts
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert any(word in page for word in said.split("|")), page
    assert "Ask twice" in page
    assert not TicketField.objects.exists()


def test_fields_are_put_in_order(in_harbor, ada):
    first, second = make_field(in_harbor, "text", title="First"), make_field(in_harbor, "text", title="Second")
    ada.post(url(in_harbor, "field-move", pk=second.pk), {"to": "up"})
    assert list(TicketField.objects.values_list("pk", flat=True)) == [second.pk, first.pk]
    ada.post(url(in_harbor, "field-move", pk=second.pk), {"to": "up"})
    assert list(TicketField.objects.values_list("pk", flat=True)) == [second.pk, first.pk]


def test_a_form_is_made_changed_and_put_in_order(in_harbor, ada, form):
    bank, account, branch = form.ticket_field_ids
    ada.post(url(in_harbor, "form-create"), {"name": "Tax", "ticket_field_ids": [branch, bank]})
    assert TicketForm.objects.get(name="Tax").ticket_field_ids == [bank, branch]
    ada.post(url(in_harbor, "form-move", pk=form.pk), {"field": branch, "to": "up"})
    form.refresh_from_db()
    assert form.ticket_field_ids == [bank, branch, account]
    ada.post(
        url(in_harbor, "form-update", pk=form.pk), {"name": "Payouts", "ticket_field_ids": [account, branch], "is_active": "on"}
    )
    form.refresh_from_db()
    assert (form.name, form.ticket_field_ids, form.is_active, form.end_user_visible) == (
        "Payouts",
        [branch, account],
        True,
        False,
    )


def test_a_condition_shows_a_field_to_agents_only_when_it_holds(in_harbor, ada, form):
    bank, account, branch = form.ticket_field_ids
    add = url(in_harbor, "condition-create", pk=form.pk)
    facts = {"audience": "agent_conditions", "when": f"{bank}:old_bank", "required": "to_solve"}
    assert ada.post(add, facts | {"show": account}).status_code == 302
    ada.post(add, facts | {"show": branch, "required": "always"})
    form.refresh_from_db()
    [condition] = form.agent_conditions
    assert (condition["parent_field_id"], condition["value"]) == (bank, "old_bank")
    assert [(child["id"], child["required_on_statuses"]["type"]) for child in condition["child_fields"]] == [
        (account, "SOME_STATUSES"), (branch, "ALL_STATUSES"),
    ]  # fmt: skip
    page = ada.get(url(in_harbor, "form-update", pk=form.pk)).content.decode()
    assert "needed to solve" in page
    assert "always needed" in page
    key = {"audience": "agent_conditions", "key": f"{bank}:old_bank"}
    ada.post(url(in_harbor, "condition-remove", pk=form.pk), key)
    form.refresh_from_db()
    assert form.agent_conditions == []


def test_a_field_cannot_decide_about_itself(in_harbor, ada, form):
    answer = ada.post(
        url(in_harbor, "condition-create", pk=form.pk),
        {"audience": "agent_conditions", "when": f"{form.ticket_field_ids[0]}:old_bank", "show": form.ticket_field_ids[0], "required": "never"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "decide whether it is shown itself" in answer.content.decode()


def test_a_field_that_a_condition_needs_stays_in_the_form(in_harbor, ada, form):
    bank, account, _branch = form.ticket_field_ids
    facts = {"audience": "end_user_conditions", "when": f"{bank}:old_bank", "show": account, "required": "never"}
    ada.post(url(in_harbor, "condition-create", pk=form.pk), facts)
    answer = ada.post(
        url(in_harbor, "form-update", pk=form.pk), {"name": "Payout", "ticket_field_ids": [account], "is_active": "on"}
    )
    assert answer.status_code == 422
    assert "A condition speaks of Bank" in answer.content.decode()
    form.refresh_from_db()
    assert len(form.ticket_field_ids) == 3


def test_a_status_is_made_offered_and_taken_out_of_use(in_harbor, ada):
    ada.post(url(in_harbor, "status-create"), {"status_category": "hold", "agent_label": "Waiting for the bank"})
    row = CustomStatus.objects.get()
    assert (row.status_category, row.is_active) == ("hold", True)
    assert "Waiting for the bank" in ada.get(url(in_harbor, "status-list")).content.decode()
    ada.post(url(in_harbor, "status-update", pk=row.pk), {"agent_label": "With the bank"})
    row.refresh_from_db()
    assert (row.agent_label, row.status_category, row.is_active) == ("With the bank", "hold", False)
    assert ada.post(url(in_harbor, "status-create"), {"status_category": "closed", "agent_label": "No"}).status_code == 422
