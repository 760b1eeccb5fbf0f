"""Create a ticket."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import can
from crewdesk.core.events import record
from crewdesk.core.inserting import insert
from crewdesk.core.operations import NotPermitted, operation

from ..events import TicketEvent
from ..models import Comment, Participation, Ticket
from .audit import by_reference
from .changes import apply_changes
from .comments import Said, compose, snippet_of, store
from .errors import CannotCreate
from .participants import refuse_unfit
from .tags import CLOSED_BY_MERGE
from .turns import let_follow, note_turn
from .words import index_new

# What a customer may decide about a ticket of their own.
OPEN_TO_CUSTOMERS = {"type", "priority", "custom_fields", "form", "brand", "due_at", "locale"}
# What of a new ticket stands in its event, beside the status and custom fields. Words of people are not among it.
NOTED = (
    "priority", "type", "requester_id", "assignee_id", "group_id", "organization_id", "brand_id", "form_id", "custom_status_id",
    "problem_id", "tags",
)  # fmt: skip


@operation(TicketEvent.CREATED)
def create_ticket(
    *, requester: User, by: User | None, via: str, at: datetime, subject: str = "", said: Said,
    author: User | None = None, submitter: User | None = None, ccs: Iterable[User] = (), followers: Iterable[User] = (),
    recipient: str = "", channel: str = "", via_source: dict | None = None, followup_of: Ticket | None = None,
    number: int | None = None, **changes: Any,
) -> Ticket:  # fmt: skip
    """Make a ticket with its first comment, which the returned row has in `first_comment`, and its event in `last_event`.

    `by` typed it (None: the system, for the requester); `author` is who speaks in the first comment, the
    requester unless an agent files a note or writes on the customer's behalf. An agent may name another
    `submitter`, the `channel` that the ticket is said to have come by, and a `number` taken before. `changes` are
    those of `apply_changes`. Raises CannotCreate, CannotUpdate or NotPermitted.
    """
    ccs = [user for user in ccs if user.pk != requester.pk]
    _refuse(requester, by=by, said=said, followup_of=followup_of, names=set(changes))
    _refuse_to_write_to(ccs, by=by, said=said)
    ticket = Ticket(
        number=number or next_numbers(1)[0], requester=requester, submitter=submitter or by or requester,
        organization_id=requester.organization_id, via=channel or via, via_source=via_source or {}, recipient=recipient,
        followup_of=followup_of, is_public=said.public, locale=requester.locale, created_at=at, updated_at=at,
        **_inherited(followup_of),
    )  # fmt: skip
    speaker = author or (by if by is not None and by.is_staff_member and not said.public else requester)
    if author is not None and not author.is_staff_member and not said.public:
        raise CannotCreate(_("Customers write no internal notes."), field="author_id")
    comment = compose(ticket, said, by=speaker, via=via, at=at)
    apply_changes(ticket, {**changes, "subject": subject or snippet_of(comment)[:80]}, by=by, via=via, at=at)
    note_turn(ticket, comment, at)
    insert(ticket)
    store(comment, said)
    ticket.first_comment = ticket.last_comment = comment
    _invite(ticket, ccs, followers, by=by)
    if not said.public:
        let_follow(ticket, comment.mentions)
    index_new(ticket, comment)
    happened = _created(ticket, comment, followup_of)
    ticket.last_event = record(TicketEvent.CREATED, ticket, by=by or requester, via=via, at=at, changes=happened)
    return ticket


def _refuse(requester: User, *, by: User | None, said: Said, followup_of: Ticket | None, names: set[str]) -> None:
    if by is not None and not can(by, "ticket.create"):
        raise NotPermitted(_("You may not open tickets."))
    if by is not None and not by.is_staff_member and by.pk != requester.pk:
        raise NotPermitted(_("You may open tickets for yourself only."))
    if by is not None and not by.is_staff_member and names - OPEN_TO_CUSTOMERS:
        raise NotPermitted(_("You may not set these fields."))
    if said.is_empty:
        raise CannotCreate(_("Say what it is about."), field="comment", code="BlankValue")
    if followup_of is not None and not followup_of.is_closed:
        raise CannotCreate(
            _("Only a closed ticket is followed up; this one still takes replies."),
            field="via_followup_source_id",
        )


def _refuse_to_write_to(ccs: list[User], *, by: User | None, said: Said) -> None:
    """Copies of a public comment are mail to customers, which is for those who may answer them."""
    if ccs and said.public and by is not None and by.is_staff_member and not can(by, "ticket.answer"):
        raise NotPermitted(_("You may not copy people in."))


def _inherited(closed: Ticket | None) -> dict[str, Any]:
    """What a follow-up takes over from the ticket that it follows, unless it is given anew."""
    if closed is None:
        return {}
    names = ("tags", "custom_fields", "type", "priority", "group_id", "brand_id", "form_id")
    inherited = {name: getattr(closed, name) for name in names}
    return inherited | {"tags": [tag for tag in closed.tags if tag != CLOSED_BY_MERGE]}


def facts_of(ticket: Ticket, comment: Comment) -> dict[str, Any]:
    """What the event of a new ticket tells of it, but for custom fields, whose words are kept aside."""
    facts = {"version": 1, "comment": comment.pk, "public": comment.public, "status": [None, ticket.status]}
    return facts | {name: [None, value] for name in NOTED if (value := getattr(ticket, name))}


def next_numbers(how_many: int) -> list[int]:
    """Take ticket numbers of the desk in scope; those of a rolled-back creation are lost, which is meant."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT crewdesk_next_ticket_numbers(%s)", [how_many])
        return [number for (number,) in cursor.fetchall()]


def _invite(ticket: Ticket, ccs: list[User], followers: Iterable[User], *, by: User | None) -> None:
    followers = [user for user in followers if user.is_staff_member]
    if by is None:
        # A message names whom it likes, and is not turned away for it.
        ccs = [user for user in ccs if user.is_active and not user.suspended]
    refuse_unfit(ticket, followers=followers, ccs=ccs)
    rows = [Participation(ticket=ticket, user=user, kind=Participation.Kind.CC) for user in ccs]
    rows += [Participation(ticket=ticket, user=user, kind=Participation.Kind.FOLLOWER) for user in followers]
    if rows:
        Participation.objects.bulk_create(rows, ignore_conflicts=True)


def _created(ticket: Ticket, comment: Comment, followup_of: Ticket | None) -> dict:
    changes = facts_of(ticket, comment)
    if ticket.custom_fields:
        changes |= by_reference(ticket, {"custom_fields": [None, ticket.custom_fields]})
    if followup_of is not None:
        changes["followup_of"] = followup_of.pk
    return changes
