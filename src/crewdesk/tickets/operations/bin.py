"""The bin: tickets deleted softly, restored, and after 30 days removed for good."""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import can
from crewdesk.core.events import Via, record
from crewdesk.core.files.store import discard
from crewdesk.core.models import StoredFile
from crewdesk.core.operations import NotPermitted, operation

from ..events import TicketEvent
from ..models import Attachment, Ticket
from .errors import CannotUpdate
from .locking import locked, save_locked

KEPT = timedelta(days=30)


@operation(TicketEvent.DELETED)
def delete_ticket(ticket: Ticket, *, by: User | None, via: str, at: datetime) -> None:
    """Put `ticket` in the bin, whatever its status. Raises NotPermitted."""
    _refuse_without_right(ticket, "ticket.delete", by)
    locked(ticket)
    if not ticket.is_deleted:
        ticket.deleted_at = at
        save_locked(ticket, at)
        changes = {"version": ticket.version, "deleted_at": [None, at.isoformat()]}
        record(TicketEvent.DELETED, ticket, by=by, via=via, at=at, changes=changes)


@operation(TicketEvent.RESTORED)
def restore_ticket(ticket: Ticket, *, by: User | None, via: str, at: datetime) -> None:
    """Take `ticket` out of the bin as it was. Raises NotPermitted."""
    _refuse_without_right(ticket, "ticket.restore", by)
    locked(ticket)
    if ticket.is_deleted:
        changes = {"deleted_at": [ticket.deleted_at.isoformat(), None]}
        ticket.deleted_at = None
        save_locked(ticket, at)
        record(
            TicketEvent.RESTORED,
            ticket,
            by=by,
            via=via,
            at=at,
            changes={"version": ticket.version, **changes},
        )


@operation(TicketEvent.PURGED)
def purge(*, at: datetime, most: int = 100) -> int:
    """Remove up to `most` tickets for good that have lain in the bin for 30 days, with files and words;
    returns how many.

    The event, which stays, holds the ids of what is gone: rooms above forget their copies by it.
    """
    old = Ticket.objects.filter(deleted_at__lte=at - KEPT).order_by("deleted_at", "id")
    tickets = list(old.select_for_update(skip_locked=True)[:most])
    for ticket in tickets:
        _purge(ticket, by=None, via=Via.SYSTEM, at=at)
    return len(tickets)


@operation(TicketEvent.PURGED)
def purge_ticket(ticket: Ticket, *, by: User | None, via: str, at: datetime) -> None:
    """Remove one ticket of the bin for good, before its time. Raises NotPermitted, or CannotUpdate outside the bin."""
    _refuse_without_right(ticket, "ticket.delete", by)
    locked(ticket)
    if not ticket.is_deleted:
        raise CannotUpdate(_("Delete the ticket first: only what lies in the bin is removed for good."), field="id")
    _purge(ticket, by=by, via=via, at=at)


def _purge(ticket: Ticket, *, by: User | None, via: str, at: datetime) -> None:
    files = list(StoredFile.objects.filter(pk__in=_attachments(ticket).values("file"), deleted_at=None))
    record(TicketEvent.PURGED, ticket, by=by, via=via, at=at, changes={"number": ticket.number})
    ticket.delete()
    for file in files:
        if not Attachment.objects.filter(file=file).exists():
            discard(file, by=by, via=via)


def _attachments(ticket: Ticket):
    return Attachment.objects.filter(comment__ticket=ticket)


def _refuse_without_right(ticket: Ticket, right: str, by: User | None) -> None:
    if by is not None and not can(by, right, ticket):
        raise NotPermitted(_("You may not delete or restore tickets."))
