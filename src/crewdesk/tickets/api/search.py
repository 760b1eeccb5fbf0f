"""/api/v2/search: tickets by the field's syntax; at most 1,000 results, by offset."""

from django.http import HttpRequest
from ninja import Router

from crewdesk.accounts.rights import can
from crewdesk.core.api.errors import BadRequest
from crewdesk.core.api.paging import address, number_of
from crewdesk.core.operations import NotPermitted

from ..search.query import MOST_COUNTED, count, find
from ..search.syntax import SyntaxProblem
from .present import tickets_json

router = Router(tags=["Search"])


@router.get("", url_name="search", summary="Search tickets")
def search(request: HttpRequest, query: str = "") -> dict:
    """`query` is the field's syntax: `type:ticket status<solved "exact phrase" tags:refund`."""
    text = _asked(request, query)
    size, page = number_of(request, "per_page", 100), number_of(request, "page", 1, most=MOST_COUNTED)
    if page * size > MOST_COUNTED:
        raise BadRequest("Invalid page", f"Search gives {MOST_COUNTED} results at most.")
    try:
        found = find(request.member, text, size=page * size).rows[(page - 1) * size :][:size]
        total = min(count(request.member, text), MOST_COUNTED)
    except SyntaxProblem as problem:
        raise BadRequest("Invalid search", str(problem)) from problem
    results = [{**ticket, "result_type": "ticket"} for ticket in tickets_json(request, found)]
    following = address(request, {"page": page + 1}) if page * size < total else None
    return {
        "results": results,
        "facets": None,
        "count": total,
        "next_page": following,
        "previous_page": address(request, {"page": page - 1}) if page > 1 else None,
    }


@router.get("/count", url_name="search-count", summary="Count search results")
def search_count(request: HttpRequest, query: str = "") -> dict:
    """How many tickets `query` finds, 1,000 at most."""
    try:
        return {"count": min(count(request.member, _asked(request, query)), MOST_COUNTED)}
    except SyntaxProblem as problem:
        raise BadRequest("Invalid search", str(problem)) from problem


def _asked(request: HttpRequest, query: str) -> str:
    if not can(request.member, "ticket.search"):
        raise NotPermitted("You do not have access to this page.")
    if not query.strip():
        raise BadRequest("Invalid search", "query is missing")
    words = [word for word in query.split() if word.lower() != "type:ticket"]
    return " ".join(words)
