"""/api/v2/requests: the same tickets for those who sent them in. Staff act here as requesters of their own."""

from typing import Any

from django.http import Http404, HttpRequest, JsonResponse
from ninja import Router

from crewdesk.accounts.models import Organization, User
from crewdesk.accounts.rights import require
from crewdesk.core.api.errors import BadRequest
from crewdesk.core.api.paging import DEEPEST_ROW, address, listing, number_of
from crewdesk.core.api.rows import row_or_404
from crewdesk.core.api.sideloads import included
from crewdesk.core.api.typed import MOST_ID, Id
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.operations import NotPermitted

from ..models import Comment, Participation, Status, Ticket
from ..models.comment import CommentQuerySet
from ..models.ticket import UNSOLVED, TicketQuerySet
from ..operations.create import create_ticket
from ..operations.participants import change_participants
from ..operations.reply import reply
from ..operations.requesters import solve_request
from ..search.filters import Filter
from ..search.query import MOST_COUNTED, count, find
from ..search.syntax import SyntaxProblem
from .present_requests import request_comments_json, requests_json, speaker_json
from .reading_requests import RequestBody, copied_in, facts_of, followed_up, said_of

router = Router(tags=["Requests"])
# Lists of requests below users and organizations.
by_owner = Router(tags=["Requests"])
SORTS = {"id": "id", "created_at": "created_at", "updated_at": "updated_at"}
COMMENT_SORTS = {"id": "id", "created_at": "created_at"}
DONE = (Status.SOLVED, Status.CLOSED)


@router.get("", url_name="request-list", summary="List one's own requests")
def list_requests(request: HttpRequest, status: str = "") -> dict:
    """What the caller sent in; `status` names several, separated by commas."""
    return _listed(request, _in_status(_own(request), status))


@router.get("/open", url_name="request-open", summary="List one's own open requests")
def list_open(request: HttpRequest) -> dict:
    """What the caller sent in and is not solved."""
    return _listed(request, _own(request).filter(status__in=UNSOLVED))


@router.get("/solved", url_name="request-solved", summary="List one's own solved requests")
def list_solved(request: HttpRequest) -> dict:
    """What the caller sent in and is solved or closed."""
    return _listed(request, _own(request).filter(status__in=DONE))


@router.get("/ccd", url_name="request-ccd", summary="List requests that one is copied in on")
def list_copied(request: HttpRequest) -> dict:
    """Requests that the caller is copied in on and may see: being copied in gives no sight of a request by itself."""
    mine = Participation.objects.filter(user=request.member, kind=Participation.Kind.CC)
    return _listed(request, _seen(request).filter(pk__in=mine.values("ticket_id")))


@router.get("/search", url_name="request-search", summary="Search requests")
def search(request: HttpRequest, query: str = "", status: str = "", organization_id: Id | None = None) -> dict:
    """Words in what was sent and answered. Staff search what they sent in themselves."""
    if not (query + status).strip():
        raise BadRequest("Invalid search", "query is missing")
    within = _within(request, status, organization_id)
    size, page = number_of(request, "per_page", 100), number_of(request, "page", 1, most=MOST_COUNTED)
    if page * size > MOST_COUNTED:
        raise BadRequest("Invalid page", f"Search gives {MOST_COUNTED} results at most.")
    try:
        found = find(request.member, query, size=page * size, skip=(page - 1) * size, among=_seen(request), within=within).rows
        total = min(count(request.member, query, within=within), MOST_COUNTED)
    except SyntaxProblem as problem:
        raise BadRequest("Invalid search", str(problem)) from problem
    rows = requests_json(request, found[:size])
    return {
        "requests": rows, **included(request, rows), "count": total,
        "next_page": address(request, {"page": page + 1}) if page * size < total else None,
        "previous_page": address(request, {"page": page - 1}) if page > 1 else None,
    }  # fmt: skip


@router.post("", url_name="request-create", summary="Send in a request")
def create(request: HttpRequest, body: RequestBody) -> JsonResponse:
    """Open a ticket as its requester."""
    by, sent = request.member, body.request
    ticket = create_ticket(
        requester=by, by=by, via=Via.API, at=now(), subject=sent.subject or "", said=said_of(sent, by),
        ccs=copied_in([*sent.collaborators, *sent.email_ccs], by), followup_of=followed_up(sent, by), **facts_of(sent),
    )  # fmt: skip
    data = requests_json(request, [ticket])[0]
    return JsonResponse({"request": data}, status=201, headers={"Location": data["url"]})


@router.get("/{int:number}", url_name="request-show", summary="Show a request")
def show(request: HttpRequest, number: int) -> dict:
    """One request."""
    rows = requests_json(request, [_load(request, number)])
    return {"request": rows[0], **included(request, rows)}


@router.put("/{int:number}", url_name="request-update", summary="Update a request")
def update(request: HttpRequest, number: int, body: RequestBody) -> dict:
    """Add a comment, say that it is solved, or copy people in."""
    ticket, by, sent, at = _load(request, number), request.member, body.request, now()
    if by.is_staff_member and ticket.requester_id != by.pk:
        raise NotPermitted("Members act here on what they sent in themselves; use /tickets for the rest.")
    if sent.solved and ticket.requester_id != by.pk:
        raise NotPermitted("Only whoever sent it in may say that it is solved.")
    if people := copied_in(sent.additional_collaborators, by):
        change_participants(ticket, add_ccs=people, by=by, via=Via.API, at=at)
    if sent.comment is not None:
        changes = {"status": Status.SOLVED} if sent.solved else {}
        reply(ticket, by=by, said=said_of(sent, by), via=Via.API, at=at, changes=changes)
    elif sent.solved:
        solve_request(ticket, by=by, via=Via.API, at=at)
    return {"request": requests_json(request, [ticket])[0]}


@router.get("/{int:number}/comments", url_name="request-comment-list", summary="List a request's comments")
def list_comments(request: HttpRequest, number: int) -> dict:
    """What was said in public, oldest first, and who said it."""
    said = _comments(request, number)
    page = listing(request, said, sorts=COMMENT_SORTS, default="created_at", count=said.count)
    speakers = {comment.author_id: comment.author for comment in page.rows}
    rows = request_comments_json(request, number, page.rows)
    return {
        "comments": rows,
        "users": [speaker_json(speakers[pk]) for pk in sorted(speakers)],
        "organizations": [],
        **page.envelope,
    }


@router.get("/{int:number}/comments/{int:pk}", url_name="request-comment-show", summary="Show a comment of a request")
def show_comment(request: HttpRequest, number: int, pk: int) -> dict:
    """One public comment."""
    comment = row_or_404(_comments(request, number), pk)
    return {"comment": request_comments_json(request, number, [comment])[0], "users": [speaker_json(comment.author)]}


@by_owner.get("/users/{int:pk}/requests", url_name="user-request-list", summary="List a user's requests")
def list_of_user(request: HttpRequest, pk: int) -> dict:
    """What one user sent in: a customer's own, for staff anybody's."""
    user = row_or_404(User.objects.visible_to(request.member), pk)
    _require_sight_of_others(request, user.pk == request.member.pk)
    return _listed(request, _seen(request).filter(requester=user))


@by_owner.get("/organizations/{int:pk}/requests", url_name="organization-request-list", summary="List an organization's requests")
def list_of_organization(request: HttpRequest, pk: int) -> dict:
    """What an organization's people sent in, as far as the caller may see it."""
    theirs = Organization.objects.all()
    if not request.member.is_staff_member:
        theirs = theirs.filter(pk=request.member.organization_id)
    organization = row_or_404(theirs, pk)
    _require_sight_of_others(request, not request.member.is_staff_member)
    return _listed(request, _seen(request).filter(organization=organization))


def _seen(request: HttpRequest) -> TicketQuerySet:
    return Ticket.objects.visible_to(request.member).live().filter(is_public=True)


def _within(request: HttpRequest, status: str, organization_id: int | None) -> list[Filter]:
    """What narrows a search beside its words, which could only widen it."""
    chosen = {"organization_id": [] if organization_id is None else [organization_id], "status": _statuses(status)}
    if request.member.is_staff_member:
        chosen["requester_id"] = [request.member.pk]
    return [{"is": "public"}, *({"is": "in", "column": name, "values": values} for name, values in chosen.items() if values)]


def _own(request: HttpRequest) -> TicketQuerySet:
    return _seen(request).filter(requester=request.member)


def _load(request: HttpRequest, number: int) -> Ticket:
    ticket = _seen(request).filter(number=number).first() if number <= MOST_ID else None
    if ticket is None:
        raise Http404
    return ticket


def _comments(request: HttpRequest, number: int) -> CommentQuerySet:
    return Comment.objects.filter(ticket=_load(request, number), public=True).select_related("author")


def _listed(request: HttpRequest, query: TicketQuerySet) -> dict[str, Any]:
    page = listing(request, query, sorts=SORTS, default="id", count=lambda: query.order_by()[:DEEPEST_ROW].count())
    rows = requests_json(request, page.rows)
    return {"requests": rows, **included(request, rows), **page.envelope}


def _in_status(query: TicketQuerySet, status: str) -> TicketQuerySet:
    return query.filter(status__in=_statuses(status)) if status else query


def _statuses(status: str) -> list[str]:
    wanted = [word.strip().lower() for word in status.split(",") if word.strip()]
    if unknown := set(wanted) - set(Status.values):
        raise BadRequest("Invalid attribute", f"status: {min(unknown)!r} is not one of {', '.join(Status.values)}")
    return wanted


def _require_sight_of_others(request: HttpRequest, is_own: bool) -> None:
    if not is_own:
        require(request.member, "ticket.list")
