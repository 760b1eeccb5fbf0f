"""/api/v2/organization_memberships: who belongs to which organization. A user has one at most; the membership has the user's id."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from crewdesk.core.api.rows import named_row, page_of, row_or_404
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.operations import Refused

from ..models import Organization, User
from ..operations.users import update_user
from ..rights import require
from .present import organization_membership_json
from .schemas import OrganizationMembershipBody

router = Router(tags=["Organization memberships"])
NAME = "organization_memberships"


@router.get("", url_name="organization-memberships", summary="List organization memberships")
def list_memberships(request: HttpRequest) -> dict:
    """Every user who belongs to an organization."""
    require(request.member, "organization.read")
    return page_of(request, _visible(request), NAME, organization_membership_json)


@router.post("", url_name="organization-memberships", summary="Create an organization membership")
def create(request: HttpRequest, body: OrganizationMembershipBody) -> JsonResponse:
    """Put a user into an organization. One who belongs to another has to leave that first."""
    require(request.member, "user.update")
    sent = body.organization_membership
    organization = named_row(Organization.objects.all(), sent.organization_id, "organization_id")
    user = named_row(User.objects.visible_to(request.member).filter(is_active=True), sent.user_id, "user_id")
    if user.organization_id == organization.pk:
        raise Refused("User: belongs to this organization already", field="user_id", code="DuplicateValue")
    if user.organization_id is not None:
        raise Refused("User: belongs to another organization; delete that membership first", field="user_id")
    update_user(user, organization=organization, by=request.member, at=now(), via=Via.API)
    data = organization_membership_json(request, user)
    return JsonResponse({"organization_membership": data}, status=201, headers={"Location": data["url"]})


@router.get("/{int:membership_id}", url_name="organization-membership", summary="Show an organization membership")
def show(request: HttpRequest, membership_id: int) -> dict:
    """One user's place in their organization."""
    return {"organization_membership": organization_membership_json(request, row_or_404(_visible(request), membership_id))}


@router.delete("/{int:membership_id}", url_name="organization-membership", summary="Delete an organization membership")
def delete(request: HttpRequest, membership_id: int) -> HttpResponse:
    """Take the user out of their organization."""
    require(request.member, "user.update")
    update_user(row_or_404(_visible(request), membership_id), organization=None, by=request.member, at=now(), via=Via.API)
    return HttpResponse(status=204)


def _visible(request: HttpRequest) -> QuerySet[User]:
    members = User.objects.visible_to(request.member).filter(organization__isnull=False, is_active=True)
    return members.select_related("organization")


of_organization = Router(tags=["Organization memberships"])


@of_organization.get(
    "/{int:organization_id}/organization_memberships", url_name="organization-organization-memberships",
    summary="List an organization's memberships",
)  # fmt: skip
def list_of_organization(request: HttpRequest, organization_id: int) -> dict:
    """Every user who belongs to this one."""
    require(request.member, "organization.read")
    organization = row_or_404(Organization.objects.all(), organization_id)
    return page_of(request, _visible(request).filter(organization=organization), NAME, organization_membership_json)
