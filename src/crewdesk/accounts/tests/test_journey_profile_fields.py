"""An admin defines fields in the browser; an agent fills them in, and finds them beside a ticket."""

import pytest
from playwright.sync_api import expect
from testing.browser import DESKTOP, PHONE, assert_accessible, sign_in_page

from crewdesk.accounts.operations.organizations import create_organization
from crewdesk.accounts.operations.profile_fields import TYPES, create_profile_field
from crewdesk.accounts.operations.users import update_user
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket

PLANS = [{"name": "Gold", "value": "gold"}, {"name": "Free", "value": "free"}]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_a_field_is_defined_filled_in_and_seen(new_page, committed_harbor, viewport, scheme):
    cast, said = committed_harbor, {"by": None, "via": Via.SYSTEM, "at": now()}
    page = new_page(viewport=viewport, color_scheme=scheme)
    sign_in_page(page, cast.ada)
    settings = f"/d/{cast.desk.slug}/settings/profile-fields/"

    def look(path: str) -> None:
        page.goto(path)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], path

    look(settings)
    page.get_by_role("link", name="Add a field").first.click()
    page.get_by_role("link", name="Drop-down", exact=True).click()
    page.get_by_label("Name", exact=True).fill("Plan")
    page.get_by_label("Choices").fill("Gold\nFree")
    assert_accessible(page)
    page.get_by_role("button", name="Add", exact=True).press("Enter")
    expect(page.get_by_role("link", name="Plan", exact=True)).to_be_visible()
    with cast.scope():
        others = [create_profile_field(kind="user", type=type, title=f"{type} " * 9, options=PLANS if type in ("tagger", "multiselect") else (),
                                       regexp_for_validation="x", description="Ask for it " * 9, **said) for type in TYPES]  # fmt: skip
        create_profile_field(kind="organization", type="date", title="Renewal", **said)
        company = create_organization(name="Acme", by=None, at=now(), organization_fields={"renewal": "2027-01-31"})
        update_user(cast.cleo, by=None, at=now(), organization=company)
        ticket = create_ticket(requester=cast.cleo, by=None, via=Via.EMAIL, at=now(), said=Said(body="Where?"), subject="Payout")
    for path in ("", "organization/", "user/add/", f"user/{others[0].pk}/", "organization/add/?type=date"):
        look(settings + path)
    sign_in_page(page, cast.ben)
    look(f"/d/{cast.desk.slug}/organizations/{company.pk}/")
    look(f"/d/{cast.desk.slug}/customers/{cast.cleo.pk}/")
    page.get_by_label("Plan").select_option(label="Gold")
    page.get_by_role("button", name="Save", exact=True).click()
    page.goto(f"/d/{cast.desk.slug}/tickets/{ticket.number}/")
    expect(page.locator(".customer-facts")).to_contain_text("Gold")
    expect(page.locator(".customer-facts")).to_contain_text("31, 2027")
    assert_accessible(page)
