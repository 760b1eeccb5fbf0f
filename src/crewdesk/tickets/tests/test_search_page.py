"""The search page, the picker of tickets and the command palette."""

import re

from django.db import connection
from django.test.utils import CaptureQueriesContext

from .story import changed, opened
from .test_list import numbers

SEARCH = "/d/harbor/tickets/search/"


def test_words_and_conditions_find_rows(in_harbor, sign_in):
    found = opened(in_harbor.cleo, "My refund is late")
    changed(found, in_harbor.ben, priority="high")
    opened(in_harbor.cleo, "My refund is late too")
    client = sign_in(in_harbor.ben)
    assert len(numbers(client.get(SEARCH, {"q": "refund"}))) == 2
    assert numbers(client.get(SEARCH, {"q": "refund priority:high"})) == [found.number]


def test_a_mistake_is_shown_where_it_stands(in_harbor, sign_in):
    page = sign_in(in_harbor.ben).get(SEARCH, {"q": "refund status:<b>"}).content.decode()
    assert re.search(r"refund <mark>status:&lt;b&gt;</mark>", page)


def test_nothing_found_says_what_to_do(in_harbor, sign_in):
    page = sign_in(in_harbor.ben).get(SEARCH, {"q": "xyzzy"}).content.decode()
    assert "Nothing found" in page
    assert "What can be asked" in page


def test_a_cursor_that_is_not_ours_is_not_found(in_harbor, sign_in):
    assert sign_in(in_harbor.ben).get(SEARCH, {"q": "x", "cursor": "forged"}).status_code == 404


def test_strangers_find_nothing(harbor, meridian, sign_in):
    with harbor.scope():
        ticket = opened(harbor.cleo, "A rare xyzzy")
    client = sign_in(meridian.omar)
    assert client.get(SEARCH, {"q": "xyzzy"}).status_code == 404
    assert numbers(client.get("/d/meridian/tickets/search/", {"q": "xyzzy"})) == []
    assert client.get("/d/meridian/tickets/palette/", {"q": f"#{ticket.number}"}).json()["results"] == []


def test_a_search_costs_the_same_at_one_ticket_and_at_fifty(in_harbor, sign_in):
    client = sign_in(in_harbor.ben)
    opened(in_harbor.cleo, "refund")
    client.get(SEARCH, {"q": "refund"})
    with CaptureQueriesContext(connection) as few:
        client.get(SEARCH, {"q": "refund"})
    for _number in range(49):
        opened(in_harbor.cleo, "refund", group=in_harbor.group)
    with CaptureQueriesContext(connection) as many:
        assert len(numbers(client.get(SEARCH, {"q": "refund"}))) == 50
    assert len(many) == len(few) <= 13


def test_the_palette_finds_tickets_views_and_customers(in_harbor, sign_in):
    ticket = opened(in_harbor.cleo, subject="Broken parser")
    client = sign_in(in_harbor.ben)

    def labels(query):
        return [result["label"] for result in client.get("/d/harbor/tickets/palette/", {"q": query}).json()["results"]]

    assert labels(f"#{ticket.number}") == labels(str(ticket.number)) == [f"#{ticket.number} Broken parser"]
    assert f"#{ticket.number} Broken parser" in labels("parser")
    assert "Pending" in labels("pend")
    assert "Cleo" in labels("cleo")


def test_the_picker_offers_other_tickets(in_harbor, sign_in):
    one, other = opened(in_harbor.cleo, subject="Payout"), opened(in_harbor.cleo, subject="Payout again")
    page = sign_in(in_harbor.ben).get("/d/harbor/tickets/pick/", {"other": "payout", "besides": one.number}).content.decode()
    assert f'data-pick="{other.number}"' in page
    assert f'data-pick="{one.number}"' not in page


def test_the_picker_says_that_it_found_nothing_only_when_it_was_asked(in_harbor, sign_in):
    client = sign_in(in_harbor.ben)
    answers = [client.get("/d/harbor/tickets/pick/", {"other": words}).content.decode() for words in ("", "zanzibar")]
    assert ["No ticket found" in answer for answer in answers] == [False, True]
