"""/api/v2/incremental: tickets that changed since, for those who may export."""

from django.http import HttpRequest
from ninja import Router

from crewdesk.accounts.rights import require
from crewdesk.core.api.exports import SAMPLE, Stream, by_cursor, by_time
from crewdesk.core.api.sideloads import included

from ..models import Ticket
from .present import tickets_json

router = Router(tags=["Incremental exports"])


@router.get("/tickets/cursor", url_name="incremental-tickets-cursor", summary="Export tickets by cursor")
def tickets_by_cursor(request: HttpRequest) -> dict:
    """Every ticket that changed since `start_time` or `cursor`, deleted ones and spam with status `deleted`."""
    require(request.member, "ticket.export")
    return _answer(request, by_cursor(request, Ticket.objects.visible_to(request.member)))


@router.get("/tickets", url_name="incremental-tickets", summary="Export tickets by time")
def tickets_by_time(request: HttpRequest) -> dict:
    """The same by time alone, up to a minute ago."""
    require(request.member, "ticket.export")
    return _answer(request, by_time(request, Ticket.objects.visible_to(request.member)))


@router.get("/tickets/sample", url_name="incremental-tickets-sample", summary="Try an export of tickets")
def tickets_sample(request: HttpRequest) -> dict:
    """The first fifty."""
    require(request.member, "ticket.export")
    return _answer(request, by_time(request, Ticket.objects.visible_to(request.member), most=SAMPLE))


def _answer(request: HttpRequest, stream: Stream) -> dict:
    rows = tickets_json(request, stream.rows)
    return {"tickets": rows, **included(request, rows), **stream.envelope}
