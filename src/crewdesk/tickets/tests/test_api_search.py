"""The search of the API: pages, and what they cost."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crewdesk.tickets.models import Ticket

from .story import opened
from .test_api import Caller, token_of


@pytest.fixture
def api(client, harbor):
    return Caller(client, token_of(harbor, harbor.ada))


@pytest.fixture
def tickets(harbor) -> list[Ticket]:
    with harbor.scope():
        return [opened(harbor.cleo, "Invoice 3 is late") for _n in range(5)]


def pages(api, **query) -> list[list[int]]:
    shown, reply = [], api.get("search", **query).json()
    while True:
        shown.append([row["id"] for row in reply["results"]])
        if not reply["next_page"]:
            return shown
        reply = api.client.get(reply["next_page"], headers=api.headers).json()


def statements(run) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        run()
    return [query["sql"] for query in captured]


def test_pages_hold_each_result_once(api, tickets):
    shown = pages(api, query="type:ticket invoice", per_page=2)
    assert [len(page) for page in shown] == [2, 2, 1]
    assert sorted(sum(shown, [])) == sorted(ticket.number for ticket in tickets)


def test_the_ticket_of_a_lone_number_comes_first_and_moves_no_other_off(api, tickets):
    shown = sum(pages(api, query="type:ticket 3", per_page=2), [])
    assert (shown[0], sorted(shown)) == (3, sorted(ticket.number for ticket in tickets))


def test_a_page_reads_the_rows_that_it_shows(api, tickets):
    asked = statements(lambda: api.get("search", query="type:ticket invoice", per_page=2, page=2))
    [rows] = [sql for sql in asked if 'FROM "tickets_ticket"' in sql and '"tickets_ticket"."id" IN (' in sql]
    assert rows.partition('"tickets_ticket"."id" IN (')[2].partition(")")[0].count(",") == 1


@pytest.mark.parametrize("kind", ["ticket", "user"])
def test_an_export_counts_nothing(api, tickets, kind):
    asked = statements(lambda: api.get("search/export", query="cleo OR invoice", **{"filter[type]": kind}))
    assert not [sql for sql in asked if "crewdesk_count_tickets" in sql or "COUNT(" in sql.upper()]


def test_what_cannot_be_read_is_told_before_anything_is_counted(api):
    assert api.get("search", query="status:bananas").status_code == 400
    assert api.get("search/export", query="status:bananas", **{"filter[type]": "ticket"}).status_code == 400


def test_a_page_that_comes_short_is_counted_by_itself(api, tickets):
    whole = statements(lambda: api.get("search", query="type:ticket invoice", per_page=6))
    assert not [sql for sql in whole if "crewdesk_count_tickets" in sql]
    assert api.get("search", query="type:ticket invoice", per_page=6).json()["count"] == 5
    assert api.get("search", query="type:ticket invoice", per_page=5).json()["count"] == 5
    assert api.get("search", query="type:ticket invoice", per_page=2, page=4).json()["count"] == 5
    assert (
        api.get("search", query="invoice cleo", per_page=2).json()["count"]
        == api.get("search/count", query="invoice cleo").json()["count"]
    )
