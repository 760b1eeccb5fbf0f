"""Webhooks and the files of suspended mail in a browser: only the fields that belong to what is chosen, accessible in both themes and widths."""

import pytest
from playwright.sync_api import expect
from testing.browser import DESKTOP, PHONE, assert_accessible, give_password_in, keep_picture, sign_in_page

from crewdesk.channels.email.tests.conftest import MailDesk
from crewdesk.channels.models import Webhook
from crewdesk.channels.webhooks.credentials import SignIn, credentials_of
from crewdesk.channels.webhooks.operations import create_webhook
from crewdesk.core.clock import now

from .test_suspended_files import away_with_files

LOOKS = [(DESKTOP, "light"), (PHONE, "dark")]
SENT = {
    "method": "POST", "url": "https://mirror.example/hook?with=a-rather-long-query-that-does-not-fit-into-one-line-of-a-telephone",
    "format": "form_encoded",
    "headers": {"Content-Type": "application/x-www-form-urlencoded", "Authorization": "********", "X-Crewdesk-Signature": "********"},
}  # fmt: skip


@pytest.fixture
def webhook(committed_harbor) -> Webhook:
    with committed_harbor.scope():
        webhook, _secret = create_webhook(
            name="Mirror of the ledger", endpoint="https://mirror.example/hook", events=["ticket.created"], by=None, at=now(),
            sign_in=SignIn("basic_auth", "desk", "secret"), headers={"X-Team": "blue"}, request_format="form_encoded",
        )  # fmt: skip
        facts = {"kind": "webhook.test", "attempts": 2, "sent": SENT, "created_at": now()}
        webhook.invocations.create(state="failed", problem="The endpoint answered 418.", done_at=now(), **facts)
    return webhook


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS, ids=["desktop", "phone"])
def test_a_webhook_that_signs_in(committed_harbor, webhook, new_page, viewport, scheme):
    page, look = new_page(viewport=viewport, color_scheme=scheme), f"{scheme}-{viewport['width']}"
    sign_in_page(page, committed_harbor.ada)
    give_password_in(page, committed_harbor.ada)
    root = f"/d/{committed_harbor.desk.slug}/settings/webhooks/"
    page.goto(f"{root}new/")
    expect(page.get_by_label("User name")).to_be_hidden()
    expect(page.get_by_label("Token", exact=False)).to_be_hidden()
    keep_picture(page, f"webhook-new-{look}")
    assert_accessible(page)
    page.get_by_label("Sign-in").select_option("api_key")
    expect(page.get_by_label("Name of the header")).to_be_visible()
    page.get_by_label("Method").select_option("GET")
    expect(page.get_by_label("Body")).to_be_hidden()
    page.get_by_label("Name", exact=True).fill("Pager")
    page.get_by_label("Address").fill("https://pager.example/call")
    page.get_by_label("Name of the header").fill("X-Api-Key")
    page.get_by_label("A ticket is opened").check()
    page.get_by_role("button", name="Add the webhook").click()
    expect(page.get_by_text("This field is required.")).to_be_visible()
    keep_picture(page, f"webhook-error-{look}")
    assert_accessible(page)
    page.locator("#id_key_value").fill("k3y")
    page.get_by_text("Headers of your own").click()
    page.get_by_role("group", name="Header 1").get_by_label("Header").fill("X-Team")
    page.get_by_role("group", name="Header 1").get_by_label("Value").fill("blue")
    page.get_by_role("button", name="Add the webhook").click()
    expect(page.get_by_text("Copy it now")).to_be_visible()
    with committed_harbor.scope():
        made = Webhook.objects.get(name="Pager")
        assert (made.http_method, made.sign_in_name, dict(credentials_of(made).headers)) == (
            "GET",
            "X-Api-Key",
            {"X-Team": "blue"},
        )
    page.goto(f"{root}{webhook.pk}/")
    expect(page.get_by_label("User name")).to_have_value("desk")
    expect(page.get_by_role("group", name="Header 1").get_by_label("Value")).to_have_value("")
    keep_picture(page, f"webhook-one-{look}")
    assert_accessible(page)
    page.get_by_role("link", name="A test").click()
    expect(page.get_by_text("The endpoint answered 418.")).to_be_visible()
    expect(page.locator("dd", has_text="********")).to_have_count(2)
    keep_picture(page, f"webhook-call-{look}")
    assert_accessible(page)


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS, ids=["desktop", "phone"])
def test_files_of_a_suspended_mail_are_downloaded(committed_harbor, new_page, viewport, scheme):
    desk = MailDesk(committed_harbor)
    desk.take_in(away_with_files(desk.address))
    page = new_page(viewport=viewport, color_scheme=scheme)
    sign_in_page(page, desk.ben)
    page.goto(f"/d/{desk.cast.desk.slug}/suspended/")
    page.locator(".row-title").first.click()
    expect(page.get_by_role("link", name="log.png")).to_be_visible()
    keep_picture(page, f"suspended-files-{scheme}-{viewport['width']}")
    assert_accessible(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="page.html").click()
    assert download.value.suggested_filename == "page.html"
