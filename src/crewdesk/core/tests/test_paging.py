"""Keyset paging: every row once, in order, whatever happens in between."""

import base64
import json
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from crewdesk.core.models import Event
from crewdesk.core.paging import BadCursor, keyset_page

START = timezone.now()


def make_events(seconds: list[int]) -> None:
    """One event for each number of seconds after START; equal numbers make ties."""
    Event.objects.filter(kind="paging.made").exists()
    Event.objects.bulk_create(
        Event(at=START + timedelta(seconds=second), kind="paging.made", via="web", subject_type="x", subject_id=n)
        for n, second in enumerate(seconds)
    )


def events():
    return Event.objects.filter(kind="paging.made")


def walk(order, size, *, forward=True, cursor=None) -> list[list]:
    """All pages from `cursor` on."""
    pages = []
    while True:
        page = keyset_page(events(), order=order, size=size, cursor=cursor)
        pages.append(page.rows)
        cursor = page.next_cursor if forward else page.previous_cursor
        if cursor is None:
            return pages


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seconds=st.lists(st.integers(0, 3), max_size=12), size=st.integers(1, 5), descends=st.booleans())
def test_pages_there_and_back_hold_every_row_once(in_harbor, seconds, size, descends):
    from django.db import transaction

    sign = "-" if descends else ""
    order = [f"{sign}at", f"{sign}id"]
    with transaction.atomic():
        make_events(seconds)
        wanted = list(events().order_by(*order))
        pages = walk(order, size)
        assert [row for page in pages for row in page] == wanted
        assert all(len(page) == size for page in pages[:-1])
        if len(pages) > 1:
            last = keyset_page(events(), order=order, size=size, cursor=_cursor_to_last(order, size))
            back = walk(order, size, forward=False, cursor=last.previous_cursor)
            assert [row for page in reversed(back) for row in page] == wanted[: -len(pages[-1])]
        transaction.set_rollback(True)


def _cursor_to_last(order, size) -> str:
    cursor, page = None, keyset_page(events(), order=order, size=size)
    while page.next_cursor:
        cursor = page.next_cursor
        page = keyset_page(events(), order=order, size=size, cursor=cursor)
    return cursor


def test_rows_that_arrive_meanwhile_shift_nothing(in_harbor):
    make_events([10, 20, 30, 40])
    first = keyset_page(events(), order=["-at", "-id"], size=2)
    make_events([50])
    second = keyset_page(events(), order=["-at", "-id"], size=2, cursor=first.next_cursor)
    assert [row.at for row in first.rows + second.rows] == [START + timedelta(seconds=s) for s in (40, 30, 20, 10)]


def test_page_costs_one_query(in_harbor, django_assert_num_queries):
    make_events(list(range(60)))
    with django_assert_num_queries(1):
        page = keyset_page(events(), order=["-at", "-id"], size=50)
    assert len(page.rows) == 50


def test_first_page_has_no_way_back_and_last_none_forth(in_harbor):
    make_events([1, 2, 3])
    first = keyset_page(events(), order=["at", "id"], size=2)
    last = keyset_page(events(), order=["at", "id"], size=2, cursor=first.next_cursor)
    assert first.previous_cursor is None
    assert last.next_cursor is None
    again = keyset_page(events(), order=["at", "id"], size=2, cursor=last.previous_cursor)
    assert again.rows == first.rows
    assert again.previous_cursor is None
    assert again.next_cursor


def test_empty_list_is_one_empty_page(in_harbor):
    page = keyset_page(events(), order=["id"], size=10)
    assert (page.rows, page.next_cursor, page.previous_cursor) == ([], None, None)


def _packed(value) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    ["x", "é", "AAAA", "[]", _packed([]), _packed({}), _packed(5), _packed(None), _packed(["f"]), _packed(["f", 1, 2, 3]), _packed(["z", 1, 2]),
     _packed(["f", {"t": "never"}, 1]), _packed(["f", {"x": 1}, 1])],
)  # fmt: skip
def test_foreign_cursor_is_refused(in_harbor, cursor):
    with pytest.raises(BadCursor):
        keyset_page(events(), order=["at", "id"], size=2, cursor=cursor)


@pytest.mark.parametrize(
    "place",
    [
        ["f", "x", 1],
        ["f", None, 1],
        ["f", "a\x00", 1],
        ["f", {"t": "2026-01-01T00:00:00+00:00"}, 2**70],
        ["f", [], {}],
        [1, 2],
        None,
        "f",
    ],
)
def test_forged_cursors_are_refused(in_harbor, place):
    with pytest.raises(BadCursor):
        keyset_page(events(), order=["at", "id"], size=2, cursor=_packed(place))


@pytest.mark.parametrize("word", ["a\x00", "a\ud800"])
def test_cursors_hold_no_text_that_the_database_cannot_hold(in_harbor, word):
    with pytest.raises(BadCursor):
        keyset_page(events(), order=["kind", "id"], size=2, cursor=_packed(["f", word, 1]))
