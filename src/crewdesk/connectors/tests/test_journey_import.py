"""The import in a browser: from the file to its report, accessible in both themes and widths."""

import pytest
from playwright.sync_api import expect
from testing.browser import DESKTOP, PHONE, assert_accessible, give_password_in, keep_picture, sign_in_page

from crewdesk.accounts.models import User
from crewdesk.connectors.models import DeskExport, ImportRun

CSV = "E-mail;Full Name;Labels;Weather\nzoe@x.example;Zoë Ash;vip;rain\nnot an address;Bad;;\n" + "".join(
    f"customer{n}@x.example;Customer {n};;sun\n" for n in range(30)
)


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "customers of the last year.csv"
    path.write_text(CSV)
    return path


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_file_is_uploaded_mapped_checked_and_brought_in(committed_harbor, new_page, file, viewport, scheme):
    cast, look = committed_harbor, f"{scheme}-{viewport['width']}"
    page = new_page(viewport=viewport, color_scheme=scheme)
    sign_in_page(page, cast.ada)
    page.goto(f"/d/{cast.desk.slug}/settings/import/")
    assert_accessible(page)
    keep_picture(page, f"import-1-upload-{look}")
    page.get_by_role("radio", name="Users").check()
    page.get_by_label("CSV file").set_input_files(file)
    page.get_by_role("button", name="Upload and look at it").click()

    expect(page.get_by_label("E-mail", exact=True)).to_have_value("email")
    expect(page.get_by_label("Full Name")).to_have_value("name")
    expect(page.get_by_label("Labels")).to_have_value("tags")
    expect(page.get_by_label("Weather")).to_have_value("")
    assert_accessible(page)
    keep_picture(page, f"import-2-columns-{look}")
    page.get_by_label("E-mail", exact=True).select_option("")
    page.get_by_role("button", name="Check all rows").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose the column for: E-mail.")
    keep_picture(page, f"import-2-error-{look}")
    page.get_by_label("E-mail", exact=True).select_option("email")
    page.get_by_role("button", name="Check all rows").click()

    # The result comes by itself, as the job writes it.
    expect(page.get_by_role("button", name="Import the good rows")).to_be_visible(timeout=20_000)
    expect(page.locator(".import-counts")).to_contain_text("31")
    expect(page.get_by_text("is not an e-mail address. Correct it.")).to_be_visible()
    assert_accessible(page)
    keep_picture(page, f"import-3-check-{look}")
    with cast.scope():
        assert not User.objects.filter(email="zoe@x.example").exists()
    page.get_by_role("button", name="Import the good rows").click()
    expect(page.get_by_text("The import is done.")).to_be_visible(timeout=20_000)
    page.reload()
    expect(page.get_by_text("The import is done.")).to_be_visible()
    assert_accessible(page)
    keep_picture(page, f"import-4-done-{look}")
    with cast.scope():
        assert User.objects.get(email="zoe@x.example").tags == ["vip"]
    page.get_by_role("link", name="Import another file").click()
    expect(page.get_by_role("link", name=file.name)).to_be_visible()
    assert_accessible(page)
    keep_picture(page, f"import-5-list-{look}")


def test_the_bar_moves_and_survives_a_reload(committed_harbor, page):
    """A run that a job is at: the bar shows how far, and the page goes on asking."""
    cast = committed_harbor
    sign_in_page(page, cast.ada)
    with cast.scope():
        from crewdesk.core.clock import now

        run = ImportRun.objects.create(
            source="csv",
            kind="users",
            name="big.csv",
            state="running",
            created_at=now(),
            counters={"read": 30, "size": 100, "rows": 300},
        )
    page.goto(f"/d/{cast.desk.slug}/settings/import/{run.pk}/")
    expect(page.locator("progress")).to_have_attribute("value", "30")
    assert_accessible(page)
    keep_picture(page, "import-working")
    with cast.scope():
        ImportRun.objects.filter(pk=run.pk).update(counters={"read": 60, "size": 100, "rows": 600})
    expect(page.locator("progress")).to_have_attribute("value", "60")
    page.reload()
    expect(page.locator("progress")).to_have_attribute("value", "60")
    with cast.scope():
        ImportRun.objects.filter(pk=run.pk).update(state="failed", problem="OSError: disk is gone", cursor={"line": 600})
    expect(page.get_by_role("button", name="Go on")).to_be_visible()
    assert_accessible(page)
    keep_picture(page, "import-stopped")


def test_a_file_that_is_no_csv_is_told(committed_harbor, page, tmp_path):
    path = tmp_path / "book.csv"
    path.write_bytes(b"PK\x03\x04 and so on")
    sign_in_page(page, committed_harbor.ada)
    page.goto(f"/d/{committed_harbor.desk.slug}/settings/import/")
    page.get_by_role("radio", name="Tickets").check()
    page.get_by_label("CSV file").set_input_files(path)
    page.get_by_role("button", name="Upload and look at it").click()
    expect(page.get_by_role("alert")).to_contain_text("This is XLSX, not CSV.")
    assert_accessible(page)
    keep_picture(page, "import-unreadable")


@pytest.mark.parametrize("viewport", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_desk_is_exported_and_fetched(committed_harbor, new_page, viewport):
    cast = committed_harbor
    page = new_page(viewport=viewport)
    sign_in_page(page, cast.ada)
    page.goto(f"/d/{cast.desk.slug}/settings/export/")
    assert_accessible(page)
    keep_picture(page, f"export-empty-{viewport['width']}")
    page.get_by_role("button", name="Export the desk").click()
    expect(page.get_by_role("heading", name="Show that it is you")).to_be_visible()
    give_password_in(page, cast.ada)
    page.goto(f"/d/{cast.desk.slug}/settings/export/")
    page.get_by_role("button", name="Export the desk").click()
    button = page.get_by_role("button", name="Download the export")
    expect(button).to_be_visible(timeout=20_000)
    assert_accessible(page)
    keep_picture(page, f"export-ready-{viewport['width']}")
    with page.expect_download() as download:
        button.click()
    assert download.value.suggested_filename.endswith(".tar")
    page.get_by_role("button", name="Delete the export").click()
    expect(page.get_by_text("The file is deleted.")).to_be_visible()
    with cast.scope():
        assert DeskExport.objects.get().state == "gone"
