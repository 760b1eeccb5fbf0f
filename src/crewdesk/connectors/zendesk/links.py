"""What tickets say about each other: the problem of an incident, and the closed ticket that one follows up.

Either may come first. What waits for the other stands in the run's cursor: [noun, ticket, other], ids of theirs.
"""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from crewdesk.tickets.events import TicketEvent
from crewdesk.tickets.models import Ticket, TicketType

from .known import touched
from .running import Work
from .words import Row, followed, key

MOST_WAITING = 20_000
PROBLEM, FOLLOWUP = "problem", "followup"
Link = tuple[str, ...]


def waiting_for(work: Work, rows: list[Row]) -> set[str]:
    """The tickets of theirs that wait for one of these rows, and will be changed with them."""
    ids = {key(row["id"]) for row in rows}
    return {theirs for _noun, theirs, other in work.cursor.get("links", []) if other in ids}


def link(work: Work, rows: list[Row]) -> None:
    """Link what can be linked now, in the batch of the caller; the rest waits."""
    ids, waiting = {key(row["id"]) for row in rows}, [tuple(one) for one in work.cursor.get("links", [])]
    due = [one for one in waiting if not ids.isdisjoint(one[1:])]
    for row in rows:
        said = {PROBLEM: key(row.get("problem_id")), FOLLOWUP: followed(row)}
        due += [(noun, key(row["id"]), other) for noun, other in said.items() if other]
    left = [one for one in waiting if ids.isdisjoint(one[1:])] + _link(work, list(dict.fromkeys(due)))
    _note_missing(work, left[:-MOST_WAITING])
    work.also(links=[list(one) for one in left[-MOST_WAITING:]] or None)


def end_links(work: Work) -> None:
    """Nothing more comes: what still waits names tickets that are not here."""
    _note_missing(work, work.cursor.get("links", []))
    with work.batch(links=None):
        pass


def _link(work: Work, pairs: list[Link]) -> list[Link]:
    """Link those that are both here; the others."""
    tickets = work.known.rows("ticket", Ticket, {theirs for _noun, *pair in pairs for theirs in pair})
    ready = [one for one in pairs if one[1] in tickets and one[2] in tickets]
    changing = Ticket.objects.select_for_update().filter(pk__in=[tickets[theirs].pk for _noun, theirs, _other in ready])
    locked = {ticket.pk: ticket for ticket in changing.order_by("pk")}
    # Asked under the lock: nobody changes them between this and the save.
    ours = touched("ticket", locked)
    for noun, theirs, other in ready:
        ticket, named = (locked.get(tickets[one].pk, tickets[one]) for one in (theirs, other))
        if ticket.pk in locked and ticket.pk not in ours:
            _join(work, noun, ticket, named)
    return [one for one in pairs if one not in ready]


def _note_missing(work: Work, links: Iterable[Sequence[str]]) -> None:
    for _noun, theirs, other in links:
        work.note(_("Ticket names another one that is not here"), f"#{theirs} → #{other}")


def _join(work: Work, noun: str, ticket: Ticket, other: Ticket) -> None:
    if noun == FOLLOWUP:
        Ticket.objects.filter(pk=ticket.pk, followup_of=None).update(followup_of=other)
    elif ticket.type == TicketType.INCIDENT and other.type == TicketType.PROBLEM and ticket.problem_id != other.pk:
        before, ticket.problem, ticket.version = ticket.problem_id, other, ticket.version + 1
        ticket.save(update_fields=["problem", "version"])
        work.record(TicketEvent.UPDATED, ticket, {"version": ticket.version, "problem_id": [before, other.pk]})
