"""/api/v2/users/{id}/…: groups, organizations, tags, merging, passwords."""

from django.conf import settings
from django.contrib.auth.password_validation import get_password_validators
from django.http import HttpRequest, JsonResponse
from ninja import Router

from crewdesk.core.api.description import answers
from crewdesk.core.api.errors import forbidden
from crewdesk.core.api.rows import named_row, page_of, row_or_404, several
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.operations import Refused

from ..models import Group, Membership, Organization, User
from ..operations.groups import make_default_membership
from ..operations.merge_users import merge_into_address, merge_users
from ..operations.tags import clean_tags
from ..operations.users import update_user
from ..rights import require
from .present import group_json, membership_json, organization_json, organization_membership_json, user_json
from .schemas import MergeBody, TagsBody

router = Router(tags=["Users"])


@router.get("/{int:user_id}/groups", url_name="user-groups", summary="List a user's groups")
def list_groups(request: HttpRequest, user_id: int) -> dict:
    """Groups that the user is in."""
    require(request.member, "group.read")
    user = _load(request, user_id)
    return page_of(request, Group.objects.filter(memberships__user=user, deleted_at=None), "groups", group_json)


@router.get("/{int:user_id}/group_memberships", url_name="user-group-memberships", summary="List a user's group memberships")
def list_memberships(request: HttpRequest, user_id: int) -> dict:
    """The user's places in groups."""
    require(request.member, "group.read")
    return page_of(request, Membership.objects.filter(user=_load(request, user_id)), "group_memberships", membership_json)


@router.put(
    "/{int:user_id}/group_memberships/{int:membership_id}/make_default", url_name="user-group-membership-default",
    summary="Make a membership the default",
)  # fmt: skip
def make_default(request: HttpRequest, user_id: int, membership_id: int) -> dict:
    """Make this the group that stands for the user."""
    require(request.member, "group.read")
    memberships = Membership.objects.filter(user=_load(request, user_id))
    make_default_membership(
        row_or_404(memberships.select_related("group", "user"), membership_id), by=request.member, at=now(), via=Via.API
    )
    return several(request, memberships, "group_memberships", membership_json)


@router.get("/{int:user_id}/organizations", url_name="user-organizations", summary="List a user's organizations")
def list_organizations(request: HttpRequest, user_id: int) -> dict:
    """The user's organization, or none."""
    user = _load(request, user_id)
    return page_of(request, Organization.objects.filter(pk=user.organization_id), "organizations", organization_json)


@router.get(
    "/{int:user_id}/organization_memberships", url_name="user-organization-memberships", summary="List a user's organization memberships"
)  # fmt: skip
def list_organization_memberships(request: HttpRequest, user_id: int) -> dict:
    """The user's place in their organization, or none."""
    return _organization_memberships(request, _load(request, user_id))


@router.put(
    "/{int:user_id}/organization_memberships/{int:membership_id}/make_default", url_name="user-organization-membership-default",
    summary="Make an organization membership the default",
)  # fmt: skip
def make_default_organization(request: HttpRequest, user_id: int, membership_id: int) -> dict:
    """It is the default already: a user belongs to one organization."""
    require(request.member, "user.update")
    user = _load(request, user_id)
    row_or_404(User.objects.filter(pk=user.pk, organization__isnull=False), membership_id)
    return _organization_memberships(request, user)


@router.get("/{int:user_id}/tags", url_name="user-tags", summary="List a user's tags")
def list_tags(request: HttpRequest, user_id: int) -> dict:
    """The user's tags."""
    return {"tags": _load(request, user_id).tags}


@router.post("/{int:user_id}/tags", url_name="user-tags", summary="Set a user's tags")
def set_tags(request: HttpRequest, user_id: int, body: TagsBody) -> JsonResponse:
    """Put these in place of the present ones."""
    return JsonResponse({"tags": _tagged(request, user_id, lambda _present: body.tags)}, status=201)


@router.put("/{int:user_id}/tags", url_name="user-tags", summary="Add tags to a user")
def add_tags(request: HttpRequest, user_id: int, body: TagsBody) -> dict:
    """Add these to the present ones."""
    return {"tags": _tagged(request, user_id, lambda present: [*present, *body.tags])}


@router.delete("/{int:user_id}/tags", url_name="user-tags", summary="Remove tags from a user")
def remove_tags(request: HttpRequest, user_id: int, body: TagsBody) -> dict:
    """Take these away."""
    gone = set(clean_tags(body.tags))
    return {"tags": _tagged(request, user_id, lambda present: [tag for tag in present if tag not in gone])}


@router.put("/{int:user_id}/merge", url_name="user-merge", summary="Merge a user into another")
def merge(request: HttpRequest, user_id: int, body: MergeBody) -> dict:
    """Merge this customer into the one with the `id` or the `email` of the body, who stays."""
    require(request.member, "user.update")
    loser = _load(request, user_id, is_active=True)
    if body.user.id is not None:
        winner = named_row(User.objects.visible_to(request.member).filter(is_active=True), body.user.id, "id")
        return {"user": user_json(request, merge_users(winner, loser, by=request.member, at=now(), via=Via.API))}
    if not (body.user.email or "").strip():
        raise Refused("Name the user who stays by id or email.", field="id", code="BlankValue")
    winner = merge_into_address(loser, address=body.user.email, by=request.member, at=now(), via=Via.API)
    return {"user": user_json(request, winner)}


@router.get(
    "/{int:user_id}/password/requirements", url_name="user-password-requirements", summary="List a password's requirements"
)
def password_requirements(request: HttpRequest, user_id: int) -> dict:
    """What a password must be like."""
    _load(request, user_id)
    return {"requirements": [check.get_help_text() for check in get_password_validators(settings.AUTH_PASSWORD_VALIDATORS)]}


@router.post("/{int:user_id}/password", url_name="user-password", summary="Set a user's password", openapi_extra=answers("403"))
def set_password(request: HttpRequest, user_id: int) -> JsonResponse:
    """Refused to everybody: one password opens all desks at which a person works."""
    return _no_passwords(request, user_id)


@router.put("/{int:user_id}/password", url_name="user-password", summary="Change one's password", openapi_extra=answers("403"))
def change_password(request: HttpRequest, user_id: int) -> JsonResponse:
    """The same."""
    return _no_passwords(request, user_id)


def _no_passwords(request: HttpRequest, user_id: int) -> JsonResponse:
    _load(request, user_id)
    return forbidden(
        "A password belongs to a person, who may work at other desks too, and is set by nobody else: they set it by the link"
        " 'Forgot your password?', or by accepting an invitation. Customers come in by links that are sent to them."
    )


def _load(request: HttpRequest, user_id: int, **conditions) -> User:
    return row_or_404(User.objects.visible_to(request.member), user_id, **conditions)


def _organization_memberships(request: HttpRequest, user: User) -> dict:
    rows = User.objects.filter(pk=user.pk, organization__isnull=False).select_related("organization")
    return page_of(request, rows, "organization_memberships", organization_membership_json)


def _tagged(request: HttpRequest, user_id: int, change) -> list[str]:
    require(request.member, "user.update")
    user = row_or_404(User.objects.visible_to(request.member).select_for_update(), user_id, is_active=True)
    return update_user(user, tags=clean_tags(change(user.tags)), by=request.member, at=now(), via=Via.API).tags
