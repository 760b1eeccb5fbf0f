"""How long a ticket took, from what happened to it. Pure: no queries, no clock.

A span that is still open counts for nothing yet: the figures change when something happens, and not while one looks.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from crewdesk.accounts.schedules_calc import Hours, open_seconds_between

from .models import Status

REQUESTER_WAITS = {Status.NEW, Status.OPEN, Status.HOLD}
AGENT_WAITS = {Status.PENDING}
DONE = {Status.SOLVED, Status.CLOSED}


class Change(NamedTuple):
    """A save: who made it, and what of `status`, `custom_status_id`, `group_id` and `assignee_id` became what."""

    at: datetime
    by: int | None
    after: dict[str, Any]


class Word(NamedTuple):
    """A comment."""

    at: datetime
    by_staff: bool
    public: bool


@dataclass(frozen=True)
class Length:
    """Whole minutes by the calendar and within business hours, and the calendar's seconds."""

    calendar: int
    business: int
    seconds: int


@dataclass(frozen=True)
class Metrics:
    """None is what has not happened yet."""

    reopens: int
    replies: int
    group_stations: int
    assignee_stations: int
    reply_time: Length | None
    first_resolution_time: Length | None
    full_resolution_time: Length | None
    agent_wait_time: Length
    requester_wait_time: Length
    on_hold_time: Length
    initially_assigned_at: datetime | None
    assigned_at: datetime | None
    status_updated_at: datetime
    custom_status_updated_at: datetime
    assignee_updated_at: datetime | None
    requester_updated_at: datetime | None
    latest_comment_added_at: datetime | None


def measured(
    changes: list[Change], words: list[Word], *, created_at: datetime, requester: int, assignee: int | None, hours: Hours | None
) -> Metrics:
    """The figures of a ticket; `changes` and `words` oldest first, `requester` and `assignee` as they are now.

    Without `hours` the desk never closes.
    """
    statuses = list(_values(changes, "status"))
    assigned = [at for at, user in _values(changes, "assignee_id") if user is not None]
    solved = [at for at, status in statuses if status == Status.SOLVED] or [at for at, status in statuses if status in DONE]
    answers = [word.at for word in words[1:] if word.by_staff and word.public]

    def length(spans: Iterable[tuple[datetime, datetime]]) -> Length:
        return _length(spans, hours)

    def since_creation(at: datetime | None) -> Length | None:
        return None if at is None else length([(created_at, at)])

    return Metrics(
        reopens=_reopens(statuses),
        replies=len(answers),
        group_stations=sum(group is not None for _at, group in _values(changes, "group_id")),
        assignee_stations=len(assigned),
        reply_time=since_creation(answers[0] if answers else None),
        first_resolution_time=since_creation(solved[0] if solved else None),
        full_resolution_time=since_creation(solved[-1] if solved else None),
        agent_wait_time=length(_spans(statuses, AGENT_WAITS)),
        requester_wait_time=length(_spans(statuses, REQUESTER_WAITS)),
        on_hold_time=length(_spans(statuses, {Status.HOLD})),
        initially_assigned_at=assigned[0] if assigned else None,
        assigned_at=assigned[-1] if assigned else None,
        status_updated_at=statuses[-1][0] if statuses else created_at,
        custom_status_updated_at=_last_at(changes, {"status", "custom_status_id"}) or created_at,
        assignee_updated_at=_last_by(changes, assignee),
        requester_updated_at=_last_by(changes, requester) or created_at,
        latest_comment_added_at=words[-1].at if words else None,
    )


def _values(changes: list[Change], name: str) -> Iterator[tuple[datetime, Any]]:
    return ((change.at, change.after[name]) for change in changes if name in change.after)


def _spans(statuses: list[tuple[datetime, str]], among: set[Status]) -> Iterator[tuple[datetime, datetime]]:
    for (start, status), (end, _next) in zip(statuses, statuses[1:], strict=False):
        if status in among:
            yield start, end


def _reopens(statuses: list[tuple[datetime, str]]) -> int:
    pairs = zip(statuses, statuses[1:], strict=False)
    return sum(before == Status.SOLVED and after not in DONE for (_, before), (_, after) in pairs)


def _length(spans: Iterable[tuple[datetime, datetime]], hours: Hours | None) -> Length:
    spans = list(spans)
    seconds = sum(int((end - start).total_seconds()) for start, end in spans)
    open_seconds = seconds if hours is None else sum(open_seconds_between(hours, start, end) for start, end in spans)
    return Length(seconds // 60, open_seconds // 60, seconds)


def _last_at(changes: list[Change], names: set[str]) -> datetime | None:
    return max((change.at for change in changes if names & change.after.keys()), default=None)


def _last_by(changes: list[Change], user: int | None) -> datetime | None:
    return None if user is None else max((change.at for change in changes if change.by == user), default=None)
