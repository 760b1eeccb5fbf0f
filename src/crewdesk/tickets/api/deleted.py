"""/api/v2/deleted_tickets: the bin."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from crewdesk.accounts.models import User
from crewdesk.core.api.bulk import bulk
from crewdesk.core.api.description import answers
from crewdesk.core.api.paging import DEEPEST_ROW, ids_of, listing
from crewdesk.core.api.stamps import stamp
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.models import Event
from crewdesk.core.operations import Refused

from ..events import TicketEvent
from ..models import Ticket
from ..models.ticket import TicketQuerySet
from ..operations.bin import purge_ticket, restore_ticket
from .loading import for_staff, numbered
from .many import Item, answer, named

router = Router(tags=["Deleted tickets"])
SORTS = {"id": "id", "deleted_at": "deleted_at"}


@router.get("", url_name="deleted-list", summary="List deleted tickets")
def list_deleted(request: HttpRequest) -> dict:
    """What lies in the bin; after 30 days it is gone for good."""
    query = _bin(for_staff(request, "ticket.restore"))
    page = listing(request, query, sorts=SORTS, default="id", count=lambda: query.order_by()[:DEEPEST_ROW].count())
    return {"deleted_tickets": _rows(page.rows), **page.envelope}


@router.put("/restore_many", url_name="deleted-restore-many", summary="Restore several tickets")
def restore_many(request: HttpRequest) -> dict[str, Any]:
    """Take the tickets among `ids` out of the bin; those that are not there are left alone."""
    by = for_staff(request, "ticket.restore")
    for ticket in numbered(_bin(by), ids_of(request)):
        restore_ticket(ticket, by=by, via=Via.API, at=now())
    return {}


@router.put("/{int:number}/restore", url_name="deleted-restore", summary="Restore a ticket")
def restore(request: HttpRequest, number: int) -> dict[str, Any]:
    """Take a ticket out of the bin as it was."""
    by = for_staff(request, "ticket.restore")
    restore_ticket(_load(by, number), by=by, via=Via.API, at=now())
    return {}


@router.delete("/destroy_many", url_name="deleted-destroy-many", summary="Remove several tickets for good")
def destroy_many(request: HttpRequest) -> dict:
    """Remove the tickets among `ids` from the bin, with all that was said."""
    for_staff(request, "ticket.delete")
    return answer(request, "ticket.purge", named(request))


@router.delete("/{int:number}", url_name="deleted-destroy", summary="Remove a ticket for good", openapi_extra=answers("200"))
def destroy(request: HttpRequest, number: int) -> dict:
    """Remove a ticket from the bin, with all that was said."""
    _load(for_staff(request, "ticket.delete"), number)
    return answer(request, "ticket.purge", [{"id": number}])


@bulk("ticket.purge")
def _purge(item: Item, user_id: int) -> Item:
    by = User.objects.get(pk=user_id)
    ticket = numbered(_bin(by), [item["id"]]).first()
    if ticket is None:
        raise Refused("Not found", field="id", code="RecordNotFound")
    purge_ticket(ticket, by=by, via=Via.API, at=now())
    return {"id": item["id"], "action": "delete", "status": "Deleted"}


def _bin(by: User) -> TicketQuerySet:
    return Ticket.objects.visible_to(by).filter(deleted_at__isnull=False)


def _load(by: User, number: int) -> Ticket:
    ticket = numbered(_bin(by), [number]).first()
    if ticket is None:
        raise Http404
    return ticket


def _rows(tickets: Iterable[Ticket]) -> list[dict[str, Any]]:
    tickets = list(tickets)
    events = Event.objects.filter(
        subject_type="ticket", subject_id__in=[ticket.pk for ticket in tickets], kind=TicketEvent.DELETED
    ).order_by("id")
    actors = dict(events.values_list("subject_id", "actor_id"))
    names = dict(User.objects.filter(pk__in=set(actors.values()) - {None}).values_list("pk", "name"))
    return [
        {
            "id": ticket.number, "subject": ticket.subject, "deleted_at": stamp(ticket.deleted_at),
            "previous_state": ticket.status,
            "actor": {"id": actors.get(ticket.pk), "name": names.get(actors.get(ticket.pk), "")},
        }
        for ticket in tickets
    ]  # fmt: skip
