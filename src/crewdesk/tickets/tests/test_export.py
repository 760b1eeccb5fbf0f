"""A list taken out as a file: by whom, how much of it, and that it is on record."""

import csv
import io

import openpyxl
import pytest

from crewdesk.core.models import Event
from crewdesk.tickets.models import Ticket
from crewdesk.tickets.queries import export as rows_of_export

from .story import changed, opened


@pytest.fixture
def shelf(harbor):
    with harbor.scope():
        opened(harbor.cleo, subject="=1+1", tags=["gold", "vip"])
        mine = opened(harbor.cleo, subject="Ordinary")
        changed(mine, harbor.ben, assignee=harbor.lena, priority="high")
    return harbor


@pytest.fixture
def download(shelf, sign_in, recently):
    """`download(member, "recent", "csv")` answers as the member's browser would get it, password given just now."""

    def get(member, key: str = "recent", kind: str = "csv", **query):
        client = sign_in(member)
        recently(member)
        return client.get(f"/d/{shelf.desk.slug}/tickets/view/{key}/export.{kind}", query)

    return get


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_lead_takes_a_list_out_as_csv(shelf, download):
    response = download(shelf.lena, sort="created")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith('attachment; filename="harbor-recent-')
    [head, first, second] = csv.reader(io.StringIO(body(response).decode("utf-8-sig")))
    assert head[:2] == ["Number", "Subject"]
    assert first[:3] == ["1", "'=1+1", "New"]
    assert first[10] == "gold vip"
    assert second[:4] == ["2", "Ordinary", "Open", "High"]
    assert second[7] == "Lena"


def test_the_workbook_holds_the_same_tickets(shelf, download):
    book = openpyxl.load_workbook(io.BytesIO(body(download(shelf.ada, kind="xlsx", sort="created"))))
    assert [[cell.value for cell in row[:2]] for row in book.active.iter_rows(min_row=2)] == [[1, "=1+1"], [2, "Ordinary"]]


def test_an_export_is_on_record(shelf, download):
    body(download(shelf.lena, "mine"))
    with shelf.scope():
        event = Event.objects.get(kind="ticket.exported")
    assert (event.actor_id, event.subject_type, event.subject_id) == (shelf.lena.pk, "user", shelf.lena.pk)
    assert event.changes == {"view": "mine", "format": "csv", "rows": 1}


@pytest.mark.parametrize("name", ["ben", "liv"])
def test_below_a_lead_nobody_takes_a_list_out(shelf, download, sign_in, name):
    member = getattr(shelf, name)
    assert download(member).status_code == 403
    page = sign_in(member).get(f"/d/{shelf.desk.slug}/tickets/view/recent/").content.decode()
    assert "export." not in page
    with shelf.scope():
        assert not Event.objects.filter(kind="ticket.exported").exists()


def test_the_menu_leads_to_it(shelf, sign_in):
    page = sign_in(shelf.lena).get(f"/d/{shelf.desk.slug}/tickets/view/recent/").content.decode()
    assert "export.csv?sort=-updated" in page
    assert "export.xlsx?sort=-updated" in page


def test_a_stale_session_gives_its_password_first(shelf, sign_in):
    response = sign_in(shelf.lena).get(f"/d/{shelf.desk.slug}/tickets/view/recent/export.csv")
    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize(("key", "kind"), [("nothing", "csv"), ("recent", "pdf")])
def test_what_is_not_there_is_not_found(shelf, download, key, kind):
    assert download(shelf.lena, key, kind).status_code == 404


def test_a_restricted_lead_exports_what_she_may_see(shelf, download):
    with shelf.scope():
        shelf.lena.ticket_restriction = "assigned"
        shelf.lena.save()
    [_head, *rows] = csv.reader(io.StringIO(body(download(shelf.lena)).decode("utf-8-sig")))
    assert [row[1] for row in rows] == ["Ordinary"]


def test_an_export_ends_at_its_limit_and_reads_page_by_page(shelf, download, monkeypatch):
    with shelf.scope():
        for number in range(5):
            opened(shelf.cleo, subject=f"More {number}")
        assert Ticket.objects.count() == 7
    monkeypatch.setattr(rows_of_export, "PAGE_ROWS", 2)
    monkeypatch.setattr(rows_of_export, "MOST_ROWS", 5)
    [_head, *rows] = csv.reader(io.StringIO(body(download(shelf.lena, sort="created")).decode("utf-8-sig")))
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5"]
