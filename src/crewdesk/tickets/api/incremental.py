"""/api/v2/incremental: tickets that changed since, and what happened to them, for those who may export."""

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import require
from crewdesk.core.api.exports import SAMPLE, Stream, by_cursor, by_time
from crewdesk.core.api.sideloads import included
from crewdesk.core.models import Event

from ..models import Ticket
from .event_words import ticket_events_json
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


@router.get("/ticket_events", url_name="incremental-ticket-events", summary="Export what happened to tickets")
def events_by_time(request: HttpRequest) -> dict:
    """Every save of a ticket that was written since `start_time`, up to a minute ago. `include=comment_events` tells comments whole."""
    require(request.member, "ticket.export")
    return _events(request, by_time(request, _seen_by(request.member)))


@router.get("/ticket_events/sample", url_name="incremental-ticket-events-sample", summary="Try an export of what happened")
def events_sample(request: HttpRequest) -> dict:
    """The first fifty."""
    require(request.member, "ticket.export")
    return _events(request, by_time(request, _seen_by(request.member), most=SAMPLE))


def _seen_by(user: User) -> QuerySet[Event]:
    events = Event.objects.filter(subject_type="ticket")
    return events if user.sees_all_tickets else events.filter(subject_id__in=Ticket.objects.visible_to(user).values("pk"))


def _events(request: HttpRequest, stream: Stream) -> dict:
    rows = ticket_events_json(request, stream.rows)
    return {"ticket_events": rows, **stream.envelope, "count": len(rows)}


def _answer(request: HttpRequest, stream: Stream) -> dict:
    rows = tickets_json(request, stream.rows)
    return {"tickets": rows, **included(request, rows), **stream.envelope}
