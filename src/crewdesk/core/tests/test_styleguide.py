"""The style guide answers, is accessible, and its parts work by keyboard and in both themes."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from playwright.sync_api import expect

PAGES = ["styleguide:guide", "styleguide:workspace", "styleguide:sign-in"]
PHONE = {"width": 390, "height": 844}


@pytest.mark.parametrize("name", PAGES)
def test_pages_hold_no_inline_code_or_style(client, name):
    html = client.get(reverse(name)).content.decode()
    assert "</html>" in html
    assert not re.search(r"\s(style|on[a-z]+)=\"", html)
    assert not re.search(r"<script(?![^>]*(src=|application/json))", html)


@pytest.mark.parametrize("query", ["", "?email=ben@&password=short"])
def test_fields_are_tied_to_labels_and_errors(client, query):
    html = client.get(reverse("styleguide:sign-in") + query).content.decode()
    assert '<label class="label" for="id_email">' in html
    assert ('aria-describedby="id_email_error"' in html) is bool(query)
    assert ('id="id_email_error"' in html) is bool(query)


def test_unknown_part_is_404(client):
    assert client.get(reverse("styleguide:part", args=["nothing"])).status_code == 404


def test_the_e_mail_alone_may_style_inline(client):
    response = client.get(reverse("styleguide:e-mail"))
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert response.content.decode().count('href="https://example.com/welcome"') == 2


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_need_no_context(name):
    html = get_template(f"{name}.html").render()
    assert "</html>" in html
    assert f'<p class="plain-code">{name[:3]}</p>' in html


@pytest.mark.parametrize("is_part", [True, False])
def test_a_refusal_is_a_toast_for_a_part_and_a_page_otherwise(rf, is_part):
    request = rf.get("/")
    request.htmx = is_part
    html = render_to_string("core/refused.html", {"refusal": {"message": "Closed <b>"}}, request).strip()
    assert "Closed &lt;b&gt;" in html
    assert html.startswith("<crew-toast") is is_part
    assert html.endswith("</html>") is not is_part


def axe_findings(page) -> list[str]:
    """What axe finds, target sizes included."""
    options = {"rules": {"target-size": {"enabled": True}}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{one['id']}: {node['html'][:160]} {node['failureSummary']}" for one in found for node in one["nodes"]]


@pytest.fixture
def guide(page, live_url):
    """The guide, open in the browser; once it has loaded, its elements are awake."""
    page.goto(live_url + reverse("styleguide:guide"))
    return page


@pytest.fixture
def axe_page(new_page, live_url):
    """Open a page for axe, which sets styles while it measures: the policy forbids that to ours."""

    def open_page(path: str, theme: str):
        page = new_page(bypass_csp=True, color_scheme=theme, reduced_motion="reduce")
        page.goto(live_url + path)
        return page

    return open_page


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("query", ["", "?dir=rtl"])
def test_axe_finds_nothing(axe_page, name, theme, query):
    page = axe_page(reverse(name) + query, theme)
    assert axe_findings(page) == []
    page.set_viewport_size(PHONE)
    assert axe_findings(page) == []


@pytest.mark.browser
@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("query", ["", "?dir=rtl"])
def test_on_a_phone_only_panes_scroll_and_none_sideways(page, live_url, name, query):
    page.set_viewport_size(PHONE)
    page.goto(live_url + reverse(name) + query)
    panes = "[document.documentElement, ...document.querySelectorAll('.pane-body')]"
    widest = f"Math.max(...{panes}.map(e => e.scrollWidth - e.clientWidth))"
    assert page.evaluate(widest) == 0
    assert page.evaluate("document.documentElement.scrollHeight - innerHeight") == 0


@pytest.mark.browser
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_open_layers_are_accessible(axe_page, theme):
    guide = axe_page(reverse("styleguide:guide"), theme)
    guide.locator("#sample-menu > button").click()
    guide.get_by_role("menuitem", name="Delete").wait_for()
    assert axe_findings(guide) == []
    guide.keyboard.press("Escape")
    guide.keyboard.press("Control+k")
    guide.locator("#palette-results [role=option]").first.wait_for()
    assert axe_findings(guide) == []
    guide.keyboard.press("Escape")
    guide.keyboard.press("?")
    expect(guide.locator("#crew-keys-help dialog")).to_be_visible()
    assert axe_findings(guide) == []


@pytest.mark.browser
def test_the_theme_is_kept_and_can_follow_the_system_again(guide):
    guide.emulate_media(color_scheme="light")
    ground = "getComputedStyle(document.body).backgroundColor"
    light = guide.evaluate(ground)
    guide.locator(".pane-head crew-theme button[value=dark]").click()
    dark = guide.evaluate(ground)
    assert dark != light
    guide.reload()
    assert guide.evaluate(ground) == dark
    assert guide.locator(".pane-head crew-theme button[value=dark]").get_attribute("aria-pressed") == "true"
    guide.locator(".pane-head crew-theme button[value=auto]").click()
    assert guide.evaluate(ground) == light


@pytest.mark.browser
def test_a_menu_is_used_by_keyboard(guide):
    button = guide.locator("#sample-menu > button")
    button.focus()
    guide.keyboard.press("ArrowDown")
    focused = guide.locator(":focus")
    expect(focused).to_have_text(re.compile("^\\s*Merge"))
    guide.keyboard.press("ArrowDown")
    expect(focused).to_have_text("Split off")
    guide.keyboard.press("ArrowDown")
    expect(focused).to_have_text("Delete")
    guide.keyboard.press("m")
    expect(focused).to_have_text(re.compile("^\\s*Merge"))
    guide.keyboard.press("Escape")
    expect(guide.locator("#menu-actions")).to_be_hidden()
    expect(focused).to_have_text("Actions")


@pytest.mark.browser
def test_a_dialog_gives_the_focus_back_and_keeps_what_was_typed(guide):
    opener = guide.locator("[data-opens=merge-dialog]")
    opener.click()
    field = guide.locator("#merge-into")
    field.fill("4811")
    guide.mouse.click(5, 5)
    expect(field).to_be_visible()
    guide.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(opener).to_be_focused()


@pytest.mark.browser
def test_a_fetched_dialog_opens_and_leaves(guide):
    guide.get_by_role("button", name="Fetch a dialog").click()
    guide.get_by_role("dialog", name="Fetched from the server").wait_for()
    guide.keyboard.press("Escape")
    guide.locator("#fetched").wait_for(state="detached")


@pytest.mark.browser
def test_tabs_move_with_arrows(guide):
    guide.get_by_role("tab", name="Conversation").focus()
    guide.keyboard.press("ArrowRight")
    expect(guide.get_by_role("tab", name="Events")).to_have_attribute("aria-selected", "true")
    expect(guide.locator("#tab-events")).to_be_visible()
    expect(guide.locator("#tab-conversation")).to_be_hidden()


@pytest.mark.browser
def test_keys_press_what_they_name(guide, live_url):
    guide.keyboard.press("/")
    search = guide.locator(".search-input")
    expect(search).to_be_focused()
    guide.keyboard.type("g w")
    assert search.input_value() == "g w"
    guide.keyboard.press("Escape")
    guide.keyboard.press("m")
    expect(guide.locator("#merge-into")).to_be_visible()
    guide.keyboard.press("Escape")
    expect(guide.locator("#merge-into")).to_be_hidden()
    guide.keyboard.press("g")
    guide.keyboard.press("w")
    guide.wait_for_url(live_url + reverse("styleguide:workspace"))


@pytest.mark.browser
def test_single_keys_can_be_turned_off(guide):
    guide.keyboard.press("?")
    guide.locator("#crew-keys-help .switch").click()
    guide.keyboard.press("Escape")
    expect(guide.locator("#crew-keys-help dialog")).to_be_hidden()
    guide.keyboard.press("m")
    guide.keyboard.press("Control+k")
    expect(guide.locator("#palette dialog")).to_be_visible()
    expect(guide.locator("#merge-into")).to_be_hidden()


@pytest.mark.browser
def test_the_palette_finds_commands_and_tickets(guide, live_url):
    guide.keyboard.press("Control+k")
    guide.keyboard.type("invoices")
    guide.get_by_role("option", name="Two invoices for the same contract").wait_for()
    guide.locator("#palette-input").fill("sign-in")
    guide.get_by_role("option", name="Sign-in").wait_for()
    guide.keyboard.press("Enter")
    guide.wait_for_url(live_url + reverse("styleguide:sign-in"))


@pytest.mark.browser
@pytest.mark.parametrize(
    "button, text",
    [
        ("Refused", "The ticket is closed"),
        ("Server error", "Something went wrong"),
        ("With undo", "Ticket solved"),
    ],
)
def test_the_server_answers_with_a_toast(guide, button, text):
    guide.get_by_role("button", name=button).click()
    toast = guide.locator("#toaster crew-toast", has_text=text)
    toast.wait_for()
    toast.get_by_role("button", name="Dismiss").click()
    toast.wait_for(state="detached")


@pytest.mark.browser
def test_undo_posts_and_the_toast_leaves(guide):
    guide.get_by_role("button", name="With undo").click()
    toast = guide.locator("#toaster crew-toast").first
    with guide.expect_request(lambda request: request.method == "POST") as undone:
        toast.get_by_role("button", name="Undo").click()
    assert undone.value.headers["x-csrftoken"]
    toast.wait_for(state="detached")


@pytest.mark.browser
def test_arriving_rows_do_not_move_what_is_read(guide):
    scroller = guide.locator(".short-scroller")
    scroller.evaluate("element => element.scrollTop = 60")
    read = guide.locator("#arrival-4807")
    before = read.bounding_box()["y"]
    guide.evaluate("document.dispatchEvent(new CustomEvent('crew:sample'))")
    guide.locator("#arrivals > .is-new").wait_for(state="attached")
    assert read.bounding_box()["y"] == pytest.approx(before, abs=1)
    guide.get_by_role("button", name="New above").click()
    expect(guide.get_by_role("button", name="New above")).to_be_hidden()
    assert scroller.evaluate("element => element.scrollTop") <= 8


@pytest.mark.browser
def test_the_list_is_widened_by_keyboard_and_stays_so(page, live_url):
    page.goto(live_url + reverse("styleguide:workspace"))
    width = "document.querySelector('.pane-list').getBoundingClientRect().width"
    before = page.evaluate(width)
    page.get_by_role("separator", name="Width of the list").press("ArrowRight")
    assert page.evaluate(width) == before + 16
    page.reload()
    assert page.evaluate(width) == before + 16


@pytest.mark.browser
def test_on_a_phone_the_side_pane_and_the_views_open_over_the_page(page, live_url):
    page.set_viewport_size(PHONE)
    page.goto(live_url + reverse("styleguide:workspace"))
    for opener, panel in (("Details", "#side-pane"), ("Views", "#rail-more")):
        expect(page.locator(panel)).to_be_hidden()
        page.get_by_role("button", name=opener).click()
        expect(page.locator(panel)).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(panel)).to_be_hidden()


@pytest.mark.browser
def test_times_are_told_in_the_zone_of_the_reader(new_page, live_url):
    page = new_page(timezone_id="Asia/Tokyo")
    page.goto(live_url + reverse("styleguide:guide"))
    page.evaluate(
        """() => document.querySelector('main').insertAdjacentHTML('beforeend',
        '<crew-time format="full" id="probe"><time datetime="2026-03-01T23:30:00Z">x</time></crew-time>')"""
    )
    expect(page.locator("#probe")).to_have_text(re.compile(r"Mar 2, 2026, 8:30\sAM"))


LIVE = """() => {
    const heard = document.createElement('output');
    heard.id = 'heard';
    for (const name of ['crew:ticket.commented', 'crew:ticket', 'crew:ticket:17'])
        document.addEventListener(name, event => heard.append(name + ' ' + event.detail.id + '; '));
    document.querySelector('main').append(heard);
    const live = '<crew-live class="live" src="/feed" poll-url="/poll" data-polling="Checking"></crew-live>';
    document.querySelector('.topbar-end').insertAdjacentHTML('afterbegin', live);
}"""
HEARD = "crew:ticket.commented 7; crew:ticket 7; crew:ticket:17 7; "
COMMENTED = {"id": 7, "kind": "ticket.commented", "type": "ticket", "subject": 17}


@pytest.mark.browser
def test_the_stream_becomes_events_and_goes_on_after_the_last(guide):
    asked = []

    def stream(route):
        asked.append(route.request.url)
        body = f"id: 7\ndata: {json.dumps(COMMENTED)}\n\n" if len(asked) == 1 else "\n"
        route.fulfill(content_type="text/event-stream", body=body)

    guide.route("**/feed*", stream)
    guide.evaluate(LIVE)
    with guide.expect_request("**/feed?after=7"):
        expect(guide.locator("#heard")).to_have_text(HEARD)


@pytest.mark.browser
def test_polling_takes_over_when_the_stream_is_out_of_reach(guide):
    guide.route("**/feed*", lambda route: route.abort())
    guide.route("**/poll*", lambda route: route.fulfill(json={"events": [COMMENTED]}))
    guide.evaluate(LIVE)
    expect(guide.locator("#heard")).to_have_text(HEARD, timeout=15_000)
    guide.get_by_text("Checking", exact=True).wait_for()
