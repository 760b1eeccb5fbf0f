"""The figures of a ticket, by tables."""

from datetime import UTC, datetime, timedelta

import pytest

from crewdesk.accounts.schedules_calc import Hours
from crewdesk.tickets.metrics import Change, Word, measured

# A Monday.
START = datetime(2026, 5, 4, 8, tzinfo=UTC)
NINE_TO_FIVE = Hours("UTC", tuple((day * 1440 + 540, day * 1440 + 1020) for day in range(1, 6)))
CLEO, BEN = 1, 2


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


def figures(changes=(), words=(), hours=None, assignee=None):
    given = [Change(at(when), by, after) for when, by, after in changes]
    said = [Word(at(when), staff, public) for when, staff, public in words]
    return measured(given, said, created_at=START, requester=CLEO, assignee=assignee, hours=hours)


def moves(*statuses: tuple[float, str]) -> list:
    return [(when, BEN, {"status": status}) for when, status in statuses]


@pytest.mark.parametrize(
    "statuses,requester,agent,hold,first,full,reopens",
    [
        (moves((0, "new")), 0, 0, 0, None, None, 0),
        (moves((0, "new"), (1, "open")), 60, 0, 0, None, None, 0),
        (moves((0, "new"), (1, "open"), (3, "solved")), 180, 0, 0, 180, 180, 0),
        (moves((0, "open"), (1, "pending"), (4, "open"), (5, "solved")), 120, 180, 0, 300, 300, 0),
        (moves((0, "open"), (2, "hold"), (3, "open")), 180, 0, 60, None, None, 0),
        (moves((0, "open"), (1, "solved"), (2, "open"), (3, "solved"), (9, "closed")), 120, 0, 0, 60, 180, 1),
        (moves((0, "open"), (1, "solved"), (2, "pending"), (3, "open")), 60, 60, 0, 60, 60, 1),
        (moves((0, "open"), (1, "closed")), 60, 0, 0, 60, 60, 0),
    ],
)
def test_waits_and_resolutions(statuses, requester, agent, hold, first, full, reopens):
    found = figures(statuses)
    assert (found.requester_wait_time.calendar, found.agent_wait_time.calendar) == (requester, agent)
    assert (found.on_hold_time.calendar, found.reopens) == (hold, reopens)
    assert (found.first_resolution_time and found.first_resolution_time.calendar) == first
    assert (found.full_resolution_time and found.full_resolution_time.calendar) == full


@pytest.mark.parametrize(
    "words,replies,minutes",
    [
        ([(0, False, True)], 0, None),
        ([(0, False, True), (1, True, False)], 0, None),
        ([(0, False, True), (1, False, True), (2, True, True), (5, True, True)], 2, 120),
        # What an agent opens with answers nobody.
        ([(0, True, True), (3, True, True)], 1, 180),
    ],
)
def test_replies(words, replies, minutes):
    found = figures(words=words)
    assert (found.replies, found.reply_time and found.reply_time.calendar) == (replies, minutes)
    assert found.latest_comment_added_at == at(words[-1][0])


@pytest.mark.parametrize(
    "hours,answer,business",
    [
        (None, 2, 120),
        # Opens an hour after the question.
        (NINE_TO_FIVE, 2, 60),
        (NINE_TO_FIVE, 0.5, 0),
        # Over the night: eight hours of Monday, one of Tuesday.
        (NINE_TO_FIVE, 26, 540),
        (Hours("UTC", NINE_TO_FIVE.intervals, {START.date()}), 26, 60),
    ],
)
def test_business_minutes(hours, answer, business):
    found = figures(words=[(0, False, True), (answer, True, True)], hours=hours)
    assert (found.reply_time.calendar, found.reply_time.business) == (int(answer * 60), business)


def test_stations_and_instants():
    found = figures(
        [
            (0, CLEO, {"status": "new", "group_id": 5}),
            (1, BEN, {"assignee_id": 2, "status": "open"}),
            (2, BEN, {"assignee_id": None, "group_id": 6}),
            (3, 9, {"assignee_id": 3}),
            (4, BEN, {"custom_status_id": 7}),
            (5, CLEO, {}),
        ],
        assignee=BEN,
    )
    assert (found.group_stations, found.assignee_stations) == (2, 2)
    assert (found.initially_assigned_at, found.assigned_at) == (at(1), at(3))
    assert (found.status_updated_at, found.custom_status_updated_at) == (at(1), at(4))
    assert (found.assignee_updated_at, found.requester_updated_at) == (at(4), at(5))


def test_a_ticket_of_which_nothing_is_known():
    found = figures()
    assert (found.status_updated_at, found.assigned_at, found.replies, found.reply_time) == (START, None, 0, None)
