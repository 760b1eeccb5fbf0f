"""A ticket that is new here, with all of its past."""

from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.models import Brand
from crewdesk.core.events import Via
from crewdesk.core.models import Event
from crewdesk.tickets.events import TicketEvent
from crewdesk.tickets.models import Participation, Status, Ticket
from crewdesk.tickets.operations.history import TicketRows, opened, told

from .company import company_of
from .facts import Facts
from .people import People
from .running import Work
from .talk import Talk, comments_of, only_words, told_of
from .values import Values
from .words import Row, channel, key, source, text
from .words import number as counted


class Past:
    """Makes the rows of tickets, for one batch."""

    def __init__(self, work: Work, facts: Facts, people: People, values: Values):
        self.work, self.facts, self.people, self.values = work, facts, people, values
        self._brand = Brand.objects.filter(is_default=True).values_list("pk", flat=True).first()

    def rows(self, row: Row, talk: Talk, number: int) -> TicketRows:
        """Everything that stands for this ticket; `number` is the one that it gets here."""
        ticket = self._ticket(row, number)
        rows = TicketRows(ticket)
        for comment, files in comments_of(self.work, ticket, talk, self.people, row):
            rows.comments.append(comment)
            rows.attachments += files
        rows.comments = rows.comments or [only_words(self.work, ticket, self.people, row)]
        told(ticket, rows.comments)
        ticket.is_public = any(comment.public for comment in rows.comments)
        ticket.waiting_since = None if ticket.is_solved else ticket.waiting_since
        rows.participations = participations(self.work, ticket, row, self.people)
        self._tell(rows, self.people.certain(key(row.get("submitter_id")) or key(row.get("requester_id"))).pk)
        return rows

    def _ticket(self, row: Row, number: int) -> Ticket:
        facts, theirs = self.facts.of(row), key(row["id"])
        requester = self.people.certain(key(row.get("requester_id")))
        submitter = self.people.user(key(row.get("submitter_id"))) or requester
        external = text(row.get("external_id"), 255) or (
            "" if str(number) == theirs else f"{self.work.known.source}/{theirs}"[:255]
        )
        instants, measured = self.facts.instants(row, facts["status"]), row.get("metric_set")
        rated = row.get("satisfaction_rating")
        if isinstance(rated, dict) and rated.get("score") in ("good", "bad"):
            self.work.note(_("Satisfaction ratings stay behind"), f"#{theirs}")
        if not facts["assignee_id"]:
            instants["assigned_at"] = None
        return Ticket(
            id=self.work.ids(Ticket), number=number, submitter=submitter, via=channel(row) or Via.API, via_source=source(row),
            recipient=text(row.get("recipient"), 320), external_id=external, locale=requester.locale, brand_id=self._brand, reopens=_reopens(measured), **facts, **instants,
        )  # fmt: skip

    def _tell(self, rows: TicketRows, by: int) -> None:
        """Add the events that the verbs would have left, as far as they are known."""
        ticket = rows.ticket
        at_first = Status.OPEN if ticket.is_solved else ticket.status
        opened(rows, by=None, ids=self.work.ids, fields=self.values.by_id, via=Via.SYSTEM, status=at_first)
        rows.events[0].actor_id = by
        for version, comment in enumerate(rows.comments[1:], start=2):
            rows.events.append(told_of(self.work, comment, version))
        steps = [(ticket.solved_at, [at_first, Status.SOLVED]), (ticket.closed_at, [Status.SOLVED, Status.CLOSED])]
        for at, pair in steps:
            if at is not None:
                rows.events.append(self._step(ticket, at, {"version": len(rows.events) + 1, "status": pair}))
        ticket.version = len(rows.events)
        for event in rows.events:
            event.changes = self.work.known.marked(event.changes)

    def _step(self, ticket: Ticket, at: Any, changes: dict[str, Any]) -> Event:
        return Event(
            at=at, kind=TicketEvent.UPDATED, via=Via.SYSTEM, subject_type="ticket", subject_id=ticket.pk, changes=changes
        )


def _reopens(measured: Any) -> int:
    """How often it came back after it was solved; more than a thousand times is no count."""
    return min(counted(measured.get("reopens")) or 0, 1_000) if isinstance(measured, dict) else 0


def participations(work: Work, ticket: Ticket, row: Row, people: People) -> list[Participation]:
    """Followers and CCs, those that this desk can have."""
    return [
        Participation(id=work.ids(Participation), ticket=ticket, user=user, kind=kind, created_at=work.at)
        for kind, user in company_of(work, ticket, row, people)
    ]
