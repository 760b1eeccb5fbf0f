"""In a real browser: by keyboard alone, with a second factor, and by invitation."""

import re

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from testing.browser import assert_accessible, sign_in_page
from testing.cast import PASSWORD

from crewdesk.accounts.models import Person
from crewdesk.accounts.operations.invitations import invite
from crewdesk.accounts.tests.test_criterion_41 import current_code
from crewdesk.core.clock import now


def type_in(page, *steps):
    """Press keys and type words, as hands on a keyboard do: `Tab`, `Enter`, or text."""
    for step in steps:
        if step in ("Tab", "Enter", "Space"):
            page.keyboard.press(step)
        else:
            page.keyboard.type(step)


def focus_by_tab(page, selector: str) -> None:
    """Tab on until the element has the focus; fails when the keyboard cannot reach it."""
    for _ in range(150):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"{selector} cannot be reached by Tab")


@pytest.fixture
def address(committed_harbor):
    def of(path: str) -> str:
        return f"/d/{committed_harbor.desk.slug}/{path}"

    return of


@pytest.fixture
def password_of_servers(committed_harbor):
    """The suite hashes fast; the servers under the browser know argon2 alone."""
    hashed = Argon2PasswordHasher().encode(PASSWORD, "a salt for tests")
    Person.objects.filter(pk__in=[committed_harbor.ben.person_id, committed_harbor.lena.person_id]).update(password=hashed)


@pytest.mark.usefixtures("password_of_servers")
def test_signing_in_by_keyboard_alone(page, committed_harbor, address):
    page.goto(address("customers/"))
    assert "/accounts/login/" in page.url
    assert_accessible(page)
    focus_by_tab(page, "[name=login]")
    type_in(page, committed_harbor.ben.email)
    focus_by_tab(page, "[name=password]")
    type_in(page, PASSWORD, "Enter")
    page.wait_for_url(re.compile(address("customers/")))
    assert page.get_by_role("heading", name="Customers").is_visible()
    assert_accessible(page)
    focus_by_tab(page, "main [name=q]")
    type_in(page, "cle", "Enter")
    page.wait_for_url(re.compile("q=cle"))
    assert page.get_by_role("link", name="Cleo").is_visible()


@pytest.mark.usefixtures("password_of_servers")
def test_setting_up_a_second_factor_and_using_it(page, new_page, committed_harbor, address):
    page.goto(address("profile/"))
    page.get_by_label("Email").fill(committed_harbor.lena.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(re.compile(address("profile/")))
    page.goto("/accounts/2fa/")
    page.get_by_role("link", name="Set up the app").click()
    assert_accessible(page)
    secret = page.locator("input[readonly]").input_value()
    page.locator("[name=code]").fill(current_code(secret))
    page.get_by_role("button", name="Turn it on").click()
    page.wait_for_url(re.compile("recovery-codes"))
    assert page.locator(".codes li").count() == 10
    code = page.locator(".codes li").first.inner_text()
    other = new_page()
    other.goto(address("profile/"))
    other.get_by_label("Email").fill(committed_harbor.lena.email)
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign in", exact=True).click()
    other.wait_for_url(re.compile("2fa/authenticate"))
    assert_accessible(other)
    other.locator("[name=code]").fill(code)
    other.keyboard.press("Enter")
    other.wait_for_url(re.compile(address("profile/")))


def test_from_an_invitation_to_the_desk(new_page, committed_harbor, address):
    ada, nia = new_page(), new_page(viewport={"width": 390, "height": 844})
    sign_in_page(ada, committed_harbor.ada)
    ada.goto(address("settings/members/"))
    ada.get_by_role("link", name="Invite").click()
    email = f"nia@{committed_harbor.desk.slug}.example"
    ada.get_by_label("E-mail address").fill(email)
    ada.get_by_label("Role").select_option("light_agent")
    ada.get_by_role("button", name="Send the invitation").click()
    ada.get_by_text(f"The invitation to {email} is on its way.").first.wait_for()
    # The mail's secret is in no page and no table: a second invitation gives a link of its own.
    with committed_harbor.scope():
        _invitation, raw = invite(email=email, name="Nia", role="light_agent", by=committed_harbor.ada, at=now())
    nia.goto(address(f"invitation/{raw}/"))
    assert_accessible(nia)
    nia.get_by_label("Choose a password").fill("nine lives of a cat")
    with nia.expect_navigation(url=re.compile(f"{address('')}(?!invitation)")):
        nia.get_by_role("button", name="Join").click()
    nia.goto(address("customers/"))
    assert nia.get_by_role("heading", name="Customers").is_visible()
    assert Person.objects.filter(email=email).exists()
    ada.goto(address("settings/members/"))
    assert ada.get_by_role("link", name="Nia").is_visible()


def test_a_week_is_edited_by_keyboard(page, committed_harbor, address):
    from crewdesk.accounts.operations.schedules import create_schedule, intervals_of

    with committed_harbor.scope():
        row = create_schedule(name="Hours", time_zone="UTC", intervals=[(1440 + 540, 1440 + 1080)], by=None, at=now())
    sign_in_page(page, committed_harbor.ada)
    page.goto(address(f"settings/hours/{row.pk}/"))
    assert_accessible(page)
    focus_by_tab(page, "[name=day6_0_opens]")
    type_in(page, "1000AM")
    focus_by_tab(page, "[name=day6_0_closes]")
    type_in(page, "0200PM", "Enter")
    page.get_by_text("The hours are saved.").first.wait_for()
    with committed_harbor.scope():
        assert intervals_of(row) == [(1440 + 540, 1440 + 1080), (6 * 1440 + 600, 6 * 1440 + 840)]
