"""What bulk calls have in common: which rows they name, and how a job does one of them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, JsonResponse
from ninja import Schema

from crewdesk.core.api.bulk import refuse_too_many, start
from crewdesk.core.api.errors import BadRequest
from crewdesk.core.api.job_statuses import job_json
from crewdesk.core.api.paging import ids_of
from crewdesk.core.api.rows import row_or_404, words_of
from crewdesk.core.operations import Refused

from ..models import User
from .schemas import NamedRows

MISSING = "No row was named: give ids, or rows with an id each."


def begin(request: HttpRequest, kind: str, items: Sequence[dict[str, Any]]) -> JsonResponse:
    """Start the job and answer with its status."""
    if not items:
        raise BadRequest("Invalid attribute", MISSING)
    return JsonResponse({"job_status": job_json(request, start(request, kind, items))})


def plain(sent: Schema) -> dict[str, Any]:
    """A row as it waits in a job: the members that were sent."""
    return sent.model_dump(mode="json", exclude_unset=True)


def named_items(request: HttpRequest, rows: NamedRows) -> list[dict[str, Any]]:
    """One item for each of `ids` or `external_ids`."""
    if rows.are_external:
        return [{"external_id": word} for word in words_of(request, "external_ids")]
    return [{"id": pk} for pk in ids_of(request)]


def patches(request: HttpRequest, named: NamedRows, patch: Schema | None, rows: Sequence[Schema] | None) -> list[dict[str, Any]]:
    """One patch for all that are named, or rows that carry their own id."""
    if patch is not None and rows is None:
        change = {name: value for name, value in plain(patch).items() if name != "id"}
        return [{**item, "change": change} for item in named_items(request, named)]
    refuse_too_many(rows or [])
    return [_row(plain(row)) for row in rows or []]


def _row(row: dict[str, Any]) -> dict[str, Any]:
    if row.get("id") is not None:
        return {"id": row.pop("id"), "change": row}
    return {"external_id": str(row.get("external_id") or ""), "change": row}


def caller(user_id: int) -> User:
    """Who asked; their rights are those that they have now."""
    return User.objects.get(pk=user_id)


def row_of_item(query: QuerySet, item: dict[str, Any]) -> Model:
    """The row that an item names. Raises Refused for one that is not there."""
    if item.get("id") is not None:
        try:
            return row_or_404(query, item["id"])
        except Http404:
            raise _not_found() from None
    found = query.filter(external_id=item["external_id"]).order_by("id").first() if item.get("external_id") else None
    if found is None:
        raise _not_found()
    return found


def _not_found() -> Refused:
    return Refused("Not found", code="RecordNotFound")
