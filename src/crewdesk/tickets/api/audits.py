"""/api/v2/tickets/{id}/audits and /api/v2/ticket_audits: what happened to tickets."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Router

from crewdesk.core.api.paging import listing
from crewdesk.core.api.rows import count_of, row_or_404
from crewdesk.core.api.sideloads import included
from crewdesk.core.api.stamps import stamp
from crewdesk.core.clock import now
from crewdesk.core.models import Event

from ..operations.redact import make_private
from .audit_words import audits_json, brings
from .loading import by_api, for_staff, load, load_comment, seen_by

router = Router(tags=["Ticket audits"])
all_audits = Router(tags=["Ticket audits"])
SORTS = {"id": "id", "created_at": "id"}


@router.get("/{int:number}/audits", url_name="ticket-audits", summary="List a ticket's audits")
def list_audits(request: HttpRequest, number: int) -> dict:
    """Everything that happened to the ticket, oldest first."""
    return _answer(request, _events([load(request, number).pk]))


@router.get("/{int:number}/audits/count", url_name="ticket-audit-count", summary="Count a ticket's audits")
def count_audits(request: HttpRequest, number: int) -> dict:
    """How many there are."""
    return count_of(_events([load(request, number).pk]).count(), stamp(now()))


@router.get("/{int:number}/audits/{int:audit_id}", url_name="ticket-audit-show", summary="Show an audit")
def show_audit(request: HttpRequest, number: int, audit_id: int) -> dict:
    """One of the ticket's audits."""
    ticket = load(request, number)
    audit = audits_json(request, [row_or_404(_events([ticket.pk]), audit_id)])[0]
    return {"audit": audit, **included(request, [audit])}


@router.put(
    "/{int:number}/audits/{int:audit_id}/make_private", url_name="audit-make-private", summary="Make an audit's comment private"
)
def hide(request: HttpRequest, number: int, audit_id: int) -> dict[str, Any]:
    """Turn the public comment that came with the audit into an internal note."""
    event = row_or_404(_events([load(request, number, "ticket.redact").pk]), audit_id)
    if not brings(event, event.changes):
        raise Http404
    make_private(load_comment(request, number, event.changes["comment"], "ticket.redact"), **by_api(request))
    return {}


@all_audits.get("", url_name="audit-list", summary="List the audits of all tickets")
def list_all_audits(request: HttpRequest) -> dict:
    """What happened to any ticket that the caller may see, newest first; always by cursor."""
    for_staff(request, "ticket.list")
    events = _events(seen_by(request.member).values("pk"))
    page = listing(request, events, sorts=SORTS, default="-id", count=None)
    rows = audits_json(request, page.rows)
    return {"audits": rows, **included(request, rows), **page.envelope}


def _answer(request: HttpRequest, events: QuerySet[Event]) -> dict:
    page = listing(request, events, sorts=SORTS, default="id", count=events.count)
    rows = audits_json(request, page.rows)
    return {"audits": rows, **included(request, rows), **page.envelope}


def _events(tickets) -> QuerySet[Event]:
    return Event.objects.filter(subject_type="ticket", subject_id__in=tickets)
