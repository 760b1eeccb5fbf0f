"""The incremental export of what happened to tickets: the dialect's form, and every event once, whatever is written meanwhile."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from crewdesk.core.api import exports
from crewdesk.core.clock import now
from crewdesk.core.models import Event
from crewdesk.tickets.models import Ticket, TicketField
from crewdesk.tickets.operations.bin import delete_ticket, purge_ticket
from crewdesk.tickets.operations.delivery import mark_delivery

from .api_story import cost_of
from .story import AT, BY_WEB, answered, changed, opened
from .test_api import Caller, token_of
from .test_incremental import elsewhere

PATH = "incremental/ticket_events.json"
KEYS = {"id", "ticket_id", "timestamp", "created_at", "updater_id", "via", "system", "event_type", "child_events"}


@pytest.fixture
def at_once(monkeypatch):
    """As if all that is written now had been a minute ago."""
    monkeypatch.setattr(exports, "now", lambda: now() + timedelta(minutes=2))


def caller(cast, user=None, **more) -> Caller:
    return Caller(Client(), token_of(cast, user or cast.ada, **more))


def told(cast, **query) -> list[dict]:
    return caller(cast).get(PATH, start_time="0", **query).json()["ticket_events"]


def children(row: dict, kind: str) -> list[dict]:
    return [{k: v for k, v in child.items() if k not in ("id", "via", "via_reference_id")} for child in row["child_events"]
            if child["event_type"] == kind]  # fmt: skip


def age(owner_connection, cast, *seconds: int) -> list[int]:
    """Have the events of tickets, oldest first, written that long ago; their ids."""
    with cast.scope():
        ids = list(Event.objects.filter(subject_type="ticket").order_by("id").values_list("pk", flat=True))
    for pk, ago in zip(ids, seconds, strict=True):
        owner_connection.execute(
            "UPDATE core_event SET changed_at = date_trunc('second', now()) - %s * interval '1 second' WHERE id = %s", [ago, pk]
        )
    return ids


def test_saves_are_told_with_what_they_changed(committed_harbor, at_once):
    cast = committed_harbor
    with cast.scope():
        field = TicketField.objects.create(key="order", title="Order", type="text")
        ticket = opened(cast.cleo, subject="Late", tags=["old"])
        changed(ticket, cast.ben, status="open", tags=["new"], custom_fields={str(field.pk): "A-1"})
    made, saved = told(cast)
    assert set(made) == set(saved) == KEYS
    assert (made["ticket_id"], made["event_type"], made["via"], made["updater_id"]) == (
        ticket.number,
        "Audit",
        "Mail",
        cast.cleo.pk,
    )
    assert (saved["updater_id"], saved["via"], saved["timestamp"]) == (cast.ben.pk, "Web form", int(AT.timestamp()))
    assert saved["created_at"] == "2026-05-04T10:00:00Z"
    assert {"subject": "Late", "event_type": "Create"} in children(made, "Create")
    assert {"tags": ["old"], "added_tags": ["old"], "removed_tags": [], "event_type": "Create"} in children(made, "Create")
    assert children(saved, "Change") == [
        {"status": "open", "previous_value": "new", "event_type": "Change"},
        {"tags": ["new"], "added_tags": ["new"], "removed_tags": ["old"], "previous_value": ["old"], "event_type": "Change"},
        {"custom_ticket_fields": {str(field.pk): "A-1"}, "previous_value": None, "event_type": "Change"},
    ]
    assert len({child["id"] for row in (made, saved) for child in row["child_events"]}) == sum(
        len(row["child_events"]) for row in (made, saved)
    )


def test_comments_come_whole_only_when_they_are_asked_for(committed_harbor, at_once):
    cast = committed_harbor
    with cast.scope():
        ticket = opened(cast.cleo, "The secret is 4711", subject="Late")
        note = answered(ticket, cast.ben, "The secret is 4712", public=False)
        mark_delivery(answered(ticket, cast.ben, "The secret is 4713"), state="sent", at=now())
    short, whole = told(cast), told(cast, include="comment_events")
    assert "The secret" not in str(short)
    assert [children(row, "Comment") for row in short] == [
        [{"event_type": "Comment", "comment_present": True, "comment_public": public}] for public in (True, False, True)
    ] + [[]]  # fmt: skip
    [said] = [child for child in whole[1]["child_events"] if child["event_type"] == "Comment"]
    assert (said["id"], said["body"], said["public"], said["author_id"]) == (note.pk, "The secret is 4712", False, cast.ben.pk)
    assert (said["audit_id"], said["attachments"], said["via_reference_id"]) == (whole[1]["id"], [], None)
    assert said["via"]["channel"] == "web"
    assert "4713" in children(whole[3], "Notification")[0]["body"]


def test_pages_end_with_whole_seconds_and_leave_the_last_minute_out(committed_harbor, owner_connection):
    with committed_harbor.scope():
        ticket = opened(committed_harbor.cleo)
        for n in range(5):
            changed(ticket, committed_harbor.ben, subject=f"S{n}")
    # Three in one second, more than a page holds.
    ids = age(owner_connection, committed_harbor, 500, 300, 300, 300, 200, 10)
    api = caller(committed_harbor)
    first = api.get(PATH, start_time="0", per_page="2").json()
    assert [row["id"] for row in first["ticket_events"]] == ids[:4]
    assert (first["count"], first["end_of_stream"]) == (4, False)
    following = api.get(PATH, **query_of(first["next_page"])).json()
    assert [row["id"] for row in following["ticket_events"]] == ids[4:5]
    assert (following["count"], following["end_of_stream"]) == (1, True)
    assert query_of(following["next_page"])["start_time"] == str(following["end_time"])


def query_of(address: str) -> dict[str, str]:
    return {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}


def test_what_happened_long_ago_and_is_written_now_is_new(committed_harbor, owner_connection, at_once):
    with committed_harbor.scope():
        ticket = opened(committed_harbor.cleo)
    [old] = age(owner_connection, committed_harbor, 500)
    start = int(now().timestamp()) - 100
    with committed_harbor.scope():
        answered(ticket, committed_harbor.ben, "Written down late")
    [row] = caller(committed_harbor).get(PATH, start_time=str(start)).json()["ticket_events"]
    assert row["timestamp"] == int(AT.timestamp()) < start
    assert row["id"] > old


def test_what_is_not_committed_yet_is_not_passed(committed_harbor, owner_connection, at_once):
    with committed_harbor.scope():
        ticket, other = opened(committed_harbor.cleo), opened(committed_harbor.cleo)
    ids = age(owner_connection, committed_harbor, 500, 400)
    written, may_end = threading.Event(), threading.Event()

    def hold_open() -> None:
        with committed_harbor.scope():
            changed(ticket, committed_harbor.ben, subject="Held open")
            written.set()
            assert may_end.wait(30)

    slow = elsewhere(hold_open)
    assert written.wait(30)
    with committed_harbor.scope():
        changed(other, committed_harbor.ben, subject="Overtook")
    api = caller(committed_harbor)
    first = api.get(PATH, start_time="0").json()
    may_end.set()
    slow.join()
    following = api.get(PATH, start_time=str(first["end_time"])).json()
    assert [row["id"] for row in first["ticket_events"]] == ids
    assert {row["ticket_id"] for row in following["ticket_events"]} == {ticket.number, other.number}


class Follower:
    """A client that goes from page to page, and remembers the ids of all that it was told."""

    def __init__(self, cast):
        self.api, self.start, self.seen, self.ends = caller(cast), "0", [], set()

    def read(self) -> bool:
        """One page; whether it was the last for now."""
        reply = self.api.get(PATH, start_time=self.start, per_page="2").json()
        self.seen += [row["id"] for row in reply["ticket_events"]]
        assert int(self.start) <= reply["end_time"]
        self.start = query_of(reply["next_page"])["start_time"]
        self.ends |= {self.start}
        return reply["end_of_stream"]


def test_each_event_comes_once_while_more_are_written(committed_harbor, monkeypatch):
    """Two writers, one of which holds transactions open over many pages, some rolled back, and a reader without the minute of grace."""
    monkeypatch.setattr(exports, "LAG", timedelta(0))
    with committed_harbor.scope():
        tickets = [opened(committed_harbor.cleo) for _n in range(2)]
    reader = Follower(committed_harbor)

    def steps(ticket: Ticket, held: int) -> Iterator[None]:
        for step in range(10_000):
            try:
                with committed_harbor.scope():
                    changed(ticket, committed_harbor.ben, subject=f"S{step}")
                    for _turn in range(step % 4 * held):
                        yield
                    if step % 5 == 0:
                        raise KeyboardInterrupt
            except KeyboardInterrupt:
                pass
            yield

    turns, done = threading.Barrier(3, timeout=30), threading.Event()

    def write(ticket: Ticket, held: int) -> None:
        for _step in steps(ticket, held):
            turns.wait()
            if done.is_set():
                return

    writers = [elsewhere(lambda one=one, held=held: write(one, held)) for one, held in zip(tickets, (0, 20), strict=True)]
    try:
        for _turn in range(2_000):
            reader.read()
            if len(reader.ends) > 4:
                break
            turns.wait()
    finally:
        done.set()
        turns.wait()
    for writer in writers:
        writer.join()
    # Nobody writes any more.
    monkeypatch.setattr(exports, "now", lambda: now() + timedelta(seconds=2))
    assert any(reader.read() for _page in range(50))
    with committed_harbor.scope():
        written = list(Event.objects.filter(subject_type="ticket").values_list("pk", flat=True))
    assert len(reader.ends) > 4
    assert sorted(reader.seen) == sorted(written)


def test_page_costs_the_same_however_long_it_is(committed_harbor, owner_connection):
    with committed_harbor.scope():
        for n in range(20):
            ticket = opened(committed_harbor.cleo, f"Question {n}")
            answered(ticket, committed_harbor.ben, f"Answer {n}", subject=f"S{n}")
    age(owner_connection, committed_harbor, *range(500, 460, -1))
    api, query = caller(committed_harbor), {"start_time": "0", "include": "comment_events"}
    assert len(api.get(PATH, per_page="2", **query).json()["ticket_events"]) == 2
    costs = {size: cost_of(lambda size=size: api.get(PATH, per_page=size, **query)) for size in ("2", "40")}
    assert costs["2"] == costs["40"] <= 20
    assert len(api.get(PATH, **query).json()["ticket_events"]) == 40


def test_deleted_tickets_are_told_and_purged_ones_are_not(committed_harbor, at_once):
    with committed_harbor.scope():
        tickets = [opened(committed_harbor.cleo) for _n in range(2)]
        for ticket in tickets:
            delete_ticket(ticket, by=committed_harbor.ada, **BY_WEB)
        purge_ticket(tickets[0], by=committed_harbor.ada, **BY_WEB)
    reply = caller(committed_harbor).get(PATH, start_time="0").json()
    assert [row["ticket_id"] for row in reply["ticket_events"]] == [tickets[1].number] * 2
    assert children(reply["ticket_events"][1], "Change") == [
        {"status": "deleted", "previous_value": None, "event_type": "Change"}
    ]
    assert reply["count"] == 2


def test_sample_is_the_first_fifty(committed_harbor, at_once):
    with committed_harbor.scope():
        ticket = opened(committed_harbor.cleo)
        changed(ticket, committed_harbor.ben, subject="Other")
    reply = caller(committed_harbor).get("incremental/ticket_events/sample", start_time="0").json()
    assert (reply["count"], len(reply["ticket_events"]), reply["end_of_stream"]) == (2, 2, True)


@pytest.mark.parametrize("who", ["ben", "liv", "cleo"])
@pytest.mark.parametrize("path", ["incremental/ticket_events", "incremental/ticket_events/sample"])
def test_only_who_may_export_does(committed_harbor, who, path):
    assert caller(committed_harbor, getattr(committed_harbor, who)).get(path, start_time="0").status_code == 403


@pytest.mark.parametrize(("scope", "status"), [("incremental:read", 200), ("tickets:read", 403)])
def test_token_needs_the_scope_of_exports(committed_harbor, scope, status):
    assert caller(committed_harbor, scopes=(scope,)).get(PATH, start_time="0").status_code == status


def test_who_sees_some_tickets_is_told_of_these(committed_harbor, at_once):
    with committed_harbor.scope():
        mine, _other = opened(committed_harbor.cleo), opened(committed_harbor.cleo)
        changed(mine, committed_harbor.ada, assignee=committed_harbor.lena)
        committed_harbor.lena.ticket_restriction = "assigned"
        committed_harbor.lena.save()
    rows = caller(committed_harbor, committed_harbor.lena).get(PATH, start_time="0").json()["ticket_events"]
    assert [row["ticket_id"] for row in rows] == [mine.number] * 2


@pytest.mark.parametrize("query", [{}, {"start_time": "soon"}, {"start_time": "-1"}])
def test_wrong_places_are_told(committed_harbor, query):
    assert caller(committed_harbor).get(PATH, **query).status_code == 400


def test_events_of_another_server_keep_their_time(committed_harbor, owner_connection):
    """Their transactions are brought here as all others; but history is not new."""
    with committed_harbor.scope():
        opened(committed_harbor.cleo)
    age(owner_connection, committed_harbor, 500)
    row = "SELECT changed_in, changed_at FROM core_event WHERE desk_id = %s AND subject_type = 'ticket'"
    desk = [committed_harbor.desk.pk]
    before = owner_connection.execute(row, desk).fetchone()
    owner_connection.execute("UPDATE core_event SET changed_in = %s WHERE desk_id = %s", [2**60, *desk])
    owner_connection.execute("SET ROLE crewdesk_owner")
    owner_connection.execute("SELECT crewdesk_bring_changes_here('core_event')")
    owner_connection.execute("RESET ROLE")
    assert before[0] > 0
    assert owner_connection.execute(row, desk).fetchone() == (0, before[1])


def test_a_program_cannot_say_when_it_wrote_an_event(harbor):
    with harbor.scope():
        event = Event.objects.create(
            at=AT, kind="ticket.updated", via="web", subject_type="ticket", subject_id=1, changed_in=1, changed_at=AT
        )
        event.refresh_from_db()
    assert event.changed_in > 1
    assert event.changed_at > AT
