"""What happened at the other side to tickets that are here already.

New comments always come along. Status, assignee and the like follow the other side as long as no person and no rule has changed the
ticket here: from then on it is ours, and what differs is reported.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.core.bulk import insert
from crewdesk.core.events import Via
from crewdesk.core.models import Event
from crewdesk.tickets.events import TicketEvent
from crewdesk.tickets.models import Attachment, Comment, Participation, Ticket
from crewdesk.tickets.operations.audit import by_reference
from crewdesk.tickets.operations.turns import note_turn
from crewdesk.tickets.operations.words import index_again

from .facts import MOVING, Facts
from .past import participations
from .people import People
from .running import Work, differing
from .talk import Talk, comments_of, told_of
from .words import Row, flag, key, prose

BLACK = "▇"


class Changes:
    """Brings tickets up to date, for one batch; their rows are locked."""

    def __init__(self, work: Work, facts: Facts, people: People, touched: set[int]):
        self.work, self.facts, self.people, self.touched = work, facts, people, touched

    def follow(self, ticket: Ticket, row: Row, talk: Talk) -> None:
        """Make `ticket` what the other side says, as far as it is not ours."""
        diff = self._diff(ticket, row)
        events: list[Event] = []
        if diff:
            self._set(ticket, row, diff)
        said = list(comments_of(self.work, ticket, talk, self.people, row))
        for comment, _files in said:
            self._hear(ticket, comment)
            events.append(self._told(ticket, comment))
        hidden = self._hide(ticket, talk)
        joined = [] if ticket.pk in self.touched else self._join(ticket, row)
        if not (diff or said or hidden or joined):
            self.work.count("tickets", "skipped")
            return
        if diff:
            ticket.version += 1
            changes = {"version": ticket.version, **by_reference(ticket, {name: _plain(pair) for name, pair in diff.items()})}
            events.append(self._event(ticket, TicketEvent.UPDATED, changes, ticket.updated_at))
        self._write(ticket, said, [*events, *hidden, *joined])
        self.work.count("tickets", "updated")

    def _diff(self, ticket: Ticket, row: Row) -> dict[str, list]:
        facts = self.facts.of(row)
        diff = differing(ticket, {name: facts[name] for name in MOVING})
        if diff and ticket.pk in self.touched:
            self.work.note(_("Changed on both sides: the ticket stays as it is here"), f"#{ticket.number}")
            return {}
        return diff

    def _set(self, ticket: Ticket, row: Row, diff: dict[str, list]) -> None:
        was_solved = ticket.is_solved
        for name, (_before, after) in diff.items():
            setattr(ticket, name, after)
        instants = self.facts.instants(row, ticket.status)
        ticket.solved_at, ticket.closed_at = instants["solved_at"], instants["closed_at"]
        if "assignee_id" in diff:
            ticket.assigned_at = instants["assigned_at"] if ticket.assignee_id else None
        ticket.updated_at = max(ticket.updated_at, instants["updated_at"])
        ticket.reopens += was_solved and not ticket.is_solved
        ticket.waiting_since = None if ticket.is_solved else ticket.waiting_since

    def _hear(self, ticket: Ticket, comment: Comment) -> None:
        if ticket.last_comment_at is None or comment.created_at >= ticket.last_comment_at:
            note_turn(ticket, comment, comment.created_at)
        else:
            ticket.comment_count += 1  # somebody here has spoken since

    def _told(self, ticket: Ticket, comment: Comment) -> Event:
        ticket.version += 1
        return told_of(self.work, comment, ticket.version)

    def _hide(self, ticket: Ticket, talk: Talk) -> list[Event]:
        """Comments that were made internal there become so here. What was blacked out there is for somebody to black out here."""
        private = {key(row["id"]) for row in talk.present if not flag(row, "public", True)}
        black = {key(row["id"]) for row in talk.present if BLACK in prose(row.get("body"))}
        events = []
        for theirs, comment in self.work.known.rows("comment", Comment, private | black).items():
            if theirs in black and BLACK not in comment.body:
                self.work.note(_("Redacted at the other side since: redact it here too"), f"#{ticket.number}")
            if theirs in private and comment.public:
                Comment.objects.filter(pk=comment.pk).update(public=False)
                ticket.version += 1
                changes = {"version": ticket.version, "comment": comment.pk, "public": [True, False]}
                events.append(self._event(ticket, TicketEvent.MADE_PRIVATE, changes, self.work.at))
        return events

    def _join(self, ticket: Ticket, row: Row) -> list[Event]:
        present = Participation.objects.filter(ticket=ticket).order_by("id").values_list("kind", "user_id")
        before: dict[str, list[int]] = {kind: [user for of, user in present if of == kind] for kind in Participation.Kind}
        new = [one for one in participations(self.work, ticket, row, self.people) if one.user_id not in before[one.kind]]
        if not new:
            return []
        insert(new)
        ticket.version += 1
        joined = {f"{kind}s": [ids, [*ids, *(one.user_id for one in new if one.kind == kind)]] for kind, ids in before.items()}
        changes = {"version": ticket.version} | {name: pair for name, pair in joined.items() if pair[0] != pair[1]}
        return [self._event(ticket, TicketEvent.PARTICIPANTS_CHANGED, changes, self.work.at)]

    def _write(self, ticket: Ticket, said: list[tuple[Comment, list[Attachment]]], events: list[Event]) -> None:
        if ticket.pk in self.touched:
            ticket.updated_at = self.work.at
        elif said:
            ticket.updated_at = max(ticket.updated_at, *(comment.created_at for comment, _files in said))
        insert([comment for comment, _files in said])
        # By what stands now: some of it may have become internal, and more have come.
        ticket.is_public = Comment.objects.filter(ticket=ticket, public=True).exists()
        insert([one for _comment, files in said for one in files])
        ticket.save()
        insert(events)
        index_again(ticket)

    def _event(self, ticket: Ticket, kind: str, changes: dict[str, Any], at: datetime) -> Event:
        return Event(
            at=at, kind=kind, via=Via.SYSTEM, subject_type="ticket", subject_id=ticket.pk, changes=self.work.known.marked(changes)
        )


def _plain(pair: list) -> list:
    return [value.isoformat() if isinstance(value, datetime) else value for value in pair]
