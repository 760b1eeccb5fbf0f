"""Rows of a call, loaded through the caller; customers have /requests instead."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import require
from crewdesk.core.api.rows import row_or_404
from crewdesk.core.api.typed import MOST_ID
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.operations import NotPermitted
from crewdesk.core.written_once import written_once

from ..models import Comment, Ticket
from ..models.ticket import TicketQuerySet


def for_staff(request: HttpRequest, right: str) -> User:
    """The caller. Raises NotPermitted for one without `right`, and for customers whatever the right."""
    if not request.member.is_staff_member:
        raise NotPermitted("You do not have access to this page.")
    require(request.member, right)
    return request.member


def by_api(request: HttpRequest) -> dict[str, Any]:
    """Who does it, by which door and when, as verbs are told."""
    return {"by": request.member, "via": Via.API, "at": now()}


def load(request: HttpRequest, number: int, right: str = "ticket.read") -> Ticket:
    """The ticket, out of those that the caller may see. Raises NotPermitted, and Http404 for what is not there or not theirs."""
    by = for_staff(request, right)
    found = [] if number > MOST_ID else _numbered(number) if by.sees_all_tickets else seen_by(by).filter(number=number)[:1]
    if not found:
        raise Http404
    return found[0]


@written_once
def _numbered(number: int):
    return Ticket.objects.filter(deleted_at=None, number=number)


def seen_by(user: User) -> TicketQuerySet:
    """What `user` may see outside the bin; spam is among it."""
    return Ticket.objects.visible_to(user).filter(deleted_at=None)


def numbered(tickets: TicketQuerySet, numbers: Iterable[int]) -> TicketQuerySet:
    """Those of `tickets` with one of these numbers, in their order."""
    return tickets.filter(number__in=[number for number in numbers if number <= MOST_ID]).order_by("number")


def load_comment(request: HttpRequest, number: int, comment_id: int, right: str) -> Comment:
    """A comment of the ticket, which comes with it. Raises as `load` does."""
    ticket = load(request, number, right)
    comment = row_or_404(ticket.comments.select_related("author"), comment_id)
    comment.ticket = ticket
    return comment
