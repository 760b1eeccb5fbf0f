"""/api/v2/custom_statuses, and the same beside tickets."""

from typing import Any

from django.http import HttpRequest, JsonResponse
from ninja import Router, Schema
from pydantic import Field

from crewdesk.core.api.errors import BadRequest
from crewdesk.core.api.rows import row_or_404
from crewdesk.core.api.sideloads import sideload
from crewdesk.core.api.typed import Prose, given
from crewdesk.core.operations import Refused
from crewdesk.core.tenancy import DeskQuerySet

from ..models import CustomStatus, Status
from ..operations.definitions.common import require_right
from ..operations.definitions.statuses import create_status, update_status
from .loading import by_api
from .present_definitions import status_json

router = Router(tags=["Custom statuses"])
NAMES = {
    "agent_label": "agent_label", "end_user_label": "end_user_label", "description": "description", "active": "is_active",
    "default": "is_default",
}  # fmt: skip


class StatusIn(Schema):
    status_category: str | None = Field(None, max_length=20)
    agent_label: str | None = Field(None, max_length=60)
    end_user_label: str | None = Field(None, max_length=60)
    description: Prose | None = None
    active: bool | None = None
    default: bool | None = None


class StatusBody(Schema):
    custom_status: StatusIn


@router.get("", url_name="custom-status-list", summary="List custom statuses")
def list_statuses(
    request: HttpRequest, active: bool | None = None, default: bool | None = None, status_categories: str = ""
) -> dict:
    """All statuses of the desk's own on one page, as in the dialect; `status_categories` are separated by commas."""
    query = _statuses(request)
    if active is not None:
        query = query.filter(is_active=active)
    if default is not None:
        query = query.filter(is_default=default)
    if wanted := [word.strip() for word in status_categories.split(",") if word.strip()]:
        query = query.filter(status_category__in=_categories(wanted))
    return {"custom_statuses": [status_json(request, status) for status in query]}


@router.post("", url_name="custom-status-create", summary="Create a custom status")
def create(request: HttpRequest, body: StatusBody) -> JsonResponse:
    """Make a status within a category."""
    facts = given(body.custom_status, NAMES)
    category = body.custom_status.status_category or ""
    status = create_status(status_category=category, agent_label=facts.pop("agent_label", ""), **facts, **by_api(request))
    data = status_json(request, status)
    return JsonResponse({"custom_status": data}, status=201, headers={"Location": data["url"]})


@router.get("/{int:pk}", url_name="custom-status-show", summary="Show a custom status")
def show(request: HttpRequest, pk: int) -> dict:
    """One status."""
    return {"custom_status": status_json(request, row_or_404(_statuses(request), pk))}


@router.put("/{int:pk}", url_name="custom-status-update", summary="Update a custom status")
def update(request: HttpRequest, pk: int, body: StatusBody) -> dict:
    """Change a status; its category stays."""
    require_right(request.member)
    status, sent = row_or_404(CustomStatus.objects.select_for_update(), pk), body.custom_status
    if sent.status_category not in (None, status.status_category):
        raise Refused("status_category: cannot be changed", field="status_category")
    update_status(status, **given(sent, NAMES), **by_api(request))
    return {"custom_status": status_json(request, status)}


@sideload("custom_statuses", "custom_status_id")
def statuses(request: HttpRequest, ids: set[int]) -> list[dict[str, Any]]:
    """Statuses of tickets, whether they are still in use or not."""
    return [status_json(request, status) for status in CustomStatus.objects.filter(pk__in=ids).order_by("id")]


def _statuses(request: HttpRequest) -> DeskQuerySet:
    everything = CustomStatus.objects.order_by("id")
    return everything if request.member.is_staff_member else everything.filter(is_active=True)


def _categories(wanted: list[str]) -> list[str]:
    if unknown := set(wanted) - set(Status.values):
        raise BadRequest(
            "Invalid attribute", f"status_categories: {sorted(unknown)[0]!r} is not one of {', '.join(Status.values)}"
        )
    return wanted
