"""/api/v2/search: tickets, users, organizations and groups by the field's syntax; at most 1,000 results by offset, all by export."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Router

from crewdesk.accounts.api.present import group_json, organization_json, user_json
from crewdesk.accounts.models import User
from crewdesk.accounts.rights import require
from crewdesk.accounts.searching import UnreadableSearch, groups_searched, organizations_searched, users_searched
from crewdesk.core.api.errors import BadRequest
from crewdesk.core.api.paging import MOST, address, number_of
from crewdesk.core.api.sideloads import included
from crewdesk.core.paging import keyset_page

from ..search.query import MOST_COUNTED, count, find, refuse_unreadable
from ..search.syntax import SyntaxProblem
from .present import tickets_json

router = Router(tags=["Search"])
TYPES = ("ticket", "user", "organization", "group")
_TYPE = re.compile(rf"(?:^|\s)type:({'|'.join(TYPES)})(?=\s|$)", re.IGNORECASE)
ORDERS = {"created_at": "created", "updated_at": "updated", "relevance": ""}


@dataclass(frozen=True)
class Source:
    """Results of one type: how many there are, those from one place to another, and a page by cursor."""

    count: Callable[[], int]
    part: Callable[[int, int], list[dict[str, Any]]]
    page: Callable[[int, str | None], tuple[list[dict[str, Any]], str | None]]


@router.get("", url_name="search", summary="Search")
def search(request: HttpRequest, query: str = "", sort_by: str = "", sort_order: str = "desc") -> dict:
    """`query` is the field's syntax: `type:ticket status<solved "exact phrase" tags:refund`. Without a type, all types."""
    size, page = number_of(request, "per_page", MOST), number_of(request, "page", 1, most=MOST_COUNTED)
    if page * size > MOST_COUNTED:
        raise BadRequest("Invalid page", f"Search gives {MOST_COUNTED} results at most; use search/export to go further.")
    with _told():
        sources = _sources(request, query, sort_by, sort_order)
        # First, because a page that comes short has counted them.
        results = list(_joined(sources, (page - 1) * size, page * size))
        total = min(sum(source.count() for source in sources), MOST_COUNTED)
    return {
        "results": results, **included(request, results), "facets": None, "count": total,
        "next_page": address(request, {"page": page + 1}) if page * size < total else None,
        "previous_page": address(request, {"page": page - 1}) if page > 1 else None,
    }  # fmt: skip


@router.get("/count", url_name="search-count", summary="Count search results")
def search_count(request: HttpRequest, query: str = "") -> dict:
    """How many results `query` has, 1,000 at most."""
    with _told():
        return {"count": min(sum(source.count() for source in _sources(request, query)), MOST_COUNTED)}


@router.get("/export", url_name="search-export", summary="Export search results")
def export(request: HttpRequest, query: str = "") -> dict:
    """All results of one type, named by `filter[type]`, page after page by cursor."""
    kind = request.GET.get("filter[type]", "").lower()
    if kind not in TYPES:
        raise BadRequest("Invalid attribute", f"filter[type] must be one of {', '.join(TYPES)}")
    size, cursor = number_of(request, "page[size]", MOST, most=1000), request.GET.get("page[after]")
    with _told():
        [source] = _sources(request, f"type:{kind} {_TYPE.sub(' ', query)}")
        results, after = source.page(size, cursor)
    following = address(request, {"page[after]": after}) if after else None
    meta = {"has_more": after is not None, "after_cursor": after, "before_cursor": None}
    return {"results": results, "facets": None, "meta": meta, "links": {"next": following, "prev": None}}


class _told:  # noqa: N801 - reads as a statement
    """Turns what cannot be read into a 400 that says why."""

    def __enter__(self):
        return self

    def __exit__(self, kind, problem, trace):
        if isinstance(problem, SyntaxProblem | UnreadableSearch):
            raise BadRequest("Invalid search", str(problem)) from problem


def _sources(request: HttpRequest, query: str, sort_by: str = "", sort_order: str = "desc") -> list[Source]:
    require(request.member, "ticket.search")
    if not query.strip():
        raise BadRequest("Invalid search", "query is missing")
    named = {found.lower() for found in _TYPE.findall(query)}
    text = _TYPE.sub(" ", query).strip()
    if sort_by and sort_by not in ORDERS:
        raise BadRequest("Invalid sort", f"sort_by {sort_by!r} is not one of {', '.join(ORDERS)}")
    order = f" order_by:{ORDERS[sort_by]} sort:{'asc' if sort_order.lower() == 'asc' else 'desc'}" if ORDERS.get(sort_by) else ""
    makers = {
        "ticket": lambda: _tickets(request, text + order),
        "user": lambda: _people(request, "user", users_searched(User.objects.visible_to(request.member), text), user_json),
        "organization": lambda: _people(request, "organization", organizations_searched(text), organization_json),
        "group": lambda: _people(request, "group", groups_searched(text), group_json),
    }
    if named:
        return [makers[kind]() for kind in TYPES if kind in named]
    return list(_understood(makers.values()))


def _understood(makers) -> Iterator[Source]:
    """Without a type, a key of one type finds nothing among the others; what no type understands is told."""
    problem, found = None, False
    for make in makers:
        try:
            yield make()
            found = True
        except (SyntaxProblem, UnreadableSearch) as one:
            problem = problem or one
    if problem and not found:
        raise problem


def _joined(sources: list[Source], start: int, stop: int) -> Iterator[dict[str, Any]]:
    parts = []
    for source in sources:
        if stop <= 0:
            break
        parts.append(source.part(max(0, start), stop))
        amount = source.count()
        start, stop = start - amount, stop - amount
    return chain.from_iterable(parts)


def _tickets(request: HttpRequest, text: str) -> Source:
    def told(rows: list) -> list[dict[str, Any]]:
        return [{**ticket, "result_type": "ticket"} for ticket in tickets_json(request, rows)]

    def page(size: int, cursor: str | None) -> tuple[list[dict[str, Any]], str | None]:
        found = find(request.member, text, size=size, cursor=cursor)
        return told(found.rows), found.next_cursor

    def part(start: int, stop: int) -> list[dict[str, Any]]:
        rows = find(request.member, text, size=stop, skip=start).rows[: stop - start]
        if start == 0 and len(rows) < stop:
            come_short.append(len(rows))
        return told(rows)

    come_short: list[int] = []
    refuse_unreadable(request.member, text)
    return Source(cache(lambda: come_short[0] if come_short else count(request.member, text)), part, page)


def _people(request: HttpRequest, kind: str, rows: QuerySet, present: Callable[[HttpRequest, Any], dict]) -> Source:
    def told(found: list) -> list[dict[str, Any]]:
        return [{**present(request, row), "result_type": kind} for row in found]

    def page(size: int, cursor: str | None) -> tuple[list[dict[str, Any]], str | None]:
        found = keyset_page(rows, order=("id",), size=size, cursor=cursor)
        return told(found.rows), found.next_cursor

    counted = cache(lambda: rows.values("pk")[: MOST_COUNTED + 1].count())
    return Source(counted, lambda start, stop: told(list(rows.order_by("id")[start:stop])), page)
