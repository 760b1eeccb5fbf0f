"""One row by its id, as every resource finds it."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from .typed import MOST_ID


def row_or_404(query: QuerySet, pk: int) -> Any:
    """The row of `query` with this id. Raises Http404: what is not there and what is not for the caller look the same."""
    row = query.filter(pk=pk).first() if 0 <= pk <= MOST_ID else None
    if row is None:
        raise Http404
    return row


def all_of(name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The envelope of `show_many`: everything that was found, on one page."""
    return {name: rows, "count": len(rows), "next_page": None, "previous_page": None}


def count_of(value: int, refreshed_at: str | None) -> dict[str, Any]:
    """The envelope of `…/count`."""
    return {"count": {"value": value, "refreshed_at": refreshed_at}}


def root_of(request: HttpRequest) -> str:
    """The absolute address of the API."""
    return f"{request.scheme}://{request.get_host()}/api/v2"
