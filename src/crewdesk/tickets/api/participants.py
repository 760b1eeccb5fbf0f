"""/api/v2/tickets/{id}/collaborators, followers, email_ccs: who else takes part."""

from django.http import HttpRequest
from ninja import Router

from crewdesk.accounts.api.present import user_json
from crewdesk.accounts.models import User
from crewdesk.core.api.paging import listing
from crewdesk.core.api.sideloads import included

from ..models import Participation
from .loading import load

router = Router(tags=["Tickets"])
SORTS = {"id": "id"}
Kind = Participation.Kind


@router.get("/{int:number}/collaborators", url_name="ticket-collaborators", summary="List who takes part")
def list_collaborators(request: HttpRequest, number: int) -> dict:
    """CCs and followers together."""
    return _answer(request, number, [Kind.CC, Kind.FOLLOWER])


@router.get("/{int:number}/followers", url_name="ticket-followers", summary="List followers")
def list_followers(request: HttpRequest, number: int) -> dict:
    """Members of the staff who follow the ticket."""
    return _answer(request, number, [Kind.FOLLOWER])


@router.get("/{int:number}/email_ccs", url_name="ticket-email-ccs", summary="List CCs")
def list_email_ccs(request: HttpRequest, number: int) -> dict:
    """Who receives public replies beside the requester."""
    return _answer(request, number, [Kind.CC])


def _answer(request: HttpRequest, number: int, kinds: list[str]) -> dict:
    people = Participation.objects.filter(ticket=load(request, number), kind__in=kinds).values("user_id")
    query = User.objects.filter(pk__in=people)
    page = listing(request, query, sorts=SORTS, default="id", count=query.count)
    rows = [user_json(request, user) for user in page.rows]
    return {"users": rows, **included(request, rows), **page.envelope}
