"""/api/v2/tickets/{id}/tags."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from ninja import Router

from crewdesk.core.api.description import answers
from crewdesk.core.clock import now
from crewdesk.core.events import Via

from ..operations.update import update_ticket
from .loading import load
from .saving import refuse_stale
from .schemas import TagsIn

router = Router(tags=["Tags"])


@router.get("/{int:number}/tags", url_name="ticket-tags", summary="List a ticket's tags")
def list_tags(request: HttpRequest, number: int) -> dict[str, Any]:
    """Its tags in order."""
    return {"tags": load(request, number).tags}


@router.post("/{int:number}/tags", url_name="ticket-tags-set", summary="Set a ticket's tags", openapi_extra=answers("201", "409"))
def set_tags(request: HttpRequest, number: int, body: TagsIn) -> JsonResponse:
    """Replace all tags."""
    return JsonResponse({"tags": _save(request, number, body, "tags")}, status=201)


@router.put("/{int:number}/tags", url_name="ticket-tags-add", summary="Add tags to a ticket", openapi_extra=answers("200", "409"))
def add_tags(request: HttpRequest, number: int, body: TagsIn) -> dict[str, Any]:
    """Add to the tags that it has."""
    return {"tags": _save(request, number, body, "add_tags")}


@router.delete(
    "/{int:number}/tags", url_name="ticket-tags-remove", summary="Remove tags from a ticket", openapi_extra=answers("200", "409")
)
def remove_tags(request: HttpRequest, number: int, body: TagsIn) -> dict[str, Any]:
    """Take these away; the others stay."""
    return {"tags": _save(request, number, body, "remove_tags")}


def _save(request: HttpRequest, number: int, body: TagsIn, change: str) -> list[str]:
    ticket = load(request, number, "ticket.update")
    refuse_stale(ticket, body)
    update_ticket(ticket, by=request.member, via=Via.API, at=now(), changes={change: body.tags})
    return ticket.tags
