"""Incremental exports never skip and never loop, whatever is written meanwhile."""

import random
import threading
from base64 import b64encode
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client

from crewdesk.accounts.models import User
from crewdesk.core.api import exports
from crewdesk.core.clock import now
from crewdesk.tickets.models import Ticket
from crewdesk.tickets.operations.bin import delete_ticket
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket
from crewdesk.tickets.operations.update import update_ticket

from .test_api import Caller, token_of


def make(cast, subject: str = "Late") -> Ticket:
    with cast.scope():
        return create_ticket(requester=cast.cleo, by=None, via="email", at=now(), subject=subject, said=Said(body="Where?"))


def change(cast, pk: int, subject: str) -> None:
    update_ticket(Ticket.objects.get(pk=pk), by=None, via="system", at=now(), changes={"subject": subject})


class Reader:
    """A client that follows a cursor and remembers the last subject that it saw of each ticket."""

    def __init__(self, cast):
        self.api, self.cursor, self.seen = Caller(Client(), token_of(cast, cast.ada)), None, {}

    def read(self, size: int = 3) -> bool:
        """One page; whether it was the last for now."""
        place = {"cursor": self.cursor} if self.cursor else {"start_time": "0"}
        reply = self.api.get("incremental/tickets/cursor.json", per_page=str(size), **place).json()
        self.seen |= {ticket["id"]: ticket["subject"] for ticket in reply["tickets"]}
        assert parse_qs(urlsplit(reply["after_url"]).query)["cursor"] == [reply["after_cursor"]]
        self.cursor = reply["after_cursor"]
        return reply["end_of_stream"]

    def read_all(self, *, most: int) -> int:
        """Pages until the end of the stream; fails after `most` of them."""
        for pages in range(1, most + 1):
            if self.read():
                return pages
        raise AssertionError(f"no end after {most} pages")


def elsewhere(work: Callable[[], None]) -> threading.Thread:
    """Start `work` in a thread with a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_every_ticket_once_and_then_only_changes(committed_harbor):
    tickets = [make(committed_harbor, f"Number {n}") for n in range(8)]
    reader = Reader(committed_harbor)
    assert reader.read_all(most=4) == 3
    assert len(reader.seen) == 8
    reader.seen.clear()
    assert reader.read()
    assert reader.seen == {}
    with committed_harbor.scope():
        change(committed_harbor, tickets[2].pk, "Changed")
    assert reader.read()
    assert reader.seen == {tickets[2].number: "Changed"}


def test_change_that_was_committed_late_is_not_skipped(committed_harbor):
    early, late = make(committed_harbor, "Early"), make(committed_harbor, "Late")
    reader, written, may_end = Reader(committed_harbor), threading.Event(), threading.Event()
    reader.read_all(most=2)

    def hold_open() -> None:
        with committed_harbor.scope():
            change(committed_harbor, early.pk, "Held open")
            written.set()
            assert may_end.wait(30)

    slow = elsewhere(hold_open)
    assert written.wait(30)
    with committed_harbor.scope():
        change(committed_harbor, late.pk, "Overtook")
    reader.read_all(most=2)
    may_end.set()
    slow.join()
    reader.read_all(most=2)
    assert reader.seen == {early.number: "Held open", late.number: "Overtook"}


@pytest.mark.parametrize("seed", range(3))
def test_never_skips_and_never_loops_while_tickets_change(committed_harbor, seed):
    """Three writers with transactions of random length, and a reader with small pages between them."""
    tickets = [make(committed_harbor) for _n in range(12)]
    dice, done = random.Random(seed), threading.Event()
    plans = [[(dice.sample(tickets, dice.randint(1, 4)), dice.random() < 0.2) for _step in range(12)] for _writer in range(3)]

    def write(name: str, plan: list) -> None:
        for step, (chosen, rolls_back) in enumerate(plan):
            try:
                with committed_harbor.scope():
                    for ticket in sorted(chosen, key=lambda one: one.pk):
                        change(committed_harbor, ticket.pk, f"{name}.{step}")
                    if rolls_back:
                        raise KeyboardInterrupt
            except KeyboardInterrupt:
                pass

    reader = Reader(committed_harbor)
    writers = [elsewhere(lambda n=n, plan=plan: write(str(n), plan)) for n, plan in enumerate(plans)]

    def wait() -> None:
        for writer in writers:
            writer.join()
        done.set()

    waiting = elsewhere(wait)
    while not done.is_set():
        reader.read(size=2)
    waiting.join()
    # Other desks' transactions may still run; ours are over, and what they left is read to the end.
    reader.read_all(most=40)
    with committed_harbor.scope():
        assert reader.seen == dict(Ticket.objects.values_list("number", "subject"))


def test_deleted_tickets_are_told_as_deleted(committed_harbor):
    ticket = make(committed_harbor)
    reader = Reader(committed_harbor)
    reader.read_all(most=2)
    with committed_harbor.scope():
        delete_ticket(ticket, by=committed_harbor.ada, via="web", at=now())
    reply = reader.api.get("incremental/tickets/cursor", cursor=reader.cursor).json()
    assert [(row["id"], row["status"]) for row in reply["tickets"]] == [(ticket.number, "deleted")]


def test_start_time_leaves_out_what_is_older(committed_harbor, owner_connection):
    old, new = make(committed_harbor, "Old"), make(committed_harbor, "New")
    age(owner_connection, old, 86_400)
    api = Caller(Client(), token_of(committed_harbor, committed_harbor.ada))
    hour_ago = str(int(now().timestamp()) - 3600)
    rows = api.get("incremental/tickets/cursor", start_time=hour_ago).json()["tickets"]
    assert [row["id"] for row in rows] == [new.number]


def test_export_by_time_goes_on_at_the_next_second_and_leaves_the_last_minute_out(committed_harbor, owner_connection):
    tickets = [make(committed_harbor, f"Number {n}") for n in range(5)]
    for ticket, seconds in zip(tickets, (500, 300, 300, 300, 10), strict=True):
        # Three in one second, more than a page holds: they come together, and the next page begins after them.
        age(owner_connection, ticket, seconds)
    api = Caller(Client(), token_of(committed_harbor, committed_harbor.ada))
    first = api.get("incremental/tickets", start_time="0", per_page="2").json()
    assert [row["id"] for row in first["tickets"]] == [ticket.number for ticket in tickets[:4]]
    assert (first["count"], first["end_of_stream"]) == (4, False)
    following = api.get(
        "incremental/tickets", **{k: v[0] for k, v in parse_qs(urlsplit(first["next_page"]).query).items()}
    ).json()
    assert (following["tickets"], following["end_of_stream"]) == ([], True)


def test_export_by_time_does_not_pass_what_is_written_and_not_committed_yet(committed_harbor, owner_connection, monkeypatch):
    early, late = make(committed_harbor, "Early"), make(committed_harbor, "Late")
    age(owner_connection, early, 500)
    age(owner_connection, late, 300)
    written, may_end = threading.Event(), threading.Event()

    def hold_open() -> None:
        with committed_harbor.scope():
            change(committed_harbor, early.pk, "Held open")
            written.set()
            assert may_end.wait(30)

    slow = elsewhere(hold_open)
    assert written.wait(30)
    # Two minutes pass, and nothing else is written.
    monkeypatch.setattr(exports, "now", lambda: now() + timedelta(minutes=2))
    api = Caller(Client(), token_of(committed_harbor, committed_harbor.ada))
    first = api.get("incremental/tickets", start_time="0").json()
    may_end.set()
    slow.join()
    following = api.get("incremental/tickets", start_time=str(first["end_time"])).json()
    assert [row["subject"] for row in first["tickets"]] == ["Early", "Late"]
    assert [row["subject"] for row in following["tickets"]] == ["Held open"]


def age(owner_connection, ticket: Ticket, seconds: int) -> None:
    """Have it written that long ago."""
    owner_connection.execute("ALTER TABLE tickets_ticket DISABLE TRIGGER note_change")
    owner_connection.execute(
        "UPDATE tickets_ticket SET changed_at = date_trunc('second', now()) - %s * interval '1 second' WHERE id = %s",
        [seconds, ticket.pk],
    )
    owner_connection.execute("ALTER TABLE tickets_ticket ENABLE TRIGGER note_change")


def test_users_and_organizations_are_exported_too(committed_harbor):
    api = Caller(Client(), token_of(committed_harbor, committed_harbor.ada))
    names = {user["name"] for user in api.get("incremental/users/cursor", start_time="0").json()["users"]}
    with committed_harbor.scope():
        assert names == set(User.objects.values_list("name", flat=True))
    assert api.get("incremental/organizations/cursor", start_time="0").json()["end_of_stream"] is True


BAD_PLACES = [
    "nonsense",
    "WzEsMl0",
    *(b64encode(text.encode()).decode() for text in ("[" * 5000, "[1,2,-62135596800]", "[1,2,1e99]")),
]


@pytest.mark.parametrize("query", [{}, {"start_time": "soon"}, *({"cursor": place} for place in BAD_PLACES)])
def test_wrong_places_are_told(committed_harbor, query):
    api = Caller(Client(), token_of(committed_harbor, committed_harbor.ada))
    assert api.get("incremental/tickets/cursor", **query).status_code == 400


def test_cursor_of_another_server_goes_on_by_time(committed_harbor):
    """After a restore, transactions count anew: a cursor from before names one that this server has not had yet."""
    ticket = make(committed_harbor)
    api = Caller(Client(), token_of(committed_harbor, committed_harbor.ada))
    rows = api.get("incremental/tickets/cursor", cursor=exports._pack(2**60, 1, now())).json()["tickets"]
    assert [row["id"] for row in rows] == [ticket.number]


@pytest.mark.parametrize("who", ["ben", "liv", "cleo"])
def test_only_who_may_export_does(committed_harbor, who):
    api = Caller(Client(), token_of(committed_harbor, getattr(committed_harbor, who)))
    assert api.get("incremental/tickets/cursor", start_time="0").status_code == 403
    assert api.get("incremental/users", start_time="0").status_code == 403
