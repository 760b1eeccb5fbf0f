"""Bring a ticket along from another desk, with its past. No rule, mail, job or webhook hears of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import require
from crewdesk.core.bulk import take_ids
from crewdesk.core.events import Via, note_recorded
from crewdesk.core.models import Event
from crewdesk.core.operations import operation

from ..events import TicketEvent
from ..models import Attachment, Comment, Participation, Status, Ticket, TicketField
from .changes import apply_changes
from .comments import Said, compose
from .create import next_numbers
from .errors import CannotCreate
from .history import TicketRows, opened, told, write_tickets
from .participants import refuse_crowd

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Spoken:
    """A comment of the past."""

    said: Said
    author: User
    at: datetime


@operation(TicketEvent.CREATED, TicketEvent.COMMENTED, TicketEvent.UPDATED)
def import_ticket(
    *, requester: User, spoken: Sequence[Spoken], changes: dict[str, Any], by: User, now: datetime, created_at: datetime | None = None,
    updated_at: datetime | None = None, solved_at: datetime | None = None, submitter: User | None = None, channel: str = "",
    ccs: Iterable[User] = (), followers: Iterable[User] = (),
) -> Ticket:  # fmt: skip
    """Make a ticket as it was elsewhere: any status, closed as well, and its own instants, none of them in the future. Its newest event
    is in `last_event`.

    `changes` are those of `apply_changes`. Raises NotPermitted, CannotCreate or CannotUpdate.
    """
    require(by, "ticket.import")
    created_at = _past(created_at or min((one.at for one in spoken), default=now), "created_at", now)
    if not spoken:
        raise CannotCreate(_("Say what it is about."), field="comment", code="BlankValue")
    spoken = sorted(spoken, key=lambda one: one.at)
    ticket = _ticket(requester, submitter or requester, channel, created_at)
    apply_changes(ticket, {"subject": spoken[0].said.body.strip()[:80], **changes}, by=None, via=Via.SYSTEM, at=created_at)
    comments = _comments(ticket, spoken, now)
    told(ticket, comments)
    ticket.is_public = any(comment.public for comment in comments)
    _settle(ticket, comments, updated_at=updated_at, solved_at=solved_at, now=now)
    people = _people(ticket, ccs, followers, now)
    refuse_crowd([one.user_id for one in people if one.kind == Participation.Kind.CC])
    rows = TicketRows(ticket, comments, participations=people)
    _note(rows, by)
    write_tickets([rows])
    for one, comment in zip(spoken, comments, strict=True):
        if files := [attachment.pk for attachment in one.said.attachments]:
            Attachment.objects.filter(pk__in=files, comment=None).update(comment=comment, upload_token="")
    # `record` would wake who listens.
    note_recorded([event.kind for event in rows.events])
    ticket = Ticket.objects.get(pk=ticket.pk)
    ticket.last_event = Event.objects.filter(subject_type="ticket", subject_id=ticket.pk).latest("id")
    return ticket


def _ticket(requester: User, submitter: User, channel: str, at: datetime) -> Ticket:
    return Ticket(
        id=take_ids(Ticket._meta.db_table, 1)[0], number=next_numbers(1)[0], requester=requester, submitter=submitter,
        organization_id=requester.organization_id, via=channel or Via.API, locale=requester.locale, created_at=at, updated_at=at,
    )  # fmt: skip


def _comments(ticket: Ticket, spoken: Sequence[Spoken], now: datetime) -> list[Comment]:
    ids, comments = take_ids(Comment._meta.db_table, len(spoken)), []
    for pk, one in zip(sorted(ids), spoken, strict=True):
        if one.said.is_empty:
            raise CannotCreate(_("The message is empty."), field="comments", code="BlankValue")
        if not one.said.public and not one.author.is_staff_member:
            raise CannotCreate(_("Customers write no internal notes."), field="comments")
        comment = compose(ticket, one.said, by=one.author, via=ticket.via, at=_past(one.at, "comments", now))
        comment.pk = pk
        comments.append(comment)
    return comments


def _settle(
    ticket: Ticket, comments: list[Comment], *, updated_at: datetime | None, solved_at: datetime | None, now: datetime
) -> None:
    """The instants as they were told, or as late as the last word where they were not."""
    last = max(ticket.created_at, comments[-1].created_at)
    ticket.updated_at = max(ticket.created_at, _past(updated_at or solved_at or last, "updated_at", now))
    if ticket.is_solved:
        ticket.solved_at = max(ticket.created_at, _past(solved_at or ticket.updated_at, "solved_at", now))
        ticket.waiting_since = None
    if ticket.status == Status.CLOSED:
        ticket.closed_at = max(ticket.solved_at, ticket.updated_at)


def _past(at: datetime, field: str, now: datetime) -> datetime:
    if at > now:
        raise CannotCreate(_("%(at)s is in the future.") % {"at": at.isoformat()}, field=field)
    return max(at, EPOCH)


def _people(ticket: Ticket, ccs: Iterable[User], followers: Iterable[User], at: datetime) -> list[Participation]:
    kinds = {Participation.Kind.CC: ccs, Participation.Kind.FOLLOWER: (user for user in followers if user.is_staff_member)}
    pairs = {(kind, user.pk): user for kind, users in kinds.items() for user in users if user.pk != ticket.requester_id}
    return [Participation(ticket=ticket, user=user, kind=kind, created_at=at) for (kind, _pk), user in pairs.items()]


def _note(rows: TicketRows, by: User) -> None:
    """Add the past as the verbs would have told it, as far as it is known."""
    ticket, comments = rows.ticket, rows.comments
    at_first = Status.OPEN if ticket.is_solved else ticket.status
    fields = {str(field.pk): field for field in TicketField.objects.filter(pk__in=ticket.custom_fields)}
    opened(rows, by=by, ids=_key, fields=fields, via=Via.API, status=at_first)
    facts = [(TicketEvent.COMMENTED, one.created_at, one.author_id, _said(one, n)) for n, one in enumerate(comments[1:], start=2)]
    steps = [(ticket.solved_at, [at_first, Status.SOLVED]), (ticket.closed_at, [Status.SOLVED, Status.CLOSED])]
    facts += [
        (TicketEvent.UPDATED, at, by.pk, {"version": len(comments) + n, "status": pair})
        for n, (at, pair) in enumerate(steps, start=1)
        if at is not None
    ]
    ticket.version = 1 + len(facts)
    rows.events += [
        Event(at=at, kind=kind, actor_id=actor, via=Via.API, subject_type="ticket", subject_id=ticket.pk, changes=changes)
        for kind, at, actor, changes in facts
    ]


def _said(comment: Comment, version: int) -> dict[str, Any]:
    return {"version": version, "comment": comment.pk, "public": comment.public}


def _key(model: type[models.Model]) -> int:
    return take_ids(model._meta.db_table, 1)[0]
