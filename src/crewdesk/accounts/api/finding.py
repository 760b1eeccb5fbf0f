"""Rows that a call names, and lists of them."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.core.cache import cache
from django.core.exceptions import EmptyResultSet
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest

from crewdesk.core.api.bulk import MOST
from crewdesk.core.api.errors import BadRequest, TooManyValues
from crewdesk.core.api.paging import listing
from crewdesk.core.api.sideloads import included
from crewdesk.core.api.stamps import stamp
from crewdesk.core.clock import now
from crewdesk.core.operations import NotPermitted, Refused
from crewdesk.core.tenancy import require_desk

from ..rights import can

Row = TypeVar("Row", bound=Model)
Present = Callable[[HttpRequest, Any], dict[str, Any]]
# Larger ids exist nowhere; PostgreSQL would refuse them with an error of its own.
MOST_ID = 2**63 - 1
SORTS = {"id": "id", "created_at": "created_at", "updated_at": "updated_at"}
# A number above this one is counted again every five minutes only.
COUNTED_EACH_TIME, COUNT_KEPT_SECONDS = 1000, 300


@dataclass(frozen=True)
class Count:
    """How many rows there were, and when."""

    value: int
    at: datetime


def one_of(query: QuerySet[Row], pk: int, **conditions: Any) -> Row:
    """The row of `query` with this id; 404 for none, whose it may be."""
    row = query.filter(pk=pk, **conditions).first() if 0 < pk <= MOST_ID else None
    if row is None:
        raise Http404
    return row


def named_row(query: QuerySet[Row], pk: int | None, member: str) -> Row | None:
    """The row that a body names, None for null. Raises Refused for one that is not there."""
    if pk is None:
        return None
    try:
        return one_of(query, pk)
    except Http404:
        raise Refused(f"{member}: {pk} does not exist", field=member) from None


def must(request: HttpRequest, right: str) -> None:
    """Raises NotPermitted where the caller does not have the right."""
    if not can(request.member, right):
        raise NotPermitted("You do not have access to this page.")


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


def count_json(query: QuerySet) -> dict[str, Any]:
    """The envelope of `…/count`."""
    count = counted(query)
    return {"count": {"value": count.value, "refreshed_at": stamp(count.at)}}


def page_of(
    request: HttpRequest, query: QuerySet, name: str, present: Present, *, sorts: dict[str, str] = SORTS, default: str = "id"
) -> dict[str, Any]:
    """One page of `query` in its envelope, with what `include` asks for beside it."""
    page = listing(request, query, sorts=sorts, default=default, count=lambda: counted(query).value)
    rows = [present(request, row) for row in page.rows]
    return {name: rows, **included(request, rows), **page.envelope}


def several(request: HttpRequest, query: QuerySet, name: str, present: Present) -> dict[str, Any]:
    """The envelope of `…/show_many`, and of lists that are never long."""
    rows = [present(request, row) for row in query.order_by("id")]
    return {name: rows, **included(request, rows), "count": len(rows), "next_page": None, "previous_page": None}


def words_of(request: HttpRequest, name: str) -> list[str]:
    """Texts in the query string, separated by commas. Raises BadRequest, or TooManyValues."""
    words = [word.strip() for word in request.GET.get(name, "").replace("\x00", "").split(",") if word.strip()]
    if not words:
        raise BadRequest("Invalid attribute", f"{name} is missing")
    if len(words) > MOST:
        raise TooManyValues(MOST)
    return words
