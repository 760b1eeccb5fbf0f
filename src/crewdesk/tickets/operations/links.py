"""Tie tickets together that have to do with each other."""

from datetime import datetime

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import can
from crewdesk.core.events import record
from crewdesk.core.operations import NotPermitted, operation

from ..events import TicketEvent
from ..models import Ticket, TicketLink
from .errors import CannotLink


@operation(TicketEvent.LINKED)
def link_tickets(ticket: Ticket, other: Ticket, *, by: User | None, via: str, at: datetime) -> TicketLink:
    """Note that two tickets are related; the tie has no direction and exists once. Raises NotPermitted or
    CannotLink.
    """
    _refuse_without_right(ticket, other, by)
    if ticket.pk == other.pk:
        raise CannotLink(_("A ticket is not related to itself."), field="id")
    first, second = sorted((ticket, other), key=lambda one: one.pk)
    link, is_new = TicketLink.objects.get_or_create(kind=TicketLink.Kind.RELATED, source=first, target=second)
    if is_new:
        _record_both(TicketEvent.LINKED, ticket, other, by=by, via=via, at=at)
    return link


@operation(TicketEvent.UNLINKED)
def unlink_tickets(ticket: Ticket, other: Ticket, *, by: User | None, via: str, at: datetime) -> None:
    """Undo the tie between two related tickets, if there is one. Raises NotPermitted."""
    _refuse_without_right(ticket, other, by)
    first, second = sorted((ticket, other), key=lambda one: one.pk)
    link = TicketLink.objects.filter(kind=TicketLink.Kind.RELATED, source=first, target=second).first()
    if link is not None:
        link.delete()
        _record_both(TicketEvent.UNLINKED, ticket, other, by=by, via=via, at=at)


def _refuse_without_right(ticket: Ticket, other: Ticket, by: User | None) -> None:
    if by is not None and not (can(by, "ticket.link", ticket) and can(by, "ticket.link", other)):
        raise NotPermitted(_("You may not link tickets."))


def _record_both(kind: TicketEvent, ticket: Ticket, other: Ticket, *, by: User | None, via: str, at: datetime) -> None:
    # A tie makes nobody's save stale, so the version stays.
    for one, its_other in ((ticket, other), (other, ticket)):
        record(kind, one, by=by, via=via, at=at, changes={"version": one.version, "related": its_other.pk})
