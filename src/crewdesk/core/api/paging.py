"""Both paging forms of the dialect (helpdesk-api.md §2): `page[size]` switches from offset to cursor."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from crewdesk.core.paging import keyset_page

from .errors import BadRequest, TooManyValues

MOST = 100
DEEPEST_ROW = 10_000


@dataclass(frozen=True)
class Listing:
    """Rows of one page and the paging members of its envelope."""

    rows: list
    envelope: dict[str, Any]


def listing(
    request: HttpRequest, query: QuerySet, *, sorts: dict[str, str], default: str, count: Callable[[], int] | None
) -> Listing:
    """Cut a page out of `query`. `sorts` maps the dialect's sort names to columns that are never null; `count` is cheap, or None for a
    list that goes by cursor alone."""
    column, descends = _order(request, sorts, default)
    order = [("-" if descends else "") + name for name in ((column, "id") if column != "id" else ("id",))]
    if count is None or any(name.startswith("page[") for name in request.GET):
        return _by_cursor(request, query, order)
    return _by_offset(request, query.order_by(*order), count)


def _order(request: HttpRequest, sorts: dict[str, str], default: str) -> tuple[str, bool]:
    name = request.GET.get("sort") or request.GET.get("sort_by") or default
    descends = name.startswith("-") or request.GET.get("sort_order", "").lower() == "desc"
    column = sorts.get(name.lstrip("-"))
    if column is None:
        raise BadRequest("Invalid sort", f"sort {name!r} is not one of {', '.join(sorted(sorts))}")
    return column, descends


def _by_cursor(request: HttpRequest, query: QuerySet, order: Sequence[str]) -> Listing:
    size = number_of(request, "page[size]", MOST)
    cursor = request.GET.get("page[after]") or request.GET.get("page[before]")
    page = keyset_page(query, order=order, size=size, cursor=cursor)
    links = {
        "next": page.next_cursor and address(request, {"page[after]": page.next_cursor}, drop=("page[before]",)),
        "prev": page.previous_cursor and address(request, {"page[before]": page.previous_cursor}, drop=("page[after]",)),
    }
    meta = {"has_more": page.next_cursor is not None, "after_cursor": page.next_cursor, "before_cursor": page.previous_cursor}
    return Listing(page.rows, {"meta": meta, "links": links})


def _by_offset(request: HttpRequest, query: QuerySet, count: Callable[[], int]) -> Listing:
    size, number = number_of(request, "per_page", MOST), number_of(request, "page", 1, most=DEEPEST_ROW)
    if number * size > DEEPEST_ROW:
        raise BadRequest("Invalid page", f"Offset paging ends at row {DEEPEST_ROW}; use page[size] to go further.")
    rows = list(query[(number - 1) * size : number * size + 1])
    envelope = {
        "count": count(),
        "next_page": address(request, {"page": number + 1}) if len(rows) > size else None,
        "previous_page": address(request, {"page": number - 1}) if number > 1 else None,
    }
    return Listing(rows[:size], envelope)


def number_of(request: HttpRequest, name: str, default: int, most: int = MOST) -> int:
    """A whole number from the query string, cut to `most`. Raises BadRequest."""
    raw = request.GET.get(name)
    if raw is None:
        return default
    if not raw.isascii() or not raw.isdigit() or len(raw) > 9 or int(raw) < 1:
        raise BadRequest("Invalid paging", f"{name} must be a whole number from 1")
    return min(int(raw), most)


def ids_of(request: HttpRequest, name: str = "ids") -> list[int]:
    """The ids in the query string, separated by commas. Raises BadRequest, or TooManyValues for more than 100."""
    words = [word.strip() for word in request.GET.get(name, "").split(",") if word.strip()]
    if not words:
        raise BadRequest("Invalid attribute", f"{name} is missing")
    if len(words) > MOST:
        raise TooManyValues(MOST)
    if not all(word.isascii() and word.isdigit() and len(word) <= 18 for word in words):
        raise BadRequest("Invalid attribute", f"{name} must be numbers separated by commas")
    return list(map(int, words))


def address(request: HttpRequest, changes: dict[str, Any], drop: Sequence[str] = ()) -> str:
    """The absolute address of this list with `changes` in its query string."""
    query = request.GET.copy()
    for name in drop:
        query.pop(name, None)
    for name, value in changes.items():
        query[name] = str(value)
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
