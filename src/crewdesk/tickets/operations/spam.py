"""Spam: out of every view, kept for whoever wants to look."""

from datetime import datetime

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.users import suspend_user
from crewdesk.accounts.rights import can
from crewdesk.core.events import record
from crewdesk.core.operations import NotPermitted, operation

from ..events import TicketEvent
from ..models import Ticket
from .errors import CannotUpdate
from .locking import locked, save_locked


@operation(TicketEvent.MARKED_SPAM)
def mark_spam(ticket: Ticket, *, by: User | None, via: str, at: datetime, suspend_requester: bool = False) -> None:
    """Put `ticket` aside as spam, and shut its requester out where asked (which needs the right to suspend).
    Raises NotPermitted.
    """
    if not _set(ticket, True, by=by, at=at):
        return
    changes = {"version": ticket.version, "is_spam": [False, True]}
    if suspend_requester:
        _suspend(ticket.requester, by=by, via=via, at=at)
        changes["suspended"] = ticket.requester_id
    record(TicketEvent.MARKED_SPAM, ticket, by=by, via=via, at=at, changes=changes)


@operation(TicketEvent.UNMARKED_SPAM)
def unmark_spam(ticket: Ticket, *, by: User | None, via: str, at: datetime) -> None:
    """Put `ticket` back among the others; a suspended requester stays suspended. Raises NotPermitted."""
    if _set(ticket, False, by=by, at=at):
        changes = {"version": ticket.version, "is_spam": [True, False]}
        record(TicketEvent.UNMARKED_SPAM, ticket, by=by, via=via, at=at, changes=changes)


def _set(ticket: Ticket, is_spam: bool, *, by: User | None, at: datetime) -> bool:
    if by is not None and not can(by, "ticket.mark_spam", ticket):
        raise NotPermitted(_("You may not decide what is spam."))
    locked(ticket)
    if ticket.is_deleted:
        raise CannotUpdate(_("The ticket is deleted. Restore it first."), field="status")
    if ticket.is_spam == is_spam:
        return False
    ticket.is_spam = is_spam
    save_locked(ticket, at)
    return True


def _suspend(requester: User, *, by: User | None, via: str, at: datetime) -> None:
    if requester.is_staff_member:
        raise CannotUpdate(
            _("%(name)s works here and cannot be suspended as a spammer.") % {"name": requester.name},
            field="requester_id",
        )
    suspend_user(requester, by=by, via=via, at=at)
