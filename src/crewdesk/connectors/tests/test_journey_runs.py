"""Imports of whole accounts in a browser: the page moves while the command works, and says what stays behind."""

import pytest
from playwright.sync_api import expect
from testing.browser import DESKTOP, PHONE, assert_accessible, keep_picture, sign_in_page

from crewdesk.connectors.models import ImportRun
from crewdesk.core.clock import now

from .test_run_pages import COUNTERS

LOOKS = [(DESKTOP, "light"), (PHONE, "dark")]
REPORT = [
    {"what": "Deleted user: left out", "count": 12, "examples": []},
    {"what": "Person whose seat you have to give: invite them", "count": 2, "examples": ["ann.van-der-berg@a-rather-long-company-name.example", "bo@x.example"]},
    {"what": "Macros stay behind", "count": 3, "examples": ["Refund", "Close as spam and tell the customer why we did so"]},
]  # fmt: skip


@pytest.mark.parametrize(("viewport", "scheme"), LOOKS, ids=["desktop", "phone"])
def test_a_run_is_watched_to_its_end(committed_harbor, new_page, viewport, scheme):
    cast, look = committed_harbor, f"{scheme}-{viewport['width']}"
    page = new_page(viewport=viewport, color_scheme=scheme)
    sign_in_page(page, cast.ada)
    root = f"/d/{cast.desk.slug}/settings/import/"
    page.goto(root)
    expect(page.get_by_text("crewdesk import zendesk --desk")).to_be_visible()
    keep_picture(page, f"runs-empty-{look}")
    assert_accessible(page)
    with cast.scope():
        facts = {"source": "zendesk", "settings": {"url": "https://acme-with-a-long-name.zendesk.com"}, "created_at": now()}
        run = ImportRun.objects.create(name="zendesk:acme-with-a-long-name", state="running", counters=COUNTERS, **facts)
        ImportRun.objects.create(
            name="zendesk:old", state="failed", problem="The token is not accepted (401).", report=REPORT, **facts
        )
    page.goto(root)
    keep_picture(page, f"runs-list-{look}")
    assert_accessible(page)
    page.get_by_role("link", name="zendesk:acme-with-a-long-name").click()
    expect(page.get_by_text("18 rows so far")).to_be_visible()
    keep_picture(page, f"runs-running-{look}")
    assert_accessible(page)
    with cast.scope():
        ImportRun.objects.filter(pk=run.pk).update(state="done", report=REPORT, finished_at=now())
    # The page asks by itself.
    expect(page.get_by_text("The import is done.")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("Macros stay behind: 3")).to_be_visible()
    keep_picture(page, f"runs-done-{look}")
    assert_accessible(page)
    page.get_by_role("link", name="All imports").click()
    page.get_by_role("link", name="zendesk:old").click()
    expect(page.get_by_role("alert")).to_contain_text("The token is not accepted (401).")
    keep_picture(page, f"runs-failed-{look}")
    assert_accessible(page)
