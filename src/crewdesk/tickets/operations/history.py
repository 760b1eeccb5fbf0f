"""Puts whole tickets with their past into the desk in scope, as rows that are thought out already. For samples and imports.

No rule, mail, job or live page hears of it; instants, numbers and statuses stay as they are given. That the rows are what the
verbs would have left is the caller's business: `told` helps with the columns that verbs keep for lists.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.db import connection, models

from crewdesk.accounts.models import User
from crewdesk.core.bulk import insert, quietly
from crewdesk.core.models import Event

from ..events import TicketEvent
from ..models import Attachment, Comment, Participation, Ticket, TicketField, Wording
from .audit import OF_THE_DESK
from .create import facts_of
from .turns import note_turn
from .words import TABLE, fold, labels_of

# Stands between labels; no tag has it, and fold() leaves it out of words.
BETWEEN = "\x1f"
DOCUMENTS = (
    f"INSERT INTO {TABLE} (desk_id, ticket_id, words)"
    " SELECT %s, ticket, array_to_tsvector(string_to_array(labels, %s)) || crewdesk_subject_words(subject)"
    " || setweight(to_tsvector('simple', public), 'B') || to_tsvector('simple', notes)"
    " FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[]) AS t (ticket, labels, subject, public, notes)"
)
# A key for a new row of a model, as core.bulk.Ids gives them.
Keys = Callable[[type[models.Model]], int]
KINDS = ("comments", "attachments", "wordings", "participations")


@dataclass
class TicketRows:
    """All rows of one ticket, with their keys (core.bulk.Ids)."""

    ticket: Ticket
    comments: list[Comment] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    wordings: list[Wording] = field(default_factory=list)
    participations: list[Participation] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)


def told(ticket: Ticket, comments: list[Comment]) -> None:
    """Bring the columns for lists up to date with all comments of `ticket`, oldest first."""
    for comment in comments:
        note_turn(ticket, comment, comment.created_at)


def write_tickets(chunk: list[TicketRows], *, events: list[Event] = ()) -> None:
    """Insert everything of `chunk`, and further `events`, in the transaction of the caller."""
    if not chunk:
        return
    quietly()
    insert([rows.ticket for rows in chunk])
    for kind in KINDS:
        insert(list(chain.from_iterable(getattr(rows, kind) for rows in chunk)))
    insert(sorted([*events, *chain.from_iterable(rows.events for rows in chunk)], key=lambda event: event.at))
    index_many([(rows.ticket, rows.comments) for rows in chunk])


def index_many(told: list[tuple[Ticket, list[Comment]]]) -> None:
    """Make the search documents of tickets that have none, as words.index_new does for one."""
    columns = zip(*(_document(*pair) for pair in told), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(DOCUMENTS, [told[0][0].desk_id, BETWEEN, *(list(column) for column in columns)])


def reserve_numbers(highest: int) -> None:
    """Numbers up to `highest` are taken: the next new ticket gets a higher one."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT crewdesk_reserve_ticket_numbers(%s)", [highest])


def _document(ticket: Ticket, comments: list[Comment]) -> tuple[int, str, str, str, str]:
    public, notes = ("\n".join(c.body for c in comments if c.public is public) for public in (True, False))
    labels = BETWEEN.join(sorted(labels_of(vars(ticket))))
    return ticket.pk, labels, fold(ticket.subject), fold(public), fold(notes)


def opened(
    rows: TicketRows, *, by: User | None, ids: Keys, fields: dict[str, TicketField], via: str = "", status: str = ""
) -> TicketRows:
    """Add the event of a ticket's coming, with the facts that create_ticket records, as `rows` stand, but for the `status` that it had
    at first. `fields` are by their id as text.
    """
    ticket = rows.ticket
    happened = facts_of(ticket, rows.comments[0])
    if status:
        happened["status"] = [None, status]
    if held := ticket.custom_fields:
        after = {pk: held[pk] if fields[pk].type in OF_THE_DESK else _kept_aside(rows, held[pk], ids) for pk in sorted(held)}
        happened["custom_fields"] = [dict.fromkeys(after), after]
    rows.events.append(
        Event(
            at=ticket.created_at, kind=TicketEvent.CREATED, actor_id=by.pk if by else None, via=via or ticket.via,
            subject_type="ticket", subject_id=ticket.pk, changes=happened,
        )
    )  # fmt: skip
    return rows


def _kept_aside(rows: TicketRows, value: Any, ids: Keys) -> Any:
    if not value:
        return value
    row = Wording(id=ids(Wording), ticket=rows.ticket, text=str(value))
    rows.wordings.append(row)
    return {"wording": row.pk}
