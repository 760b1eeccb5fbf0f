"""Business hours as arithmetic: no queries, no clock.

Local opening hours become spans of UTC; everything else is adding up spans. A wall-clock time that a change of the
clocks skips stands for the first instant after the gap, one that comes twice for its first coming, so spans of a day
never overlap and `open_seconds_between` undoes `add_open_seconds`.
"""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60
DAY = timedelta(days=1)
# A schedule that opens for less than a second in this time never opens.
HORIZON = timedelta(days=366 * 10)

Span = tuple[datetime, datetime]


class NeverOpen(ValueError):
    """The schedule has no open hours in the next ten years."""


@dataclass(frozen=True)
class Hours:
    """A schedule's facts: intervals are minutes since Sunday 00:00 local time, end exclusive, each within one day;
    `holidays` answers `date in holidays`."""

    time_zone: str
    intervals: tuple[tuple[int, int], ...]
    holidays: Container[date] = field(default_factory=frozenset)


def is_open(hours: Hours, at: datetime) -> bool:
    """Whether the desk is at work at the instant `at` (aware)."""
    return any(start <= at < end for start, end in _spans_around(hours, at))


def open_seconds_between(hours: Hours, a: datetime, b: datetime) -> int:
    """Seconds of open hours from `a` to `b`, both aware; negative when `b` lies before `a`."""
    # In UTC: sums and differences of local datetimes go by the wall clock and lose or gain an hour when it changes.
    a, b = a.astimezone(UTC), b.astimezone(UTC)
    if b < a:
        return -open_seconds_between(hours, b, a)
    total = timedelta()
    for start, end in _spans_from(hours, a):
        if start >= b:
            break
        total += min(end, b) - max(start, a)
    return int(total.total_seconds())


def add_open_seconds(hours: Hours, at: datetime, seconds: int) -> datetime:
    """The first instant (UTC) by which `seconds` open seconds have gone since `at`; `at` itself for 0. Raises NeverOpen, ValueError."""
    if seconds < 0:
        raise ValueError("Business time runs forward only: seconds must not be negative.")
    at, left = at.astimezone(UTC), timedelta(seconds=seconds)
    if not left:
        return at
    for start, end in _spans_from(hours, at):
        start = max(start, at)
        if end - start >= left:
            return start + left
        left -= end - start
    raise NeverOpen("This schedule has no open hours.")


def _spans_around(hours: Hours, at: datetime) -> Iterator[Span]:
    yield from _spans_of_day(hours, at.astimezone(ZoneInfo(hours.time_zone)).date())


def _spans_from(hours: Hours, at: datetime) -> Iterator[Span]:
    """Spans that end after `at`, in order, for ten years."""
    day = at.astimezone(ZoneInfo(hours.time_zone)).date()
    last = day + HORIZON
    while day < last and hours.intervals:
        for span in _spans_of_day(hours, day):
            if span[1] > at:
                yield span
        day += DAY


def _spans_of_day(hours: Hours, day: date) -> Iterator[Span]:
    if day in hours.holidays:
        return
    zone = ZoneInfo(hours.time_zone)
    midnight = (day.isoweekday() % 7) * MINUTES_A_DAY
    for start, end in sorted(hours.intervals):
        if midnight <= start < midnight + MINUTES_A_DAY:
            opens, closes = (_instant(day, minute - midnight, zone) for minute in (start, end))
            if opens < closes:
                yield opens, closes


def _instant(day: date, minute: int, zone: ZoneInfo) -> datetime:
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    while instant.astimezone(zone).replace(tzinfo=None) != wall:
        # The clocks skipped this time: go on to the first that exists.
        wall += timedelta(minutes=1)
        instant = wall.replace(tzinfo=zone).astimezone(UTC)
    return instant
