"""/api/v2/tickets: many at once, as jobs; and merging, which is one."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import can
from crewdesk.core.api.bulk import bulk, refuse_too_many, start
from crewdesk.core.api.description import answers
from crewdesk.core.api.errors import BadRequest
from crewdesk.core.api.job_statuses import job_json
from crewdesk.core.api.paging import ids_of
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.operations import Refused

from ..models import Ticket
from ..operations.bin import delete_ticket
from ..operations.merge import merge_tickets
from ..operations.spam import mark_spam
from .loading import for_staff, load, numbered, seen_by
from .saving import create_one, update_one
from .schemas import MergeIn, NewTicketIn, NewTicketsBody, PatchBody, TicketIn

router = Router(tags=["Tickets"])
Item = dict[str, Any]


@router.post("/create_many", url_name="ticket-create-many", summary="Create several tickets")
def create_many(request: HttpRequest, body: NewTicketsBody) -> dict:
    """Create up to 100 tickets in a job."""
    for_staff(request, "ticket.create_for")
    return answer(request, "ticket.create", [creation(sent) for sent in body.tickets])


@router.put("/update_many", url_name="ticket-update-many", summary="Update several tickets")
def update_many(request: HttpRequest, body: PatchBody) -> dict:
    """Up to 100 tickets in a job: one patch (`ticket`) for all `ids`, or a list (`tickets`) where each has its own."""
    for_staff(request, "ticket.note")
    if body.tickets is not None:
        return answer(request, "ticket.update", [update_of(sent.id, sent) for sent in body.tickets])
    if body.ticket is None:
        raise BadRequest("Invalid attribute", "ticket or tickets is missing")
    return answer(request, "ticket.update", named(request), shared={"ticket": plain(body.ticket)})


@router.delete("/destroy_many", url_name="ticket-destroy-many", summary="Delete several tickets")
def destroy_many(request: HttpRequest) -> dict:
    """Put the tickets among `ids` in the bin."""
    for_staff(request, "ticket.delete")
    return answer(request, "ticket.delete", named(request))


@router.put("/mark_many_as_spam", url_name="ticket-mark-many-as-spam", summary="Mark several tickets as spam")
def mark_many_as_spam(request: HttpRequest) -> dict:
    """Put the tickets among `ids` aside."""
    for_staff(request, "ticket.mark_spam")
    return answer(request, "ticket.spam", named(request))


@router.put("/{int:number}/mark_as_spam", url_name="ticket-mark-as-spam", summary="Mark a ticket as spam")
def mark_as_spam(request: HttpRequest, number: int) -> dict[str, Any]:
    """Put a ticket aside; its requester is suspended where the caller may do that."""
    _mark(load(request, number, "ticket.mark_spam"), request.member)
    return {}


@router.post("/{int:number}/merge", url_name="ticket-merge", summary="Merge tickets into this one", openapi_extra=answers("200"))
def merge(request: HttpRequest, number: int, body: MergeIn) -> dict:
    """Close the tickets among `ids` with a comment that leads here."""
    load(request, number, "ticket.merge")
    refuse_too_many(body.ids)
    return answer(request, "ticket.merge", [{**body.dict(), "id": number}])


def answer(request: HttpRequest, kind: str, items: list[Item], *, shared: Item | None = None) -> dict:
    """Have `items` done in a job, and tell of it; each is given what is `shared` by all."""
    return {"job_status": job_json(request, start(request, kind, items, shared=shared))}


def named(request: HttpRequest) -> list[Item]:
    """An item for each of `ids`."""
    return [{"id": number} for number in ids_of(request)]


def creation(sent: NewTicketIn, number: int | None = None) -> Item:
    """What a job needs to make a ticket, of a `number` that was taken before."""
    return {"ticket": plain(sent), "number": number}


def update_of(number: int, sent: TicketIn) -> Item:
    """What a job needs to update a ticket."""
    return {"id": number, "ticket": plain(sent)}


def plain(sent: TicketIn) -> Item:
    """What was sent, as JSON."""
    return sent.model_dump(mode="json", exclude_unset=True)


def found(number: int, by: User) -> Ticket:
    """The ticket of an item, out of those that `by` may see. Raises Refused."""
    ticket = numbered(seen_by(by), [number]).first()
    if ticket is None:
        raise Refused("Not found", field="id", code="RecordNotFound")
    return ticket


@bulk("ticket.create")
def _create(item: Item, user_id: int) -> Item:
    ticket = create_one(NewTicketIn(**item["ticket"]), User.objects.get(pk=user_id), number=item["number"])
    return {"id": ticket.number, "action": "create", "status": "Created"}


@bulk("ticket.update")
def _update(item: Item, user_id: int) -> Item:
    by = User.objects.get(pk=user_id)
    update_one(found(item["id"], by), TicketIn(**item["ticket"]), by)
    return {"id": item["id"], "action": "update", "status": "Updated"}


@bulk("ticket.delete")
def _delete(item: Item, user_id: int) -> Item:
    by = User.objects.get(pk=user_id)
    delete_ticket(found(item["id"], by), by=by, via=Via.API, at=now())
    return {"id": item["id"], "action": "delete", "status": "Deleted"}


@bulk("ticket.spam")
def _spam(item: Item, user_id: int) -> Item:
    by = User.objects.get(pk=user_id)
    _mark(found(item["id"], by), by)
    return {"id": item["id"], "action": "update", "status": "Updated"}


@bulk("ticket.merge")
def _merge(item: Item, user_id: int) -> Item:
    by = User.objects.get(pk=user_id)
    merge_tickets(
        found(item["id"], by), [found(number, by) for number in item["ids"]], by=by, via=Via.API, at=now(),
        target_comment=item["target_comment"], source_comment=item["source_comment"], public=item["target_comment_is_public"],
        source_public=item["source_comment_is_public"],
    )  # fmt: skip
    return {"id": item["id"], "action": "update", "status": "Updated"}


def _mark(ticket: Ticket, by: User) -> None:
    requester = ticket.requester
    suspends = not requester.is_staff_member and can(by, "user.suspend", requester)
    mark_spam(ticket, by=by, via=Via.API, at=now(), suspend_requester=suspends)
