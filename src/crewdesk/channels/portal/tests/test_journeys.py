"""A customer's way, in a real browser against the real servers: writing to us, following it, getting an answer, asking again."""

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import FrameLocator, Page, expect
from testing.browser import PHONE, assert_accessible

from crewdesk.accounts.models import Desk, Organization, User
from crewdesk.accounts.operations.magic_links import make_magic_link
from crewdesk.channels.models import Suspension
from crewdesk.channels.webform.setting_up import update_form
from crewdesk.channels.webform.tests.conftest import shop_form
from crewdesk.core.clock import now
from crewdesk.tickets.models import Attachment, Ticket
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.definitions.forms import create_form

from .conftest import ask, come_in, say

SHOT = {"name": "what I saw.txt", "mimeType": "text/plain", "buffer": b"a picture in words"}
ADDRESS = "vera@visitor.example"
# What is written faster than in three seconds is taken for a machine's.
KEY_MS = 160


@pytest.fixture
def desk(committed_harbor):
    """The form is open, and has two categories."""
    with committed_harbor.scope():
        update_form(committed_harbor.desk, by=None, at=now(), is_open=True)
        committed_harbor.shop, committed_harbor.fields = shop_form(committed_harbor)
        create_form(name="Something else", by=None, via="web", at=now())
    committed_harbor.home = f"/h/{committed_harbor.desk.slug}/"
    return committed_harbor


@pytest.fixture
def phone(new_page, committed) -> Page:
    return new_page(viewport=PHONE)


def enter(page: Page, desk, customer) -> None:
    """The session that a magic link opens."""
    client = Client()
    come_in(client, desk, customer)
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.session.session_key}
    page.context.add_cookies([cookie | {"domain": "localhost", "path": "/", "httpOnly": True}])


def write(page: Page | FrameLocator, *, subject="My payout is late") -> None:
    page.get_by_label("Your name").fill("Vera Fuchs")
    page.get_by_label("Your e-mail address").fill(ADDRESS)
    page.get_by_label("Subject").fill(subject)
    page.get_by_label("What happened?").press_sequentially("It has been three days.", delay=KEY_MS)
    page.get_by_label("Order").fill("4711")


def look(page: Page) -> None:
    """Whoever comes back to the page is shown what is new at once."""
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_from_the_first_word_to_asking_again(phone, desk):
    phone.goto(f"{desk.home}request/")
    assert_accessible(phone)
    phone.get_by_role("link", name="About a payment").click()
    write(phone)
    expect(phone.get_by_label("Account number")).to_be_hidden()
    phone.get_by_label("Reason").select_option("payout")
    phone.get_by_label("Account number").fill("DE1")
    phone.set_input_files("#id_files", [SHOT])
    assert_accessible(phone)
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.get_by_role("heading", name="Thank you, it is with us")).to_be_visible()
    assert_accessible(phone)

    with desk.scope():
        ticket = Ticket.objects.get(requester__email=ADDRESS)
        assert {"payout", "DE1", 4711} == set(ticket.custom_fields.values())
        assert Attachment.objects.get(comment__ticket=ticket).file.name == SHOT["name"]
        _link, secret, _code = make_magic_link(address=ADDRESS, at=now())
    phone.goto(f"{desk.home}sign-in/{secret}/")
    phone.get_by_role("button").first.click()
    phone.get_by_role("link", name="My payout is late").click()
    expect(phone.get_by_text("It has been three days.")).to_be_visible()

    say(desk, ticket, desk.ben, "It is on its way.", status="solved")
    look(phone)
    expect(phone.get_by_text("It is on its way.")).to_be_visible()
    expect(phone.locator("#request-state")).to_contain_text("Solved")
    assert_accessible(phone)
    phone.reload()
    phone.get_by_label("What is still wrong?").fill("It came back to us.")
    phone.get_by_role("button", name="Send", exact=True).click()
    expect(phone.locator("#request-state")).to_contain_text("In progress")
    expect(phone.locator(".said").last).to_contain_text("It came back to us.")
    with desk.scope():
        assert Ticket.objects.get(pk=ticket.pk).reopens == 1


def test_solved_by_a_press_and_opened_by_another(phone, desk):
    ticket = ask(desk, desk.cleo)
    enter(phone, desk, desk.cleo)
    phone.goto(f"{desk.home}requests/{ticket.number}/")
    phone.get_by_role("button", name="It is solved").click()
    expect(phone.locator("#request-state")).to_contain_text("Solved")
    phone.get_by_role("button", name="Open it again").click()
    expect(phone.locator("#request-state")).to_contain_text("In progress")


def test_what_was_asked_before_is_shown_while_typing(page, desk):
    ticket = ask(desk, desk.cleo, "Payout of March is late", "I wait for the payout of March")
    enter(page, desk, desk.cleo)
    page.goto(f"{desk.home}request/?category={desk.shop.pk}")
    page.get_by_label("Subject").press_sequentially("March payout is late")
    expect(page.get_by_text("Have you asked this already?")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("What happened?").fill("Still nothing")
    page.get_by_role("button", name="Add to this request").click()
    expect(page.locator(".said").last).to_contain_text("Still nothing")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Payout of March is late")
    with desk.scope():
        assert Ticket.objects.get(requester=desk.cleo).pk == ticket.pk


def test_without_scripts_a_letter_lets_it_through(new_page, committed, desk):
    page = new_page(viewport=PHONE, java_script_enabled=False)
    page.goto(f"{desk.home}request/")
    page.get_by_role("link", name="Something else").click()
    page.get_by_label("Your name").fill("Vera Fuchs")
    page.get_by_label("Your e-mail address").fill(ADDRESS)
    page.get_by_label("Subject").fill("Plain")
    page.get_by_label("What happened?").fill("No scripts here.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", name="One more step")).to_be_visible()
    with desk.scope():
        assert Suspension.objects.get().cause == "unproved"


def test_mistakes_keep_everything(phone, desk):
    phone.goto(f"{desk.home}request/?category={desk.shop.pk}")
    phone.get_by_label("What happened?").fill("A long story")
    phone.set_input_files("#id_files", [SHOT])
    phone.get_by_role("button", name="Send", exact=True).click()
    alert = phone.get_by_role("alert")
    expect(alert).to_contain_text("Nothing was sent yet")
    expect(phone.get_by_label("What happened?")).to_have_value("A long story")
    expect(phone.get_by_text(SHOT["name"])).to_be_visible()
    assert_accessible(phone)
    alert.get_by_role("link", name="Subject").click()
    expect(phone.get_by_label("Subject")).to_be_focused()


@pytest.fixture
def shop(desk, live_url):
    """Another site, which has put the snippet in; its address."""
    snippet = f'<!doctype html><title>Shop</title><h1>Shop</h1><script async src="{live_url}{desk.home}embed.js"></script>'

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self):  # noqa: N802
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(snippet.encode())

        def log_message(self, *words):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def allow(desk, site: str) -> None:
    with desk.scope():
        update_form(Desk.objects.get(pk=desk.desk.pk), by=None, at=now(), sites=[site])


def test_the_form_stands_on_a_listed_site(new_page, committed, desk, shop):
    allow(desk, shop)
    page = new_page()
    page.goto(shop)
    frame = page.frame_locator("iframe")
    frame.get_by_role("link", name="About a payment").click()
    write(frame, subject="From the shop")
    # The frame is as tall as the form: nothing in it scrolls.
    assert page.locator("iframe").evaluate("frame => frame.offsetHeight") > 700
    assert frame.locator("html").evaluate("page => page.scrollHeight - page.clientHeight") == 0
    frame.get_by_role("button", name="Send", exact=True).click()
    expect(frame.get_by_role("heading", name="Thank you, it is with us")).to_be_visible()
    with desk.scope():
        assert Ticket.objects.get().subject == "From the shop"


def test_and_on_no_other(browser, committed, desk, shop):
    allow(desk, "https://www.other.example")
    context = browser.new_context()
    page = context.new_page()
    with page.expect_console_message(lambda line: "frame-ancestors" in line.text):
        page.goto(shop)
    expect(page.locator("iframe")).to_have_count(1)
    expect(page.frame_locator("iframe").get_by_text("About a payment")).to_have_count(0)
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_for_everybody(new_page, committed, desk, scheme):
    page = new_page(viewport=PHONE, color_scheme=scheme)
    with desk.scope():
        company = Organization.objects.create(name="Marsh Ltd", shared_tickets=True)
        User.objects.filter(pk=desk.cleo.pk).update(organization=company)
    for path in (
        "request/",
        f"request/?category={desk.shop.pk}",
        "request/sent/",
        "request/sent/?confirm",
        "request/confirm/x/",
        "request/embed/",
    ):
        page.goto(desk.home + path)
        assert_accessible(page)
    enter(page, desk, desk.cleo)
    page.goto(f"{desk.home}requests/")
    assert_accessible(page)
    ticket = ask(desk, desk.cleo, "A long matter " * 12, said=Said(html_body="<table><tr><td>cell</td></tr></table>"))
    say(desk, ticket, desk.ben, "An answer", status="pending")
    for path in ("requests/", "requests/?show=organization&q=nothing", f"requests/{ticket.number}/"):
        page.goto(desk.home + path)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
