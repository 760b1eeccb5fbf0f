"""Business hours by table and by Hypothesis; no database."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crewdesk.accounts.schedules_calc import Hours, NeverOpen, add_open_seconds, is_open, open_seconds_between

HOUR, DAY = 3600, 24 * 60


def week(opens: str, closes: str, days=(1, 2, 3, 4, 5)) -> tuple:
    start, end = (int(text[:2]) * 60 + int(text[3:]) for text in (opens, closes))
    return tuple((day * DAY + start, day * DAY + end) for day in days)


ALL_DAYS = tuple(range(7))
OFFICE = week("09:00", "18:00")
ALWAYS = week("00:00", "24:00", ALL_DAYS)
NIGHT = tuple(sorted(week("22:00", "24:00", ALL_DAYS) + week("00:00", "06:00", ALL_DAYS)))
LUNCH = tuple(sorted(week("09:00", "12:00") + week("13:00", "18:00")))


def local(zone: str, text: str, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone), fold=fold)


OPEN = [
    # zone, intervals, local time, open?, what it shows
    ("UTC", OFFICE, "2026-03-02 09:00", True, "the first minute counts"),
    ("UTC", OFFICE, "2026-03-02 18:00", False, "the closing minute does not"),
    ("UTC", OFFICE, "2026-03-02 08:59:59", False, "a second before"),
    ("UTC", OFFICE, "2026-03-01 12:00", False, "a Sunday"),
    ("Asia/Kolkata", OFFICE, "2026-03-02 09:00", True, "a half-hour zone"),
    ("Asia/Kathmandu", OFFICE, "2026-03-02 17:59", True, "a quarter-hour zone"),
    ("UTC", LUNCH, "2026-03-02 12:30", False, "lunch"),
    ("UTC", NIGHT, "2026-03-02 23:59:59", True, "before midnight"),
    ("UTC", NIGHT, "2026-03-03 00:00", True, "after midnight"),
    ("UTC", NIGHT, "2026-03-03 06:00", False, "the night ends"),
    ("America/New_York", week("01:30", "04:00", ALL_DAYS), "2026-03-08 03:00", True, "open across the gap"),
    ("America/New_York", week("02:00", "03:00", ALL_DAYS), "2026-03-08 03:00", False, "an hour that does not exist is no hour"),
]


@pytest.mark.parametrize(("zone", "intervals", "at", "expected", "what"), OPEN, ids=[row[-1] for row in OPEN])
def test_is_open(zone, intervals, at, expected, what):
    assert is_open(Hours(zone, intervals), local(zone, at)) is expected


BETWEEN = [
    # zone, intervals, from, to (local), open seconds
    ("UTC", OFFICE, "2026-03-02 09:00", "2026-03-02 18:00", 9 * HOUR, "a day"),
    ("UTC", OFFICE, "2026-03-02 17:30", "2026-03-03 09:30", HOUR, "over night"),
    ("UTC", OFFICE, "2026-03-06 17:00", "2026-03-09 10:00", 2 * HOUR, "over a week-end"),
    ("UTC", OFFICE, "2026-03-07 08:00", "2026-03-08 20:00", 0, "a week-end"),
    ("UTC", LUNCH, "2026-03-02 11:00", "2026-03-02 14:00", 2 * HOUR, "over lunch"),
    ("UTC", NIGHT, "2026-03-02 20:00", "2026-03-03 08:00", 8 * HOUR, "a night"),
    ("Australia/Lord_Howe", ALWAYS, "2026-04-05 00:00", "2026-04-06 00:00", 24 * HOUR + HOUR // 2, "half an hour back"),
    ("Europe/Berlin", ALWAYS, "2026-03-29 00:00", "2026-03-30 00:00", 23 * HOUR, "the short day"),
    ("Europe/Berlin", ALWAYS, "2026-10-25 00:00", "2026-10-26 00:00", 25 * HOUR, "the long day"),
    ("Europe/Berlin", OFFICE, "2026-03-27 17:00", "2026-03-30 10:00", 2 * HOUR, "hours stay put when clocks change"),
    (
        "America/New_York",
        week("01:00", "04:00", ALL_DAYS),
        "2026-03-08 00:00",
        "2026-03-08 12:00",
        2 * HOUR,
        "an hour is skipped",
    ),
    (
        "America/New_York",
        week("02:30", "04:00", ALL_DAYS),
        "2026-03-08 00:00",
        "2026-03-08 12:00",
        HOUR,
        "opening within the gap",
    ),
    (
        "America/New_York",
        week("01:00", "04:00", ALL_DAYS),
        "2026-11-01 00:00",
        "2026-11-01 12:00",
        4 * HOUR,
        "an hour comes twice",
    ),
    ("America/Santiago", ALWAYS, "2026-09-05 12:00", "2026-09-06 12:00", 23 * HOUR, "clocks change at midnight"),
    ("Pacific/Apia", ALWAYS, "2011-12-29 00:00", "2012-01-01 00:00", 48 * HOUR, "a whole day is skipped"),
    ("UTC", OFFICE, "2026-03-03 09:30", "2026-03-02 17:30", -HOUR, "backwards"),
    ("UTC", (), "2026-03-02 00:00", "2026-03-09 00:00", 0, "never open"),
]


@pytest.mark.parametrize(("zone", "intervals", "a", "b", "seconds", "what"), BETWEEN, ids=[row[-1] for row in BETWEEN])
def test_open_seconds_between(zone, intervals, a, b, seconds, what):
    assert open_seconds_between(Hours(zone, intervals), local(zone, a), local(zone, b)) == seconds


ADD = [
    ("UTC", OFFICE, "2026-03-02 17:30", HOUR, "2026-03-03 09:30", "over night"),
    ("UTC", OFFICE, "2026-03-06 17:00", 2 * HOUR, "2026-03-09 10:00", "over a week-end"),
    ("UTC", OFFICE, "2026-03-02 12:00", 0, "2026-03-02 12:00", "nothing"),
    ("UTC", OFFICE, "2026-03-02 17:00", HOUR, "2026-03-02 18:00", "until closing, not the next opening"),
    ("UTC", NIGHT, "2026-03-02 12:00", 3 * HOUR, "2026-03-03 01:00", "through midnight"),
    ("Asia/Kolkata", OFFICE, "2026-03-02 17:45", HOUR // 2, "2026-03-03 09:15", "a half-hour zone"),
    ("Europe/Berlin", ALWAYS, "2026-03-29 01:00", 2 * HOUR, "2026-03-29 04:00", "through the gap"),
    ("UTC", week("09:00", "10:00", (1,)), "2026-03-02 10:00", 3 * HOUR, "2026-03-23 10:00", "an hour a week"),
]


@pytest.mark.parametrize(("zone", "intervals", "at", "seconds", "expected", "what"), ADD, ids=[row[-1] for row in ADD])
def test_add_open_seconds(zone, intervals, at, seconds, expected, what):
    assert add_open_seconds(Hours(zone, intervals), local(zone, at), seconds) == local(zone, expected)


def test_holidays_are_closed():
    hours = Hours("Europe/Berlin", OFFICE, frozenset({date(2026, 12, 25)}))
    assert not is_open(hours, local("Europe/Berlin", "2026-12-25 12:00"))
    assert add_open_seconds(hours, local("Europe/Berlin", "2026-12-24 17:00"), 2 * HOUR) == local(
        "Europe/Berlin", "2026-12-28 10:00"
    )


def test_a_holiday_ends_at_midnight_in_the_schedules_zone():
    hours = Hours("Asia/Tokyo", ALWAYS, frozenset({date(2026, 1, 1)}))
    assert not is_open(hours, datetime(2025, 12, 31, 15, tzinfo=UTC))
    assert is_open(hours, datetime(2026, 1, 1, 15, tzinfo=UTC))


def test_what_never_opens_says_so():
    with pytest.raises(NeverOpen):
        add_open_seconds(Hours("UTC", ()), datetime(2026, 3, 2, tzinfo=UTC), 1)
    with pytest.raises(ValueError, match="forward"):
        add_open_seconds(Hours("UTC", ALWAYS), datetime(2026, 3, 2, tzinfo=UTC), -1)


@st.composite
def hours(draw) -> Hours:
    zone = draw(
        st.sampled_from(
            [
                "UTC",
                "Europe/Berlin",
                "America/New_York",
                "Asia/Kolkata",
                "Australia/Lord_Howe",
                "America/Santiago",
                "Africa/Cairo",
            ]
        )
    )
    intervals = []
    for day in draw(st.sets(st.integers(0, 6), min_size=1)):
        edges = sorted(draw(st.sets(st.integers(0, DAY), min_size=2, max_size=4)))
        intervals += [(day * DAY + a, day * DAY + b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    days_off = draw(st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=10))
    return Hours(zone, tuple(intervals), frozenset(days_off))


instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 6, 1), timezones=st.just(UTC)).map(
    lambda at: at.replace(microsecond=0)
)


@settings(max_examples=60, deadline=None)
@given(hours(), instants, st.integers(0, 60 * HOUR))
def test_adding_then_measuring_is_the_identity(schedule, at, seconds):
    # Ten years are looked ahead: a minute a week comes to less than nine hours in them.
    assume(seconds <= 400 * 60 * sum(end - start for start, end in schedule.intervals))
    assert open_seconds_between(schedule, at, add_open_seconds(schedule, at, seconds)) == seconds


@settings(max_examples=60, deadline=None)
@given(hours(), instants, st.integers(0, 20 * 24 * HOUR), st.integers(0, 20 * 24 * HOUR))
def test_measures_of_neighbouring_stretches_add_up(schedule, at, first, second):
    b, c = at + timedelta(seconds=first), at + timedelta(seconds=first + second)
    assert open_seconds_between(schedule, at, c) == open_seconds_between(schedule, at, b) + open_seconds_between(schedule, b, c)


@settings(max_examples=60, deadline=None)
@given(hours(), instants)
def test_open_is_when_time_counts(schedule, at):
    assert is_open(schedule, at) == (open_seconds_between(schedule, at, at + timedelta(seconds=1)) == 1)
