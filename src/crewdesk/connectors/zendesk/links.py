"""What tickets say about each other: the problem of an incident, and the closed ticket that one follows up.

Either may come first. What waits for the other stands in the run's cursor: [noun, ticket, other], ids of theirs.
"""

from django.utils.translation import gettext as _

from crewdesk.tickets.events import TicketEvent
from crewdesk.tickets.models import Ticket, TicketType

from .known import touched
from .running import Work
from .words import Row, followed, key

MOST_WAITING = 20_000
PROBLEM, FOLLOWUP = "problem", "followup"


def link(work: Work, rows: list[Row]) -> None:
    """Link what can be linked now, in the batch of the caller; the rest waits."""
    waiting = [tuple(one) for one in work.cursor.get("links", [])]
    for row in rows:
        said = {PROBLEM: key(row.get("problem_id")), FOLLOWUP: followed(row)}
        waiting += [(noun, key(row["id"]), other) for noun, other in said.items() if other]
    waiting = list(dict.fromkeys(waiting))
    tickets = work.known.rows("ticket", Ticket, {theirs for _noun, *pair in waiting for theirs in pair})
    ours = touched("ticket", [ticket.pk for ticket in tickets.values()]) if waiting else set()
    left = []
    for noun, theirs, other in waiting:
        if theirs in tickets and other in tickets:
            if tickets[theirs].pk not in ours:
                _join(work, noun, tickets[theirs], tickets[other])
        else:
            left.append([noun, theirs, other])
    work.also(links=left[-MOST_WAITING:] or None)


def end_links(work: Work) -> None:
    """Nothing more comes: what still waits names tickets that are not here."""
    for _noun, theirs, other in work.cursor.get("links", []):
        work.note(_("Ticket names another one that is not here"), f"#{theirs} → #{other}")
    with work.batch(links=None):
        pass


def _join(work: Work, noun: str, ticket: Ticket, other: Ticket) -> None:
    if noun == FOLLOWUP:
        Ticket.objects.filter(pk=ticket.pk, followup_of=None).update(followup_of=other)
    elif ticket.type == TicketType.INCIDENT and other.type == TicketType.PROBLEM and ticket.problem_id != other.pk:
        before, ticket.problem, ticket.version = ticket.problem_id, other, ticket.version + 1
        ticket.save(update_fields=["problem", "version"])
        work.record(TicketEvent.UPDATED, ticket, {"version": ticket.version, "problem_id": [before, other.pk]})
