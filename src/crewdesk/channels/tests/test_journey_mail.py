"""The pages of this room in a browser: accessible in both themes and widths, and usable without a mouse's finer points."""

import pytest
from playwright.sync_api import expect
from testing.browser import DESKTOP, PHONE, assert_accessible, keep_picture, sign_in_page

from crewdesk.channels.email.tests.conftest import MailDesk, letter
from crewdesk.channels.models import Mailbox, MailHook, MailServer
from crewdesk.channels.operations.servers import make_dkim_key
from crewdesk.core.clock import now

HTML = "From: Shop <no-reply@shop.example>\r\nSubject: Order\r\nAuto-Submitted: auto-generated\r\nContent-Type: text/html\r\n\r\n"
SETTINGS = ["", "addresses/new/", "mailboxes/", "webhooks/", "acknowledgement/"]


@pytest.fixture
def desk(committed_harbor, settings) -> MailDesk:
    settings.MAIL_AUTHSERV_ID = "mx.harbor.example"
    desk = MailDesk(committed_harbor)
    with desk.scope():
        Mailbox.objects.create(
            host="imap.harbor.example",
            username="support@harbor.example",
            problem="The server refuses the sign-in: wrong password",
        )
        make_dkim_key(
            MailServer.objects.create(host="smtp.harbor.example"), domain="harbor.example", selector="crew", by=None, at=now()
        )
        MailHook.objects.create(provider="postmark", secret_hash="x", created_at=now())
    for n in range(3):
        desk.take_in(
            letter(
                to=desk.address,
                subject=f"Out of office: back on Monday ({n})",
                body="I am away until Monday.",
                Auto_Submitted="auto-replied",
            )
        )
    desk.take_in(
        (
            HTML
            + "<h1>Thank you</h1><p>Your order <b>4711</b> is on its way.</p><img src='https://tracker.example/x.png'><script>alert(1)</script>"
        ).encode()
    )
    return desk


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_are_accessible(desk, new_page, viewport, scheme):
    page = new_page(viewport=viewport, color_scheme=scheme)
    sign_in_page(page, desk.ada)
    root = f"/d/{desk.cast.desk.slug}"
    for path in [f"{root}/settings/mail/{name}" for name in SETTINGS] + [f"{root}/suspended/"]:
        page.goto(path)
        keep_picture(
            page, f"{path.strip('/').replace('/', '-').partition('-settings-')[2] or 'suspended'}-{scheme}-{viewport['width']}"
        )
        assert_accessible(page)
    page.locator(".row-title").first.click()
    expect(page.locator("iframe.message-frame")).to_be_visible()
    keep_picture(page, f"suspended-one-{scheme}-{viewport['width']}")
    assert_accessible(page)


def test_messages_are_chosen_and_recovered(desk, page):
    sign_in_page(page, desk.ben)
    page.goto(f"/d/{desk.cast.desk.slug}/suspended/")
    page.get_by_label("Choose all on this page").check()
    expect(page.locator('input[name="pk"]:checked')).to_have_count(4)
    page.locator('input[name="pk"]').first.uncheck()
    page.get_by_role("button", name="Recover").click()
    expect(page.locator('input[name="pk"]')).to_have_count(1)
    expect(page.locator("body")).to_contain_text("3 messages are recovered")


def test_criterion_27_preview_runs_and_loads_nothing(desk, page):
    """Nothing of the message runs, and its picture is not asked for."""
    asked, dialogs = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    sign_in_page(page, desk.ben)
    page.goto(f"/d/{desk.cast.desk.slug}/suspended/")
    page.locator(".row-title", has_text="Order").click()
    expect(page.frame_locator("iframe.message-frame").locator("body")).to_contain_text("4711")
    assert dialogs == []
    assert not [url for url in asked if "tracker.example" in url]
