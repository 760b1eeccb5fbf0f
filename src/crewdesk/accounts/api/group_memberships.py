"""/api/v2/group_memberships: who is in which group."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from crewdesk.core.api.bulk import bulk, refuse_too_many
from crewdesk.core.api.rows import named_row, page_of, row_or_404
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.operations import Refused

from ..models import Group, Membership, User
from ..operations.groups import add_to_group, make_default_membership, remove_from_group
from ..rights import require
from .bulk_items import begin, caller, named_items, plain, row_of_item
from .present import membership_json
from .schemas import MembershipBody, MembershipIn, MembershipsBody, NamedRows

router = Router(tags=["Group memberships"])
NAME = "group_memberships"


@router.get("", url_name="group-memberships", summary="List group memberships")
def list_memberships(request: HttpRequest) -> dict:
    """Everybody's places in groups."""
    require(request.member, "group.read")
    return page_of(request, Membership.objects.all(), NAME, membership_json)


@router.post("", url_name="group-memberships", summary="Create a group membership")
def create(request: HttpRequest, body: MembershipBody) -> JsonResponse:
    """Put a member into a group."""
    data = membership_json(request, _join(body.group_membership, request.member))
    return JsonResponse({"group_membership": data}, status=201, headers={"Location": data["url"]})


@router.get("/assignable", url_name="group-memberships-assignable", summary="List assignable group memberships")
def assignable(request: HttpRequest) -> dict:
    """Those through which tickets can be assigned."""
    require(request.member, "group.read")
    return page_of(request, _assignable(Membership.objects.all()), NAME, membership_json)


@router.post("/create_many", url_name="group-memberships-create-many", summary="Create several group memberships")
def create_many(request: HttpRequest, body: MembershipsBody) -> JsonResponse:
    """Make each of `group_memberships`."""
    require(request.member, "group.update")
    refuse_too_many(body.group_memberships)
    return begin(request, "group_membership.create", [plain(one) for one in body.group_memberships])


@router.delete("/destroy_many", url_name="group-memberships-destroy-many", summary="Delete several group memberships")
def destroy_many(request: HttpRequest, ids: str = "") -> JsonResponse:
    """Delete those of `?ids=`."""
    require(request.member, "group.update")
    return begin(request, "group_membership.delete", named_items(request, NamedRows(ids=ids)))


@router.get("/{int:membership_id}", url_name="group-membership", summary="Show a group membership")
def show(request: HttpRequest, membership_id: int) -> dict:
    """One."""
    require(request.member, "group.read")
    return {"group_membership": membership_json(request, row_or_404(Membership.objects.all(), membership_id))}


@router.delete("/{int:membership_id}", url_name="group-membership", summary="Delete a group membership")
def delete(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Take the member out of the group."""
    require(request.member, "group.read")
    remove_from_group(row_or_404(_whole(), membership_id), by=request.member, at=now(), via=Via.API)
    return HttpResponse(status=204)


of_group = Router(tags=["Group memberships"])


@of_group.get(
    "/{int:group_id}/memberships/assignable", url_name="group-group-memberships-assignable", summary="List a group's assignable"
)
def assignable_of_group(request: HttpRequest, group_id: int) -> dict:
    """Members of the group to whom tickets can be assigned."""
    require(request.member, "group.read")
    group = row_or_404(Group.objects.all(), group_id)
    return page_of(request, _assignable(Membership.objects.filter(group=group)), NAME, membership_json)


@bulk("group_membership.create")
def do_create(item: dict[str, Any], user_id: int) -> dict[str, Any]:
    """Make one membership."""
    return {"id": _join(MembershipIn(**item), caller(user_id)).pk, "action": "create", "status": "Created"}


@bulk("group_membership.delete")
def do_delete(item: dict[str, Any], user_id: int) -> dict[str, Any]:
    """Delete one membership."""
    membership = row_of_item(_whole(), item)
    remove_from_group(membership, by=caller(user_id), at=now(), via=Via.API)
    return {"id": item["id"], "action": "delete", "status": "Deleted"}


def _join(sent: MembershipIn, by: User) -> Membership:
    require(by, "group.update")
    group = named_row(Group.objects.filter(deleted_at=None), sent.group_id, "group_id")
    user = named_row(User.objects.visible_to(by).filter(is_active=True), sent.user_id, "user_id")
    if Membership.objects.filter(group=group, user=user).exists():
        raise Refused("User: is in this group already", field="user_id", code="DuplicateValue")
    if not user.is_staff_member:
        raise Refused("User: customers are in no group", field="user_id")
    membership = add_to_group(group, member=user, by=by, at=now(), via=Via.API)
    return make_default_membership(membership, by=by, at=now(), via=Via.API) if sent.default else membership


def _assignable(memberships: QuerySet[Membership]) -> QuerySet[Membership]:
    return memberships.filter(user__in=User.objects.assignable(), group__deleted_at=None)


def _whole() -> QuerySet[Membership]:
    return Membership.objects.select_related("group", "user")
