"""/api/v2/ticket_metrics and /api/v2/tickets/{id}/metrics."""

from django.http import HttpRequest
from ninja import Router

from crewdesk.core.api.paging import listing

from ..models import Ticket
from ..queries.metrics import metrics_of
from ..tally import live_count
from .loading import for_staff, load
from .metric_words import metric_json

router = Router(tags=["Ticket metrics"])
SORTS = {"id": "id", "created_at": "created_at", "updated_at": "updated_at"}


@router.get("/ticket_metrics", url_name="metric-list", summary="List the figures of all tickets")
def list_metrics(request: HttpRequest) -> dict:
    """How long each ticket took, the latest ticket first."""
    by = for_staff(request, "ticket.list")
    query = Ticket.objects.live().visible_to(by)
    page = listing(request, query, sorts=SORTS, default="-id", count=lambda: live_count(by))
    measured = metrics_of(page.rows)
    return {"ticket_metrics": [metric_json(request, one, measured[one.pk]) for one in page.rows], **page.envelope}


@router.get("/ticket_metrics/{int:number}", url_name="metric-show", summary="Show the figures of a ticket")
def show_metric(request: HttpRequest, number: int) -> dict:
    """By the id of the metric, which is that of its ticket."""
    return _shown(request, number)


@router.get("/tickets/{int:number}/metrics", url_name="ticket-metrics", summary="Show the figures of a ticket")
def show_metrics(request: HttpRequest, number: int) -> dict:
    """How long the ticket took."""
    return _shown(request, number)


def _shown(request: HttpRequest, number: int) -> dict:
    ticket = load(request, number)
    return {"ticket_metric": metric_json(request, ticket, metrics_of([ticket])[ticket.pk])}
