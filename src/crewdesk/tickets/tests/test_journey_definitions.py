"""An admin makes a field, a form and a condition in the browser; an agent meets them on a ticket."""

import pytest
from playwright.sync_api import expect
from testing.browser import DESKTOP, PHONE, assert_accessible, sign_in_page

from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.tickets.models import TicketForm
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket
from crewdesk.tickets.operations.definitions.fields import create_field
from crewdesk.tickets.operations.definitions.forms import create_form


def settings(cast) -> str:
    return f"/d/{cast.desk.slug}/settings/tickets/"


def test_a_condition_made_by_an_admin_holds_on_a_ticket(page, committed_harbor):
    cast = committed_harbor
    sign_in_page(page, cast.ada)
    for type, title, options in (("Drop-down", "Bank", "Old bank\nNew bank"), ("Text", "Branch", "")):
        page.goto(f"{settings(cast)}fields/add/")
        page.get_by_role("link", name=type, exact=True).click()
        page.get_by_label("Name", exact=True).fill(title)
        if options:
            page.get_by_label("Choices").fill(options)
        page.get_by_role("button", name="Add", exact=True).click()
    page.goto(f"{settings(cast)}forms/add/")
    page.get_by_label("Name", exact=True).fill("Payout")
    page.get_by_label("Bank").check()
    page.get_by_label("Branch").check()
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Payout").click()
    page.get_by_label("When").select_option(label="Bank is Old bank")
    page.get_by_label("Branch").last.check()
    page.get_by_role("button", name="Add the condition").click()
    expect(page.get_by_text("When Bank is Old bank, show")).to_be_visible()
    with cast.scope():
        said, form = Said(body="Where is it?"), TicketForm.objects.get()
        ticket = create_ticket(requester=cast.cleo, by=None, via=Via.EMAIL, at=now(), said=said, subject="Payout", form=form)
    page.goto(f"/d/{cast.desk.slug}/tickets/{ticket.number}/")
    expect(page.get_by_label("Branch")).to_have_count(0)
    page.locator("#properties").get_by_label("Bank").select_option("old_bank")
    expect(page.get_by_label("Branch")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing(new_page, committed_harbor, scheme, viewport):
    cast, by = committed_harbor, {"by": None, "via": Via.WEB, "at": now()}
    with cast.scope():
        bank = create_field(type="tagger", title="Bank", options=[{"name": "Old bank"}, {"name": "New bank"}], **by)
        branch = create_field(type="text", title="Branch of the bank, in the customer's own words " * 2, **by)
        shown = {"parent_field_id": bank.pk, "value": "old_bank", "child_fields": [{"id": branch.pk, "is_required": True}]}
        form = create_form(name="Payout", ticket_field_ids=[bank.pk, branch.pk], agent_conditions=[shown], **by)
    page = new_page(viewport=viewport, color_scheme=scheme)
    sign_in_page(page, cast.ada)
    for path in (
        "",
        "fields/add/",
        "fields/add/?type=tagger",
        f"fields/{bank.pk}/",
        "forms/",
        f"forms/{form.pk}/",
        "statuses/",
        "statuses/add/",
    ):
        page.goto(settings(cast) + path)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], path
