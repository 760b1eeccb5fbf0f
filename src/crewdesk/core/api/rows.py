"""Rows that a call names, and lists of them, as every resource finds and answers them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from ..clock import now
from ..operations import Refused
from ..tenancy import require_desk
from .errors import BadRequest, TooManyValues
from .paging import MOST, listing
from .sideloads import included
from .stamps import stamp
from .typed import MOST_ID

Present = Callable[[HttpRequest, Any], dict[str, Any]]
SORTS = {"id": "id", "created_at": "created_at", "updated_at": "updated_at"}
# A number above this one is counted again every five minutes only.
COUNTED_EACH_TIME, COUNT_KEPT_SECONDS = 1000, 300


@dataclass(frozen=True)
class Count:
    """How many rows there were, and when."""

    value: int
    at: datetime


def row_or_404(query: QuerySet, pk: int, **conditions: Any) -> Any:
    """The row of `query` with this id. Raises Http404: what is not there and what is not for the caller look the same."""
    row = query.filter(pk=pk, **conditions).first() if 0 <= pk <= MOST_ID else None
    if row is None:
        raise Http404
    return row


def named_row(query: QuerySet, pk: int | None, member: str) -> Any:
    """The row that a body names, None for null. Raises Refused for one that is not there."""
    if pk is None:
        return None
    try:
        return row_or_404(query, pk)
    except Http404:
        raise Refused(f"{member}: {pk} does not exist", field=member) from None


def counted(query: QuerySet) -> Count:
    """How many rows `query` has; a large number is up to five minutes old."""
    try:
        mark = hashlib.sha256(str(query.order_by().query).encode()).hexdigest()
    except EmptyResultSet:
        return Count(0, now())
    key = f"api-count-{require_desk()}-{mark}"
    known = cache.get(key)
    if known is None:
        known = Count(query.count(), now())
        if known.value > COUNTED_EACH_TIME:
            cache.set(key, known, COUNT_KEPT_SECONDS)
    return known


def page_of(
    request: HttpRequest, query: QuerySet, name: str, present: Present, *, sorts: dict[str, str] = SORTS, default: str = "id"
) -> dict[str, Any]:
    """One page of `query` in its envelope, with what `include` asks for beside it."""
    page = listing(request, query, sorts=sorts, default=default, count=lambda: counted(query).value)
    rows = [present(request, row) for row in page.rows]
    return {name: rows, **included(request, rows), **page.envelope}


def several(request: HttpRequest, query: QuerySet, name: str, present: Present) -> dict[str, Any]:
    """The envelope of `show_many`, and of lists that are never long, with what `include` asks for beside it."""
    rows = [present(request, row) for row in query.order_by("id")]
    return all_of(name, rows) | included(request, rows)


def all_of(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The envelope of `show_many`: everything that was found, on one page."""
    return {name: rows, "count": len(rows), "next_page": None, "previous_page": None}


def count_of(value: int, refreshed_at: str | None) -> dict[str, Any]:
    """The envelope of `…/count`."""
    return {"count": {"value": value, "refreshed_at": refreshed_at}}


def count_json(query: QuerySet) -> dict[str, Any]:
    """The same of the rows of `query`."""
    count = counted(query)
    return count_of(count.value, stamp(count.at))


def words_of(request: HttpRequest, name: str) -> list[str]:
    """Texts in the query string, separated by commas. Raises BadRequest, or TooManyValues."""
    words = [word.strip() for word in request.GET.get(name, "").replace("\x00", "").split(",") if word.strip()]
    if not words:
        raise BadRequest("Invalid attribute", f"{name} is missing")
    if len(words) > MOST:
        raise TooManyValues(MOST)
    return words
