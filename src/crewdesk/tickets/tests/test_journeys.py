"""The workspace as somebody uses it: in a real browser, against the real servers."""

import re

import pytest
from playwright.sync_api import Page, expect
from testing.browser import PHONE, assert_accessible, sign_in_page

from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket
from crewdesk.tickets.operations.reply import reply
from crewdesk.tickets.operations.update import update_ticket

WIDE = {"width": 1600, "height": 900}
# A public reply is held for five seconds.
SENT_WITHIN = 12_000
LIVE_WITHIN = 8_000


@pytest.fixture
def desk(committed_harbor):
    """The desk's address, with its people."""
    committed_harbor.address = f"/d/{committed_harbor.desk.slug}/tickets/"
    return committed_harbor


def mail(desk, subject="Late payout", body="Where is my payout?", **more):
    """A customer's mail becomes a ticket."""
    with desk.scope():
        said = more.pop("said", Said(body=body))
        return create_ticket(requester=desk.cleo, by=None, via=Via.EMAIL, at=now(), subject=subject, said=said, **more)


def open_page(page: Page, desk, member, path: str = "") -> Page:
    sign_in_page(page, member)
    page.goto(desk.address + path)
    return page


def write(page: Page, text: str) -> None:
    """Wait for the editor, and type into it."""
    editor = page.locator("#composer .ProseMirror")
    expect(editor).to_be_visible()
    editor.click()
    page.keyboard.type(text)


def messages(page: Page):
    return page.locator(".message")


def test_a_customers_mail_appears_in_an_open_list(page, desk):
    first = mail(desk, "The first one")
    open_page(page, desk, desk.ben, "view/unsolved/")
    expect(page.locator("crew-live[state=live]")).to_be_attached(timeout=LIVE_WITHIN)
    mail(desk, "The second one")
    fresh = page.get_by_role("button", name="1 new ticket")
    expect(fresh).to_be_visible(timeout=LIVE_WITHIN)
    assert page.get_by_text("The second one").count() == 0, "rows must not jump under the reader's hand"
    fresh.click()
    expect(page.get_by_text("The second one")).to_be_visible()
    with desk.scope():
        update_ticket(first, by=desk.lena, via=Via.WEB, at=now(), changes={"subject": "Another name"})
    expect(page.get_by_text("Another name")).to_be_visible(timeout=LIVE_WITHIN)


def test_an_agent_answers_with_the_keyboard_alone(page, desk):
    mail(desk)
    open_page(page, desk, desk.ben, "view/unsolved/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("#composer .ProseMirror")).to_be_visible()
    page.keyboard.press("r")
    expect(page.locator("#composer .ProseMirror")).to_be_focused()
    page.keyboard.type("It left our bank today.")
    page.keyboard.press("Control+Shift+S")
    expect(page.get_by_text("Sending…")).to_be_visible()
    expect(messages(page)).to_have_count(2, timeout=SENT_WITHIN)
    expect(page.locator(".ticket-head .status")).to_contain_text("Solved")
    expect(page.locator("#composer .ProseMirror")).to_have_text("")


@pytest.mark.parametrize(("status", "chosen"), [("open", "Submit as Open"), ("pending", "Submit as Pending")])
def test_the_status_of_the_button_goes_with_a_reply_sent_by_mouse(page, desk, status, chosen):
    ticket = mail(desk)
    open_page(page, desk, desk.ben, f"{ticket.number}/")
    write(page, "It left our bank today.")
    if status != "open":
        page.get_by_role("button", name="Submit with another status").click()
    page.locator("#composer [name=status]:visible").filter(has_text=chosen).first.click()
    page.get_by_role("button", name="Send now").click()
    expect(messages(page)).to_have_count(2, timeout=SENT_WITHIN)
    with desk.scope():
        ticket.refresh_from_db()
        assert ticket.status == status


def test_sending_can_be_undone(page, desk):
    ticket = mail(desk)
    open_page(page, desk, desk.ben, f"{ticket.number}/")
    write(page, "Too early")
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Undo", exact=True).click()
    expect(page.locator("#composer .ProseMirror")).to_have_text("Too early")
    page.wait_for_timeout(6_000)
    with desk.scope():
        assert ticket.comments.count() == 1


def test_a_page_that_is_left_while_it_holds_a_reply_sends_it(page, desk):
    ticket = mail(desk)
    open_page(page, desk, desk.ben, f"{ticket.number}/")
    write(page, "On its way")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("Sending…")).to_be_visible()
    page.goto(desk.address)
    page.goto(f"{desk.address}{ticket.number}/")
    expect(messages(page)).to_have_count(2, timeout=SENT_WITHIN)


def test_a_draft_survives_a_reload(page, desk):
    ticket = mail(desk)
    open_page(page, desk, desk.ben, f"{ticket.number}/")
    page.keyboard.press("i")
    write(page, "Half a thought")
    expect(page.locator("[data-state]")).to_contain_text("Draft saved")
    page.reload()
    expect(page.locator("#composer .ProseMirror")).to_have_text("Half a thought")
    expect(page.locator("#composer")).to_have_class(re.compile("is-internal"))


def test_a_stale_reply_is_told_what_changed(page, desk):
    ticket = mail(desk)
    open_page(page, desk, desk.ben, f"{ticket.number}/")
    write(page, "My answer")
    page.keyboard.press("Control+Enter")
    with desk.scope():
        reply(
            ticket,
            by=desk.lena,
            said=Said(body="I have it.", public=False),
            via=Via.WEB,
            at=now(),
            changes={"priority": "urgent"},
        )
    page.get_by_role("button", name="Send now").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Something changed while you wrote")
    expect(dialog).to_contain_text("I have it.")
    expect(dialog).to_contain_text("Urgent")
    dialog.get_by_role("button", name="Send anyway").click()
    expect(messages(page)).to_have_count(3, timeout=SENT_WITHIN)
    expect(messages(page).last).to_contain_text("My answer")


def test_an_open_ticket_shows_what_others_do(new_page, desk):
    ticket = mail(desk)
    ben, lena = new_page(), new_page()
    open_page(ben, desk, desk.ben, f"{ticket.number}/")
    open_page(lena, desk, desk.lena, f"{ticket.number}/")
    expect(ben.get_by_text("Lena is here too")).to_be_visible(timeout=LIVE_WITHIN)
    write(lena, "Let me")
    expect(ben.get_by_text("Lena is typing…")).to_be_visible(timeout=LIVE_WITHIN)
    with desk.scope():
        reply(ticket, by=desk.cleo, said=Said(body="Are you there?"), via=Via.EMAIL, at=now(), changes=None)
    expect(ben.get_by_text("Are you there?")).to_be_visible(timeout=LIVE_WITHIN)
    expect(lena.locator("#composer .ProseMirror")).to_have_text("Let me")


def test_many_are_solved_at_once(page, desk):
    tickets = [mail(desk, f"Number {number}") for number in range(3)]
    open_page(page, desk, desk.ben, "view/new/")
    boxes = page.locator("input[name=number]")
    boxes.first.check()
    boxes.last.click(modifiers=["Shift"])
    expect(page.locator("[data-count]")).to_have_text("3 selected")
    page.keyboard.press("s")
    expect(page.get_by_text("3 tickets changed")).to_be_visible()
    with desk.scope():
        for ticket in tickets:
            ticket.refresh_from_db()
    assert {ticket.status for ticket in tickets} == {"solved"}


def test_a_ticket_opens_at_the_end_of_its_conversation(page, desk):
    ticket = mail(desk)
    with desk.scope():
        for number in range(8):
            said = Said(html_body=f"<table><tr><td>{number}<br><br><br><br><br><br><br><br></td></tr></table>")
            reply(ticket, by=desk.cleo, said=said, via=Via.EMAIL, at=now())
    open_page(page, desk, desk.ben, f"{ticket.number}/")
    expect(page.locator("#composer .ProseMirror")).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(messages(page).last).to_be_in_viewport()


def test_wide_screens_show_the_ticket_beside_its_list(new_page, committed, desk):
    ticket = mail(desk)
    page = open_page(new_page(viewport=WIDE), desk, desk.ben, "view/unsolved/")
    page.get_by_text("Late payout").click()
    expect(page.locator("ticket-page")).to_be_visible()
    expect(page.locator(".ticket-row[aria-current]")).to_be_visible()
    assert page.url.endswith(f"{desk.address}{ticket.number}/?view=unsolved")
    expect(page.locator("#side-pane")).to_contain_text("Assignee")
    page.go_back()
    expect(page.locator("ticket-page")).to_have_count(0)


def test_phones_show_one_thing_at_a_time(new_page, committed, desk):
    mail(desk)
    page = open_page(new_page(viewport=PHONE), desk, desk.ben, "view/unsolved/")
    page.get_by_text("Late payout").click()
    expect(page.locator("#composer")).to_be_visible()
    expect(page.locator("#list-pane")).to_be_hidden()
    page.get_by_role("button", name="Ticket details").click()
    expect(page.locator("#properties")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_everything_essential_works_without_scripts(new_page, committed, desk):
    ticket = mail(desk)
    page = open_page(new_page(java_script_enabled=False), desk, desk.ben, "view/unsolved/")
    page.get_by_text("Late payout").click()
    page.get_by_label("Message", exact=True).fill("A plain answer")
    page.get_by_role("button", name="Submit as Open").click()
    expect(page.get_by_text("A plain answer")).to_be_visible()
    page.get_by_label("Priority").select_option("high")
    page.locator("#properties").get_by_role("button", name="Save").click()
    expect(page.get_by_label("Priority")).to_have_value("high")
    with desk.scope():
        ticket.refresh_from_db()
        assert (ticket.status, ticket.priority) == ("open", "high")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_axe_finds_nothing(new_page, committed, desk, scheme, viewport):
    ticket = mail(desk, said=Said(html_body="<table><tr><td>Rich</td></tr></table>"))
    with desk.scope():
        reply(
            ticket,
            by=desk.lena,
            said=Said(body="Mind the bank.", public=False),
            via=Via.WEB,
            at=now(),
            changes={"priority": "high", "add_tags": ["bank"]},
        )
    page = new_page(viewport=viewport, color_scheme=scheme)
    for path in ("view/unsolved/", f"{ticket.number}/", "new/", "search/?q=payout", "search/?q=status:bananas", "view/mine/"):
        open_page(page, desk, desk.ben, path)
        page.wait_for_load_state("networkidle")
        assert_accessible(page)
