"""Tickets by what they belong to: a person, an organization, a problem, the caller's own work."""

import re

from django.http import HttpRequest
from ninja import Router, Schema

from crewdesk.accounts.models import Organization, User
from crewdesk.core.api.description import answers
from crewdesk.core.api.errors import BadRequest
from crewdesk.core.api.rows import all_of, row_or_404
from crewdesk.core.live.presence import looked_at

from ..models import Participation, Ticket, TicketType
from ..models.ticket import TicketQuerySet
from ..search.query import find
from ..search.syntax import SyntaxProblem
from .answering import listed, told
from .loading import for_staff, load

router = Router(tags=["Tickets"])
MOST_RECENT = 5
SUGGESTED = 10
MOST_WORDS = 20
_WORDS = re.compile(r"\w+")


class TextIn(Schema):
    text: str = ""


@router.get("/tickets/recent", url_name="ticket-recent", summary="List tickets that the caller looked at")
def list_recent(request: HttpRequest) -> dict:
    """The five that the caller looked at last, the latest first."""
    by = for_staff(request, "ticket.list")
    order = {pk: place for place, pk in enumerate(looked_at("ticket", user_id=by.pk, most=MOST_RECENT))}
    tickets = sorted(_live(by).filter(pk__in=order), key=lambda ticket: order[ticket.pk])
    data = told(request, tickets)
    return {**data, **all_of("tickets", data["tickets"])}


@router.get("/tickets/{int:number}/incidents", url_name="ticket-incidents", summary="List a problem's incidents")
def list_incidents(request: HttpRequest, number: int) -> dict:
    """Tickets whose problem this is."""
    problem = load(request, number)
    return listed(request, _live(request.member).filter(problem=problem))


@router.get("/tickets/{int:number}/related", url_name="ticket-related", summary="Show what hangs on a ticket")
def show_related(request: HttpRequest, number: int) -> dict:
    """How many incidents it has, and which ticket it follows up."""
    ticket = load(request, number)
    source = Ticket.objects.visible_to(request.member).filter(pk=ticket.followup_of_id)
    return {
        "ticket_related": {
            "topic_id": None, "jira_issue_ids": [], "followup_source_ids": list(source.values_list("number", flat=True)),
            "from_archive": False, "incidents": _live(request.member).filter(problem=ticket).count(), "twitter": None,
            "url": request.build_absolute_uri(),
        }
    }  # fmt: skip


@router.get("/problems", url_name="problem-list", summary="List problems")
def list_problems(request: HttpRequest) -> dict:
    """Tickets of type problem."""
    return listed(request, _live(for_staff(request, "ticket.list")).filter(type=TicketType.PROBLEM))


@router.post(
    "/problems/autocomplete",
    url_name="problem-autocomplete",
    summary="Find problems by their first words",
    openapi_extra=answers("200"),
)
def autocomplete_problems(request: HttpRequest, body: TextIn | None = None, text: str = "") -> dict:
    """Some problems in which the words stand; the last word may be the beginning of one."""
    by, typed = for_staff(request, "ticket.search"), (body.text if body else "") or text
    # What stands in a subject is no search syntax.
    words = _WORDS.findall(typed)[:MOST_WORDS]
    if not words:
        raise BadRequest("Invalid attribute", "text is missing")
    within = [{"is": "in", "column": "type", "values": [TicketType.PROBLEM]}]
    try:
        tickets = find(by, " ".join(words), size=SUGGESTED, typing=True, among=_live(by), within=within).rows
    except SyntaxProblem as problem:
        raise BadRequest("Invalid search", str(problem)) from problem
    data = told(request, tickets)
    return {**data, **all_of("tickets", data["tickets"])}


@router.get("/users/{int:pk}/tickets/requested", url_name="user-tickets-requested", summary="List a user's tickets")
def list_requested(request: HttpRequest, pk: int) -> dict:
    """Tickets whose requester this user is."""
    return listed(request, _live(request.member).filter(requester=_user(request, pk)))


@router.get("/users/{int:pk}/tickets/ccd", url_name="user-tickets-ccd", summary="List tickets that a user is copied in on")
def list_copied(request: HttpRequest, pk: int) -> dict:
    """Tickets on which this user is a CC."""
    copied = Participation.objects.filter(user=_user(request, pk), kind=Participation.Kind.CC).values("ticket_id")
    return listed(request, _live(request.member).filter(pk__in=copied))


@router.get("/users/{int:pk}/tickets/followed", url_name="user-tickets-followed", summary="List tickets that a user follows")
def list_followed(request: HttpRequest, pk: int) -> dict:
    """Tickets that this member of the staff follows."""
    followed = Participation.objects.filter(user=_user(request, pk), kind=Participation.Kind.FOLLOWER).values("ticket_id")
    return listed(request, _live(request.member).filter(pk__in=followed))


@router.get("/users/{int:pk}/tickets/assigned", url_name="user-tickets-assigned", summary="List tickets assigned to a user")
def list_assigned(request: HttpRequest, pk: int) -> dict:
    """Tickets whose assignee this user is."""
    return listed(request, _live(request.member).filter(assignee=_user(request, pk)))


@router.get("/organizations/{int:pk}/tickets", url_name="organization-tickets", summary="List an organization's tickets")
def list_of_organization(request: HttpRequest, pk: int) -> dict:
    """Tickets of the organization's people."""
    by = for_staff(request, "ticket.list")
    return listed(request, _live(by).filter(organization=row_or_404(Organization.objects.all(), pk)))


def _live(by: User) -> TicketQuerySet:
    return Ticket.objects.live().visible_to(by)


def _user(request: HttpRequest, pk: int) -> User:
    return row_or_404(User.objects.visible_to(for_staff(request, "ticket.list")), pk)
