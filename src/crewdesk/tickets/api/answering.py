"""Replies made of tickets."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest

from crewdesk.core.api.paging import DEEPEST_ROW, listing
from crewdesk.core.api.sideloads import included

from ..models import Ticket
from ..models.ticket import TicketQuerySet
from .audit_words import audits_json
from .present import tickets_json

SORTS = {"id": "id", "created_at": "created_at", "updated_at": "updated_at", "status": "status"}


def one(request: HttpRequest, ticket: Ticket) -> dict[str, Any]:
    """The reply that shows one ticket."""
    rows = tickets_json(request, [ticket])
    return {"ticket": rows[0], **included(request, rows)}


def saved(request: HttpRequest, ticket: Ticket) -> dict[str, Any]:
    """The reply to a save: the ticket, and the audit that tells what was done; null where nothing was."""
    event = getattr(ticket, "last_event", None)
    return {**one(request, ticket), "audit": audits_json(request, [event], about=ticket)[0] if event else None}


def listed(
    request: HttpRequest, query: TicketQuerySet, *, default: str = "id", count: Callable[[], int] | None = None
) -> dict[str, Any]:
    """One page of `query`. Without `count` rows are counted as far as offset paging goes."""
    count = count or (lambda: query.order_by()[:DEEPEST_ROW].count())
    page = listing(request, query, sorts=SORTS, default=default, count=count)
    return {**told(request, page.rows), **page.envelope}


def told(request: HttpRequest, tickets: Iterable[Ticket]) -> dict[str, Any]:
    """Tickets with what stands beside them."""
    rows = tickets_json(request, tickets)
    return {"tickets": rows, **included(request, rows)}
