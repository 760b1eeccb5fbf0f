"""Accounts beside other rows: `?include=users,groups,organizations,brands`."""

from typing import Any

from django.http import HttpRequest

from crewdesk.core.api.sideloads import sideload

from ..models import Brand, Group, Organization, User
from ..rights import can
from .present import brand_json, group_json, organization_json, user_json


@sideload(
    "users", "requester_id", "submitter_id", "assignee_id", "author_id", "user_id", "actor_id", "collaborator_ids", "follower_ids",
    "email_cc_ids",
)  # fmt: skip
def users(request: HttpRequest, ids: set[int]) -> list[dict[str, Any]]:
    """Users of the desk whom the caller may see."""
    return [user_json(request, user) for user in User.objects.visible_to(request.member).filter(pk__in=ids).order_by("id")]


@sideload("groups", "group_id", "default_group_id", "group_ids")
def groups(request: HttpRequest, ids: set[int]) -> list[dict[str, Any]]:
    """Groups, deleted ones included: old tickets refer to them. How the desk is divided is nothing to customers."""
    if not can(request.member, "group.read"):
        return []
    return [group_json(request, group) for group in Group.objects.filter(pk__in=ids).order_by("id")]


@sideload("organizations", "organization_id", "organization_ids")
def organizations(request: HttpRequest, ids: set[int]) -> list[dict[str, Any]]:
    """Organizations; a customer sees their own."""
    found = Organization.objects.filter(pk__in=ids)
    if not request.member.is_staff_member:
        found = found.filter(pk=request.member.organization_id)
    return [organization_json(request, organization) for organization in found.order_by("id")]


@sideload("brands", "brand_id")
def brands(request: HttpRequest, ids: set[int]) -> list[dict[str, Any]]:
    """Brands."""
    return [brand_json(request, brand) for brand in Brand.objects.filter(pk__in=ids).order_by("id")]
