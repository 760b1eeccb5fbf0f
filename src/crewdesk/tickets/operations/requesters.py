"""What customers do to their own tickets without a word: say that it is solved, or that it is not."""

from datetime import datetime

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import can
from crewdesk.core.events import Via, record
from crewdesk.core.operations import NotPermitted, operation

from ..events import TicketEvent
from ..models import Status, Ticket
from .audit import by_reference
from .changes import apply_changes
from .errors import CannotUpdate
from .locking import locked, save_locked
from .words import index_more


@operation(TicketEvent.UPDATED)
def solve_request(ticket: Ticket, *, by: User, via: str, at: datetime) -> None:
    """Solve a ticket of one's own. Raises NotPermitted or CannotUpdate; does nothing to one that is solved."""
    _move(ticket, Status.SOLVED, by=by, via=via, at=at)


@operation(TicketEvent.UPDATED)
def reopen_request(ticket: Ticket, *, by: User, via: str, at: datetime) -> None:
    """Open a solved ticket of one's own again; does nothing to one that is open. Raises NotPermitted, or CannotUpdate for a closed one."""
    if ticket.is_solved:
        _move(ticket, Status.OPEN, by=by, via=via, at=at)


def _move(ticket: Ticket, status: Status, *, by: User, via: str, at: datetime) -> None:
    if not can(by, "ticket.reply", ticket):
        raise NotPermitted(_("You may not change this ticket."))
    locked(ticket)
    if ticket.is_deleted:
        raise CannotUpdate(_("The ticket is deleted. Restore it first."))
    # As a reply does: the status follows from what the customer says, and is not theirs to choose freely.
    diff = apply_changes(ticket, {"status": status}, by=by, via=Via.SYSTEM, at=at)
    if not diff:
        return
    before = ticket.as_locked
    if status == Status.OPEN:
        ticket.waiting_since = ticket.waiting_since or at
    save_locked(ticket, at)
    index_more(ticket, before)
    changes = {"version": ticket.version, **by_reference(ticket, diff)}
    record(TicketEvent.UPDATED, ticket, by=by, via=via, at=at, changes=changes)
