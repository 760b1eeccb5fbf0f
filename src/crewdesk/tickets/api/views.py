"""/api/v2/views: the standing views of the workspace. They are the same for everybody; none can be made, changed or taken away yet."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Router

from crewdesk.accounts.rights import require
from crewdesk.core.api.paging import DEEPEST_ROW, Listing, ids_of, listing
from crewdesk.core.api.rows import all_of, count_of
from crewdesk.core.api.sideloads import included
from crewdesk.core.api.slices import sliced
from crewdesk.core.api.stamps import root_of, stamp, url_of
from crewdesk.core.clock import now

from .. import tally
from ..queries.views import VIEWS, TicketView
from .present import tickets_json
from .present_views import COLUMNS, VIEW_IDS, row_json, view_json

router = Router(tags=["Views"])
SORTS = {
    "id": "id",
    "nice_id": "id",
    "created_at": "created_at",
    "created": "created_at",
    "updated_at": "updated_at",
    "updated": "updated_at",
}
MOST_COMPACT = 32
BY_ID = {pk: VIEWS[key] for key, pk in VIEW_IDS.items()}


@router.get("", url_name="view-list", summary="List views")
def list_views(request: HttpRequest) -> dict:
    """All views in order."""
    return _listed(request)


@router.get("/active", url_name="view-list-active", summary="List active views")
def list_active(request: HttpRequest) -> dict:
    """The same: each is in use."""
    return _listed(request)


@router.get("/compact", url_name="view-list-compact", summary="List views in short")
def list_compact(request: HttpRequest) -> dict:
    """The first views, on one page."""
    _require(request)
    return all_of("views", _all(request)[:MOST_COMPACT])


@router.get("/count", url_name="view-count", summary="Count views")
def count(request: HttpRequest) -> dict:
    """How many views there are."""
    _require(request)
    return count_of(len(VIEWS), stamp(now()))


@router.get("/count_many", url_name="view-count-many", summary="Count the tickets of several views")
def count_many(request: HttpRequest, ids: str = "") -> dict:
    """How many tickets each of the views `ids` has for the caller; unknown ids are left out."""
    _require(request)
    # zenpy calls the parameter by the name of the verb.
    wanted = [pk for pk in ids_of(request, "count_many" if "count_many" in request.GET else "ids") if pk in BY_ID]
    known = tally.view_counts(request.member)
    return {"view_counts": [_count_json(request, pk, _tickets_in(request, BY_ID[pk], known)) for pk in wanted]}


@router.get("/show_many", url_name="view-show-many", summary="Show several views")
def show_many(request: HttpRequest, ids: str = "") -> dict:
    """The views among `ids`, separated by commas."""
    _require(request)
    wanted = set(ids_of(request))
    return all_of("views", [view for view in _all(request) if view["id"] in wanted])


@router.get("/{int:pk}", url_name="view-show", summary="Show a view")
def show(request: HttpRequest, pk: int) -> dict:
    """One view."""
    return {"view": view_json(request, _load(request, pk))}


@router.get("/{int:pk}/tickets", url_name="view-tickets", summary="List the tickets of a view")
def tickets(request: HttpRequest, pk: int) -> dict:
    """What the caller may see of the view."""
    page = _page(request, _load(request, pk))
    rows = tickets_json(request, page.rows)
    return {"tickets": rows, **included(request, rows), **page.envelope}


@router.get("/{int:pk}/count", url_name="view-ticket-count", summary="Count the tickets of a view")
def count_tickets(request: HttpRequest, pk: int) -> dict:
    """How many tickets the view has for the caller."""
    view = _load(request, pk)
    return {"view_count": _count_json(request, pk, _tickets_in(request, view, tally.view_counts(request.member)))}


@router.get("/{int:pk}/execute", url_name="view-execute", summary="Show a view as rows and columns")
def execute(request: HttpRequest, pk: int) -> dict:
    """The columns of the view, and a row for each ticket."""
    view = _load(request, pk)
    page = _page(request, view)
    rows = tickets_json(request, page.rows)
    shown = {"id": pk, "url": url_of(request, "views", pk)}
    return {
        "rows": [row_json(row) for row in rows], "columns": COLUMNS, "view": shown,
        **included(request, rows, only=("users", "groups")), **page.envelope,
    }  # fmt: skip


def _require(request: HttpRequest) -> None:
    require(request.member, "ticket.list")


def _load(request: HttpRequest, pk: int) -> TicketView:
    _require(request)
    if pk not in BY_ID:
        raise Http404
    return BY_ID[pk]


def _all(request: HttpRequest) -> list[dict[str, Any]]:
    return [view_json(request, view) for view in VIEWS.values()]


def _listed(request: HttpRequest) -> dict[str, Any]:
    _require(request)
    page = sliced(request, _all(request))
    return {"views": page.rows, **page.envelope}


def _page(request: HttpRequest, view: TicketView) -> Listing:
    return listing(
        request, view.tickets(request.member), sorts=SORTS, default="-updated_at",
        count=lambda: _tickets_in(request, view, tally.view_counts(request.member)),
    )  # fmt: skip


def _tickets_in(request: HttpRequest, view: TicketView, known: dict[str, int]) -> int:
    """By the counters where they know it; the bin and spam are small, and are not counted beyond what can be paged through."""
    if view.key in known:
        return known[view.key]
    if view.key == "recent":
        return tally.live_count(request.member)
    return view.tickets(request.member).order_by()[:DEEPEST_ROW].count()


def _count_json(request: HttpRequest, pk: int, value: int) -> dict[str, Any]:
    return {
        "view_id": pk, "url": f"{root_of(request)}/views/{pk}/count.json", "value": value, "pretty": str(value), "fresh": True,
        "active": True,
    }  # fmt: skip
