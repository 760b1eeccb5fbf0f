"""The search field's syntax, without a database."""

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crewdesk.tickets.search.moments import read_span
from crewdesk.tickets.search.syntax import Condition, Query, SyntaxProblem, Text, parse

NOW = datetime(2026, 5, 4, 10, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        ("late payout", (Text("late", "word"), Text("payout", "word"))),
        ('"bank transfer" -spam', (Text("bank transfer", "phrase"), Text("spam", "word", negated=True))),
        ("inv*", (Text("inv", "prefix"),)),
        ("subject:refund", (Text("refund", "word", part="subject"),)),
        ('-subject:"no reply"', (Text("no reply", "phrase", negated=True, part="subject"),)),
        ("http://example.com/a?b=c", (Text("http://example.com/a?b=c", "word"),)),
        ("10:30", (Text("10:30", "word"),)),
        ("- * ,", ()),
    ],
)
def test_words(text, texts):
    assert parse(text).texts == texts


@pytest.mark.parametrize(
    ("text", "conditions"),
    [
        ("status:open", (Condition("status", ":", ("open",)),)),
        ("status<solved", (Condition("status", "<", ("solved",)),)),
        ("tags:vip,gold tags:new", (Condition("tags", ":", ("vip", "gold", "new")),)),
        (
            "tags:vip -tags:bot",
            (Condition("tags", ":", ("vip",)), Condition("tags", ":", ("bot",), negated=True, position=9)),
        ),
        ('assignee:"Ben Agent",none', (Condition("assignee", ":", ("Ben Agent", "none")),)),
        (
            "created>2026-01-01 created<=4hours",
            (
                Condition("created", ">", ("2026-01-01",)),
                Condition("created", "<=", ("4hours",), position=19),
            ),
        ),
        ("custom_field_12:gold", (Condition("custom_field_12", ":", ("gold",)),)),
        ("Priority:HIGH", (Condition("priority", ":", ("HIGH",)),)),
    ],
)
def test_keys(text, conditions):
    assert parse(text).conditions == conditions


def test_numbers_and_order():
    query = parse("#17 refund order_by:created sort:asc")
    assert (query.numbers, query.order, query.descending) == ((17,), "created_at", False)
    assert parse("#17a").numbers == ()


@pytest.mark.parametrize(
    ("text", "position", "term"),
    [
        ("refund colour:red", 7, "colour:red"),
        ("status:", 0, "status:"),
        ("tags<vip", 0, "tags<vip"),
        ('late "payout', 5, '"payout'),
        ("order_by:weight", 0, "order_by:weight"),
        ("x" * 1001, 1000, ""),
    ],
)
def test_problem_names_the_place(text, position, term):
    with pytest.raises(SyntaxProblem) as problem:
        parse(text)
    assert (problem.value.position, problem.value.term) == (position, term)


@given(st.text(max_size=120))
def test_any_text_is_read_or_refused(text):
    with suppress(SyntaxProblem):
        assert isinstance(parse(text), Query)


@pytest.mark.parametrize(
    ("raw", "start", "end"),
    [
        ("2026-05-01", "2026-04-30T22:00+00:00", "2026-05-01T22:00+00:00"),
        ("2026-12", "2026-11-30T23:00+00:00", "2026-12-31T23:00+00:00"),
        ("2025", "2024-12-31T23:00+00:00", "2025-12-31T23:00+00:00"),
        ("today", "2026-05-03T22:00+00:00", "2026-05-04T22:00+00:00"),
        ("4hours", "2026-05-04T06:30+00:00", "2026-05-04T10:30+00:00"),
        ("2026-05-01T12:00:00Z", "2026-05-01T12:00+00:00", "2026-05-01T12:00:01+00:00"),
    ],
)
def test_moments_are_those_of_the_reader(raw, start, end):
    assert read_span(raw, now=NOW, zone=ZoneInfo("Europe/Berlin")) == (
        datetime.fromisoformat(start),
        datetime.fromisoformat(end),
    )
