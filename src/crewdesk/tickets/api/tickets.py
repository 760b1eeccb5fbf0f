"""/api/v2/tickets: one ticket, and the list of all."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from crewdesk.core.api.bulk import start
from crewdesk.core.api.description import answers
from crewdesk.core.api.idempotency import idempotent
from crewdesk.core.api.job_statuses import job_json
from crewdesk.core.api.paging import ids_of
from crewdesk.core.api.rows import all_of, count_of
from crewdesk.core.api.stamps import stamp
from crewdesk.core.clock import now
from crewdesk.core.events import Via

from ..models import Ticket
from ..operations.bin import delete_ticket
from ..operations.create import next_numbers
from ..tally import live_count
from .answering import listed, one, saved, told
from .loading import for_staff, load, numbered, seen_by
from .many import creation, update_of
from .saving import create_one, update_one
from .schemas import NewTicketBody, TicketBody

router = Router(tags=["Tickets"])


@router.get("", url_name="ticket-list", summary="List tickets")
def list_tickets(request: HttpRequest, external_id: str = "") -> dict:
    """All tickets that the caller may see, neither deleted nor spam; `external_id` names those of another system."""
    by = for_staff(request, "ticket.list")
    query = Ticket.objects.live().visible_to(by)
    if external_id:
        return listed(request, query.filter(external_id=external_id))
    return listed(request, query, count=lambda: live_count(by))


@router.post("", url_name="ticket-create", summary="Create a ticket", openapi_extra=answers("201", "202"))
@idempotent
def create(request: HttpRequest, body: NewTicketBody) -> JsonResponse:
    """Create a ticket with its first comment; `requester` makes the customer where the address is new. `async=true` leaves it to a job."""
    by = for_staff(request, "ticket.create_for")
    if is_async(request):
        number = next_numbers(1)[0]
        status = start(request, "ticket.create", [creation(body.ticket, number)])
        return JsonResponse({"ticket": {"id": number}, "job_status": job_json(request, status)}, status=202)
    data = saved(request, create_one(body.ticket, by))
    return JsonResponse(data, status=201, headers={"Location": data["ticket"]["url"]})


@router.get("/count", url_name="ticket-count", summary="Count tickets")
def count(request: HttpRequest) -> dict:
    """How many tickets the caller may see."""
    return count_of(live_count(for_staff(request, "ticket.list")), stamp(now()))


@router.get("/show_many", url_name="ticket-show-many", summary="Show several tickets")
def show_many(request: HttpRequest) -> dict:
    """The tickets among `ids`, separated by commas; what is not there is left out."""
    by = for_staff(request, "ticket.read")
    data = told(request, numbered(seen_by(by), ids_of(request)))
    return {**data, **all_of("tickets", data["tickets"])}


@router.get("/{int:number}", url_name="ticket-show", summary="Show a ticket")
def show(request: HttpRequest, number: int) -> dict:
    """One ticket."""
    return one(request, load(request, number))


@router.put("/{int:number}", url_name="ticket-update", summary="Update a ticket", openapi_extra=answers("200", "202", "409"))
def update(request: HttpRequest, number: int, body: TicketBody) -> JsonResponse:
    """Change fields, add a comment, or both in one save. `async=true` leaves it to a job."""
    ticket = load(request, number, "ticket.note")
    if is_async(request):
        status = start(request, "ticket.update", [update_of(number, body.ticket)])
        return JsonResponse({"ticket": {"id": number}, "job_status": job_json(request, status)}, status=202)
    update_one(ticket, body.ticket, request.member)
    return JsonResponse(saved(request, ticket))


@router.delete("/{int:number}", url_name="ticket-delete", summary="Delete a ticket")
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Put a ticket in the bin, where it stays for 30 days."""
    delete_ticket(load(request, number, "ticket.delete"), by=request.member, via=Via.API, at=now())
    return HttpResponse(status=204)


def is_async(request: HttpRequest) -> bool:
    """Whether the client does not wait for the save."""
    return request.GET.get("async", "").lower() == "true"
