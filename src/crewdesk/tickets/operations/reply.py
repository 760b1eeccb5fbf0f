"""Reply to a ticket: a public answer or an internal note, and in the same save any change of fields."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import can
from crewdesk.core.events import Via, record
from crewdesk.core.operations import NotPermitted, operation

from ..events import TicketEvent
from ..models import Comment, Draft, Participation, Status, Ticket
from .audit import by_reference
from .changes import Diff, apply_changes
from .comments import Said
from .errors import CannotReply
from .locking import locked
from .turns import take_turn
from .words import index_again


@operation(TicketEvent.COMMENTED)
def reply(
    ticket: Ticket, *, by: User, said: Said, via: str, at: datetime, changes: dict[str, Any] | None = None,
    expected_version: int | None = None, author: User | None = None,
) -> Comment:  # fmt: skip
    """Add a comment to `ticket` and apply `changes`; `ticket` is brought up to date in place, and has the event in `last_event`.

    Staff may write down what another `author` said. A customer's word reopens a pending, held or solved ticket.
    Raises CannotReply, CannotUpdate, NotPermitted, or StaleTicket when `expected_version` is no longer the present one.
    """
    _refuse_without_right(ticket, by, said, changes)
    _refuse_to_speak_for(author, by, said)
    if said.is_empty:
        raise CannotReply(_("The message is empty."), field="comment", code="BlankValue")
    locked(ticket, expected_version)
    if ticket.is_closed:
        raise CannotReply(_("The ticket is closed. Open a follow-up instead."), field="status")
    if ticket.is_deleted:
        raise CannotReply(_("The ticket is deleted. Restore it first."), field="status")
    speaker = author or by
    diff = apply_changes(ticket, {**_reopening(ticket, speaker), **(changes or {})}, by=by, via=_via_of_status(by, via), at=at)
    comment = take_turn(ticket, said, by=speaker, via=via, at=at)
    if "subject" in diff:
        index_again(ticket)
    if by.is_staff_member:
        Draft.objects.filter(ticket=ticket, user=by).delete()
    ticket.last_comment = comment
    ticket.last_event = record(TicketEvent.COMMENTED, ticket, by=by, via=via, at=at, changes=_said(ticket, comment, diff))
    return comment


def _refuse_without_right(ticket: Ticket, by: User, said: Said, changes: dict | None) -> None:
    verb = "ticket.reply" if not by.is_staff_member else "ticket.answer" if said.public else "ticket.note"
    if not can(by, verb, ticket) and not _is_copied_in(by, ticket) and not _is_colleague(by, ticket):
        raise NotPermitted(_("You may not answer this ticket."))
    if not by.is_staff_member and not said.public:
        raise NotPermitted(_("Customers write no internal notes."))
    if not by.is_staff_member and not _open_to_customers(changes or {}):
        raise NotPermitted(_("You may not change these fields."))
    if changes and by.is_staff_member and not can(by, "ticket.update", ticket):
        raise NotPermitted(_("You may not change this ticket."))


def _refuse_to_speak_for(author: User | None, by: User, said: Said) -> None:
    if author is None or author.pk == by.pk:
        return
    if not by.is_staff_member:
        raise NotPermitted(_("You may write in your own name only."))
    if not author.is_staff_member and not said.public:
        raise CannotReply(_("Customers write no internal notes."), field="author_id")


def _is_copied_in(by: User, ticket: Ticket) -> bool:
    """A customer who is copied in may answer what they were sent, though they see no more of the ticket."""
    if by.is_staff_member or not by.is_active or by.suspended:
        return False
    return Participation.objects.filter(ticket=ticket, user=by, kind=Participation.Kind.CC).exists()


def _is_colleague(by: User, ticket: Ticket) -> bool:
    """Whether the organization lets its people answer on each other's tickets."""
    if by.is_staff_member or not by.is_active or by.suspended or not by.organization_id:
        return False
    return ticket.organization_id == by.organization_id and by.organization.shared_tickets and by.organization.shared_comments


def _open_to_customers(changes: dict[str, Any]) -> bool:
    """Customers may say that it is solved, or that it is not."""
    return set(changes) <= {"status"} and changes.get("status", Status.OPEN) in (Status.OPEN, Status.SOLVED)


def _reopening(ticket: Ticket, by: User) -> dict[str, Any]:
    waits_or_done = ticket.status in (Status.PENDING, Status.HOLD, Status.SOLVED)
    return {"status": Status.OPEN} if waits_or_done and not by.is_staff_member else {}


def _via_of_status(by: User, via: str) -> str:
    return via if by.is_staff_member else Via.SYSTEM


def _said(ticket: Ticket, comment: Comment, diff: Diff) -> dict:
    return {
        "version": ticket.version,
        "comment": comment.pk,
        "public": comment.public,
        **by_reference(ticket, diff),
    }
