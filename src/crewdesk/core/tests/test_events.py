"""The event row, and who hears of it."""

from enum import StrEnum

import pytest
from django.db import connection

from crewdesk.accounts.models import Group
from crewdesk.core import events
from crewdesk.core.events import KINDS, Via, event_kinds, handler_named, on, record, record_many
from crewdesk.core.jobs import Lane
from crewdesk.core.models import Event


class Happening(StrEnum):
    OPENED = "door.opened"
    CLOSED = "door.closed"


@pytest.fixture(autouse=True)
def _own_subscriptions(monkeypatch):
    """Handlers of this file are heard in it alone."""
    monkeypatch.setattr(events, "_subscriptions", events.defaultdict(list))
    monkeypatch.setattr(events, "_handlers", {})


@pytest.fixture
def heard():
    """What the handler of `door.opened` was called with."""
    calls = []

    @on(Happening.OPENED, lane=Lane.RULES)
    def hear(event: Event) -> None:
        calls.append(event)

    return calls


def test_event_says_who_what_where(in_harbor):
    event = record(Happening.OPENED, in_harbor.group, by=in_harbor.ben, via=Via.API, changes={"name": ["a", "b"]})
    event.refresh_from_db()
    assert (event.kind, event.via, event.actor_id) == ("door.opened", "api", in_harbor.ben.pk)
    assert (event.subject_type, event.subject_id, event.changes) == ("group", in_harbor.group.pk, {"name": ["a", "b"]})
    assert event.desk_id == in_harbor.desk.pk


def test_handler_hears_in_a_job_of_its_lane(in_harbor, heard, do_jobs):
    event = record(Happening.OPENED, in_harbor.group, by=None, via=Via.WEB)
    record(Happening.CLOSED, in_harbor.group, by=None, via=Via.WEB)
    assert heard == []
    assert do_jobs(Lane.BATCH, Lane.LIVE, Lane.INBOUND, Lane.OUTBOUND) == 0
    assert do_jobs(Lane.RULES) == 1
    assert heard == [event]


def test_many_events_are_written_and_told_with_two_statements(in_harbor, heard, do_jobs, django_assert_num_queries):
    rows = [
        Event(at=in_harbor.desk.created_at, kind=Happening.OPENED, via="web", subject_type="group", subject_id=number)
        for number in range(20)
    ]
    with django_assert_num_queries(2):
        record_many(rows)
    assert do_jobs(Lane.RULES) == 20
    assert sorted(event.subject_id for event in heard) == list(range(20))


def test_what_a_handler_records_names_its_cause(in_harbor, do_jobs):
    @on(Happening.OPENED, lane=Lane.RULES)
    def close(event: Event) -> None:
        record(Happening.CLOSED, Group.objects.get(pk=event.subject_id), by=None, via=Via.RULE)

    cause = record(Happening.OPENED, in_harbor.group, by=None, via=Via.WEB)
    do_jobs(Lane.RULES)
    assert Event.objects.get(kind=Happening.CLOSED).caused_by == cause.pk
    later = record(Happening.CLOSED, in_harbor.group, by=None, via=Via.WEB)
    assert later.caused_by is None


def test_unknown_handler_is_an_error():
    with pytest.raises(KeyError):
        handler_named("nobody")


def test_kinds_are_noun_and_past_tense():
    event_kinds(Happening)
    assert {"door.opened", "door.closed", "file.stored"} <= KINDS
    KINDS.difference_update(member.value for member in Happening)
    assert [kind for kind in KINDS if kind.count(".") != 1] == []


def test_event_is_told_by_notify_at_commit(committed_harbor, owner_connection):
    owner_connection.execute("LISTEN crewdesk_live")
    with committed_harbor.scope():
        event = record(Happening.OPENED, committed_harbor.group, by=None, via=Via.WEB)
        assert list(owner_connection.notifies(timeout=0)) == []
    (notice,) = owner_connection.notifies(timeout=5, stop_after=1)
    assert notice.payload == f"{committed_harbor.desk.pk} {event.pk} door.opened group {committed_harbor.group.pk}"


def test_no_receipts_are_needed(db):
    """A job takes its own row out of the queue with its effects; no second table says that it did."""
    assert "core_jobreceipt" not in connection.introspection.table_names()
