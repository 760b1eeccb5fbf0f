"""/api/v2/tickets."""

from django.db.models import Sum
from django.http import Http404, HttpRequest, JsonResponse
from ninja import Router

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.users import find_or_create_requester
from crewdesk.accounts.rights import can
from crewdesk.core.api.idempotency import idempotent
from crewdesk.core.api.paging import listing
from crewdesk.core.api.sideloads import included
from crewdesk.core.api.stamps import stamp
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted, Refused

from ..models import Tally, Ticket
from ..operations.comments import Said
from ..operations.create import create_ticket
from ..operations.errors import StaleTicket
from ..operations.reply import reply
from ..operations.update import update_ticket
from .present import audit_json, tickets_json
from .reading import MOST_ID, changes_of, said_of, ticket_numbered
from .schemas import TicketBody, TicketIn

router = Router(tags=["Tickets"])
SORTS = {"id": "id", "created_at": "created_at", "updated_at": "updated_at"}


@router.get("", url_name="ticket-list", summary="List tickets")
def list_tickets(request: HttpRequest) -> dict:
    """All tickets that the caller may see, neither deleted nor spam."""
    _require(request, "ticket.list")
    query = Ticket.objects.live().visible_to(request.member)
    page = listing(request, query, sorts=SORTS, default="id", count=lambda: Tally.objects.aggregate(n=Sum("delta"))["n"] or 0)
    rows = tickets_json(request, page.rows)
    return {"tickets": rows, **included(request, rows), **page.envelope}


@router.post("", url_name="ticket-create", summary="Create a ticket")
@idempotent
def create(request: HttpRequest, body: TicketBody) -> JsonResponse:
    """Create a ticket with its first comment; `requester` makes the customer where the address is new."""
    _require(request, "ticket.create_for" if request.member.is_staff_member else "ticket.create")
    sent, by = body.ticket, request.member
    changes = changes_of(sent)
    requester = changes.pop("requester", None) or _requester(sent, by)
    ticket = create_ticket(
        requester=requester, by=by, via=Via.API, at=now(), said=said_of(sent, by) or Said(),
        followup_of=ticket_numbered(sent.via_followup_source_id, "via_followup_source_id"), **changes,
    )  # fmt: skip
    data = tickets_json(request, [ticket])[0]
    return JsonResponse({"ticket": data, "audit": _last_audit(ticket)}, status=201, headers={"Location": data["url"]})


@router.get("/{int:number}", url_name="ticket-show", summary="Show a ticket")
def show(request: HttpRequest, number: int) -> dict:
    """One ticket."""
    rows = tickets_json(request, [_load(request, number)])
    return {"ticket": rows[0], **included(request, rows)}


@router.put("/{int:number}", url_name="ticket-update", summary="Update a ticket")
def update(request: HttpRequest, number: int, body: TicketBody) -> dict:
    """Change fields, add a comment, or both in one save."""
    ticket, by, sent = _load(request, number), request.member, body.ticket
    _refuse_stale(ticket, sent)
    changes, said = changes_of(sent), said_of(sent, by)
    if said is not None:
        reply(ticket, by=by, said=said, via=Via.API, at=now(), changes=changes)
    else:
        update_ticket(ticket, by=by, via=Via.API, at=now(), changes=changes)
    return {"ticket": tickets_json(request, [ticket])[0], "audit": _last_audit(ticket)}


def _load(request: HttpRequest, number: int) -> Ticket:
    ticket = (
        Ticket.objects.visible_to(request.member).filter(number=number, deleted_at=None).first() if number <= MOST_ID else None
    )
    if ticket is None:
        raise Http404
    return ticket


def _require(request: HttpRequest, right: str) -> None:
    if not can(request.member, right):
        raise NotPermitted("You do not have access to this page.")


def _requester(sent: TicketIn, by: User) -> User:
    if sent.requester is None:
        return by
    if not by.is_staff_member and sent.requester.email.lower() != by.email:
        raise Refused("Customers open tickets for themselves.", field="requester")
    return find_or_create_requester(address=sent.requester.email, name=sent.requester.name, by=by, via=Via.API)


def _refuse_stale(ticket: Ticket, sent: TicketIn) -> None:
    """`safe_update` with the `updated_stamp` that the client saw; stamps are whole seconds."""
    if sent.safe_update and sent.updated_stamp is not None and stamp(ticket.updated_at) != stamp(sent.updated_stamp):
        raise StaleTicket("The ticket was changed in between.", since=[])


def _last_audit(ticket: Ticket) -> dict | None:
    event = Event.objects.filter(subject_type="ticket", subject_id=ticket.pk).order_by("-id").first()
    return audit_json(ticket, event) if event else None
