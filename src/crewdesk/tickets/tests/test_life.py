"""The life of a ticket, at random: what must hold after every step, whoever does what."""

from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from crewdesk.core.models import Event
from crewdesk.core.operations import Refused
from crewdesk.tickets.models import Status, Ticket
from crewdesk.tickets.models.ticket import UNSOLVED
from crewdesk.tickets.operations.bin import delete_ticket, restore_ticket
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.merge import merge_tickets
from crewdesk.tickets.operations.redact import make_private
from crewdesk.tickets.operations.reply import reply
from crewdesk.tickets.operations.spam import mark_spam, unmark_spam
from crewdesk.tickets.operations.split import split_ticket
from crewdesk.tickets.operations.update import update_ticket
from crewdesk.tickets.tally import fold, view_counts

from .story import AT, opened
from .test_tally import counted

STAFF = st.sampled_from(["ada", "lena", "ben", "liv"])
STATUSES = st.sampled_from(Status.values)
PLACE = st.integers(0, 3)


class Life(RuleBasedStateMachine):
    """Up to four tickets and everybody who may touch them. A refusal is a fine answer; a broken ticket is
    not.
    """

    cast = None

    def __init__(self):
        super().__init__()
        self.before_all = transaction.savepoint()
        self.at = AT
        self.seen: dict[int, tuple[int, tuple]] = {}
        self.ended: dict[int, tuple] = {}

    def teardown(self):
        transaction.savepoint_rollback(self.before_all)

    def who(self, name: str):
        return getattr(self.cast, name)

    def now(self) -> dict:
        self.at += timedelta(minutes=1)
        return {"via": "web", "at": self.at}

    def ticket(self, place: int) -> Ticket:
        tickets = list(Ticket.objects.order_by("pk"))
        return tickets[place % len(tickets)]

    @initialize()
    def begin(self):
        opened(self.cast.cleo)

    @rule(by=st.sampled_from([None, "ben", "cleo"]), public=st.booleans())
    def open(self, by, public):
        if Ticket.objects.count() < 4:
            with suppress(Refused):
                opened(self.cast.cleo, by=by and self.who(by), public=public, **self.now())

    @rule(place=PLACE, status=st.sampled_from([None, *Status.values]))
    def customer_writes(self, place, status):
        ticket = self.ticket(place)
        was_new = ticket.status == Status.NEW
        with suppress(Refused):
            reply(
                ticket,
                by=self.cast.cleo,
                said=Said(body="and?"),
                changes={"status": status} if status else None,
                **self.now(),
            )
            assert ticket.status == status if status else was_new or ticket.status == Status.OPEN
            assert (ticket.waiting_since is None) == ticket.is_solved

    @rule(place=PLACE, by=STAFF, public=st.booleans(), status=st.sampled_from([None, *Status.values]))
    def staff_writes(self, place, by, public, status):
        ticket = self.ticket(place)
        with suppress(Refused):
            changes = {"status": status} if status else {}
            reply(ticket, by=self.who(by), said=Said(body="so", public=public), changes=changes, **self.now())
            assert not public or ticket.waiting_since is None

    @rule(
        place=PLACE,
        by=STAFF,
        status=STATUSES,
        assignee=st.sampled_from([None, "ben", "lena"]),
        behind=st.integers(0, 1),
    )
    def change(self, place, by, status, assignee, behind):
        ticket = self.ticket(place)
        changes = {"status": status, "assignee": assignee and self.who(assignee), "add_tags": [status]}
        with suppress(Refused):
            update_ticket(
                ticket,
                by=self.who(by),
                changes=changes,
                expected_version=ticket.version - behind,
                **self.now(),
            )
            assert behind == 0

    @rule(place=PLACE, status=STATUSES)
    def time_changes(self, place, status):
        with suppress(Refused):
            update_ticket(self.ticket(place), by=None, via="system", at=self.at, changes={"status": status})

    @rule(place=PLACE, verb=st.sampled_from([mark_spam, unmark_spam, delete_ticket, restore_ticket]), by=STAFF)
    def put_aside_or_back(self, place, verb, by):
        with suppress(Refused):
            verb(self.ticket(place), by=self.who(by), **self.now())

    @rule(places=st.tuples(PLACE, PLACE), by=STAFF)
    def merge(self, places, by):
        into, source = map(self.ticket, places)
        with suppress(Refused):
            merge_tickets(into, [source], by=self.who(by), **self.now())

    @rule(place=PLACE, by=STAFF)
    def split(self, place, by):
        ticket = self.ticket(place)
        if Ticket.objects.count() < 4:
            with suppress(Refused):
                split_ticket(ticket, ticket.comments.last(), by=self.who(by), **self.now())

    @rule(place=PLACE, by=STAFF)
    def hide_words(self, place, by):
        with suppress(Refused):
            make_private(self.ticket(place).comments.last(), by=self.who(by), **self.now())

    @rule()
    def fold_counters(self):
        fold()

    @invariant()
    def every_ticket_is_whole(self):
        for ticket in Ticket.objects.all():
            comments = list(ticket.comments.order_by("id"))
            assert ticket.comment_count == len(comments) > 0
            assert ticket.is_public == any(comment.public for comment in comments)
            assert ticket.snippet == comments[-1].body
            assert (ticket.solved_at is not None) == ticket.is_solved
            assert (ticket.closed_at is not None) == ticket.is_closed
            assert ticket.waiting_since is None or ticket.status in UNSOLVED
            assert ticket.assignee_id is None or (ticket.status != Status.NEW and ticket.group_id is not None)

    @invariant()
    def versions_count_every_change(self):
        for ticket in Ticket.objects.all():
            state = tuple(
                vars(ticket)[name]
                for name in (
                    "status",
                    "assignee_id",
                    "tags",
                    "comment_count",
                    "is_spam",
                    "deleted_at",
                    "is_public",
                )
            )
            version, last_state = self.seen.get(ticket.pk, (0, ()))
            assert ticket.version > version or (ticket.version, state) == (version, last_state)
            self.seen[ticket.pk] = (ticket.version, state)
            told = Event.objects.filter(subject_type="ticket", subject_id=ticket.pk).values_list("changes__version", flat=True)
            assert set(told) == set(range(1, ticket.version + 1))

    @invariant()
    def closed_is_for_good(self):
        for ticket in Ticket.objects.filter(status=Status.CLOSED):
            end = (
                ticket.status,
                ticket.assignee_id,
                ticket.tags,
                ticket.comment_count,
                ticket.closed_at,
                ticket.merged_into_id,
            )
            assert self.ended.setdefault(ticket.pk, end) == end
        assert set(self.ended) <= set(Ticket.objects.filter(status=Status.CLOSED).values_list("pk", flat=True))

    @invariant()
    def counters_are_exact(self):
        assert view_counts(self.cast.ben) == counted(self.cast.ben)


def test_any_life_of_a_ticket(in_harbor):
    Life.cast = in_harbor
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Life,
        settings=settings(max_examples=8, stateful_step_count=20, deadline=None, suppress_health_check=checks),
    )
