"""Update a ticket's fields without a comment."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import can
from crewdesk.core.events import record
from crewdesk.core.operations import NotPermitted, operation

from ..events import TicketEvent
from ..models import Ticket
from .audit import by_reference, metadata_aside
from .changes import Diff, apply_changes
from .errors import CannotUpdate
from .locking import locked, save_locked
from .words import index_again, index_more


@operation(TicketEvent.UPDATED)
def update_ticket(
    ticket: Ticket,
    *,
    by: User | None,
    via: str,
    at: datetime,
    changes: dict[str, Any],
    expected_version: int | None = None,
    metadata: dict[str, Any] | None = None,
) -> Diff:
    """Apply `changes` (see `apply_changes`) and return what really changed; nothing is recorded when nothing
    did. `metadata` is kept beside what is recorded.

    Raises CannotUpdate, NotPermitted or StaleTicket.
    """
    if by is not None and not can(by, "ticket.update", ticket):
        raise NotPermitted(_("You may not change this ticket."))
    locked(ticket, expected_version)
    if ticket.is_deleted:
        raise CannotUpdate(_("The ticket is deleted. Restore it first."))
    diff = apply_changes(ticket, changes, by=by, via=via, at=at)
    if not diff:
        return diff
    before = ticket.as_locked
    save_locked(ticket, at)
    if "subject" in diff:
        index_again(ticket)
    else:
        index_more(ticket, before)
    ticket.last_event = record(
        TicketEvent.UPDATED,
        ticket,
        by=by,
        via=via,
        at=at,
        changes={"version": ticket.version, **by_reference(ticket, diff), **metadata_aside(ticket, metadata)},
    )
    return diff
