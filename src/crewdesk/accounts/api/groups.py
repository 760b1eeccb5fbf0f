"""/api/v2/groups: teams, tiers, departments."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from crewdesk.core.api.rows import SORTS, count_json, page_of, row_or_404
from crewdesk.core.clock import now
from crewdesk.core.events import Via

from ..models import Group, Membership, User
from ..operations.groups import create_group, delete_group, update_group
from ..rights import require
from .present import group_json, membership_json, user_json
from .schemas import GroupBody, GroupIn
from .text import fitting

router = Router(tags=["Groups"])
SORTED = SORTS | {"name": "name"}


@router.get("", url_name="groups", summary="List groups")
def list_groups(request: HttpRequest) -> dict:
    """Groups that are not deleted."""
    require(request.member, "group.read")
    return page_of(request, _living(), "groups", group_json, sorts=SORTED)


@router.post("", url_name="groups", summary="Create a group")
def create(request: HttpRequest, body: GroupBody) -> JsonResponse:
    """Make a group."""
    require(request.member, "group.update")
    values = {"name": "", **_values(body.group)}
    is_default = values.pop("is_default", False)
    group = create_group(**values, by=request.member, at=now(), via=Via.API)
    if is_default:
        update_group(group, is_default=True, by=request.member, at=now(), via=Via.API)
    data = group_json(request, group)
    return JsonResponse({"group": data}, status=201, headers={"Location": data["url"]})


@router.get("/assignable", url_name="groups-assignable", summary="List assignable groups")
def assignable(request: HttpRequest) -> dict:
    """Groups to which tickets can be assigned: all that are not deleted."""
    require(request.member, "group.read")
    return page_of(request, _living(), "groups", group_json, sorts=SORTED)


@router.get("/count", url_name="groups-count", summary="Count groups")
def count(request: HttpRequest) -> dict:
    """How many there are."""
    require(request.member, "group.read")
    return count_json(_living())


@router.get("/{int:group_id}", url_name="group", summary="Show a group")
def show(request: HttpRequest, group_id: int) -> dict:
    """One group, a deleted one included: old tickets refer to it."""
    require(request.member, "group.read")
    return {"group": group_json(request, row_or_404(Group.objects.all(), group_id))}


@router.put("/{int:group_id}", url_name="group", summary="Update a group")
def update(request: HttpRequest, group_id: int, body: GroupBody) -> dict:
    """Change what was sent."""
    require(request.member, "group.read")
    group = row_or_404(_living(), group_id)
    update_group(group, **_values(body.group), by=request.member, at=now(), via=Via.API)
    return {"group": group_json(request, group)}


@router.delete("/{int:group_id}", url_name="group", summary="Delete a group")
def delete(request: HttpRequest, group_id: int) -> HttpResponse:
    """Close a group; its past stays readable."""
    require(request.member, "group.read")
    delete_group(row_or_404(_living(), group_id), by=request.member, at=now(), via=Via.API)
    return HttpResponse(status=204)


@router.get("/{int:group_id}/users", url_name="group-users", summary="List a group's users")
def list_users(request: HttpRequest, group_id: int) -> dict:
    """Members of the group."""
    require(request.member, "user.read")
    group = row_or_404(Group.objects.all(), group_id)
    return page_of(request, User.objects.filter(memberships__group=group, is_active=True), "users", user_json)


@router.get("/{int:group_id}/memberships", url_name="group-group-memberships", summary="List a group's memberships")
def list_memberships(request: HttpRequest, group_id: int) -> dict:
    """Who is in the group."""
    require(request.member, "group.read")
    return page_of(
        request, Membership.objects.filter(group=row_or_404(Group.objects.all(), group_id)), "group_memberships", membership_json
    )


def _living() -> QuerySet[Group]:
    return Group.objects.filter(deleted_at=None)


def _values(sent: GroupIn) -> dict[str, Any]:
    given = sent.model_fields_set
    values: dict[str, Any] = {name: getattr(sent, name) or "" for name in ("name", "description") if name in given}
    if sent.is_public is not None:
        values["is_public"] = sent.is_public
    if sent.default:
        # There is always one default: it is moved, never taken away.
        values["is_default"] = True
    return fitting(Group, values)
