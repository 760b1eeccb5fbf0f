"""Solved tickets close by themselves."""

from datetime import timedelta

import pytest

from crewdesk.core.clock import now
from crewdesk.tickets import jobs
from crewdesk.tickets.models import Ticket
from crewdesk.tickets.operations import closing

from .story import AT, answered, last_event, opened

DAY = timedelta(days=1)


@pytest.fixture
def solved(in_harbor):
    ticket = opened(in_harbor.cleo)
    answered(ticket, in_harbor.ben, status="solved")
    return ticket


def test_after_four_days(in_harbor, solved):
    waiting = opened(in_harbor.cleo)
    closing.close_solved(at=AT + 4 * DAY - timedelta(seconds=1))
    assert Ticket.objects.get(pk=solved.pk).status == "solved"
    closing.close_solved(at=AT + 4 * DAY)
    solved.refresh_from_db()
    waiting.refresh_from_db()
    assert (solved.status, solved.closed_at, waiting.status) == ("closed", AT + 4 * DAY, "new")
    event = last_event("ticket.updated", solved)
    assert (event.changes["status"], event.actor_id, event.via) == (["solved", "closed"], None, "system")


def test_after_the_days_that_the_desk_sets(in_harbor, solved):
    in_harbor.desk.settings = {"close_solved_after_days": 10}
    in_harbor.desk.save()
    closing.close_solved(at=AT + 9 * DAY)
    assert Ticket.objects.get().status == "solved"
    closing.close_solved(at=AT + 10 * DAY)
    assert Ticket.objects.get().status == "closed"


def test_in_batches(in_harbor, solved, monkeypatch):
    monkeypatch.setattr(closing, "BATCH", 1)
    answered(opened(in_harbor.cleo), in_harbor.ben, status="solved")
    assert [closing.close_solved(at=AT + 5 * DAY) for _n in range(3)] == [True, True, False]
    assert Ticket.objects.filter(status="closed").count() == 2


def test_the_job(in_harbor, solved):
    Ticket.objects.update(solved_at=now() - 5 * DAY)
    jobs.close_solved_tickets()
    assert Ticket.objects.get().status == "closed"
