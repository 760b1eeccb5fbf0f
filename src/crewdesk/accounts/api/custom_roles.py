"""/api/v2/custom_roles: one for each role of ours that members have."""

from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest
from ninja import Router

from crewdesk.core.api.slices import sliced
from crewdesk.core.api.stamps import stamp, url_of
from crewdesk.core.operations import Refused

from ..models import Role, User
from ..models.user import RANK, STAFF
from ..rights import LOWEST_ROLE, require

router = Router(tags=["Custom roles"])
# The dialect's kinds of role: 0 one of the desk's own, 1 light agent, 4 admin.
ROLE_TYPES = {Role.LIGHT_AGENT: 1, Role.AGENT: 0, Role.LEAD: 0, Role.ADMIN: 4, Role.OWNER: 4}
ABILITIES = {
    "group_access": "ticket.list", "manage_business_rules": "desk.update", "manage_group_memberships": "group.update",
    "manage_groups": "group.update", "manage_organizations": "organization.update", "manage_ticket_fields": "field.update",
    "manage_ticket_forms": "field.update", "manage_user_fields": "field.update", "manage_organization_fields": "field.update",
    "manage_suspended_tickets": "suspended.read",
    "organization_editing": "organization.update", "organization_notes_editing": "organization.update", "ticket_deletion": "ticket.delete",
    "view_deleted_tickets": "ticket.restore", "ticket_editing": "ticket.update", "ticket_merge": "ticket.merge",
    "ticket_redaction": "ticket.redact", "ticket_tag_editing": "ticket.update",
}  # fmt: skip


def role_id(role: str) -> int | None:
    """The id under which a member's role stands here; a customer has none."""
    return RANK[role] or None


def role_numbered(number: int) -> str:
    """The role with this id. Raises Refused."""
    found = next((role for role in STAFF if RANK[role] == number), None)
    if found is None:
        raise Refused(f"Custom role: {number} does not exist", field="custom_role_id")
    return found


def may(role: str, right: str) -> bool:
    """Whether the role is high enough for a right."""
    return RANK[role] >= RANK[LOWEST_ROLE[right]]


def role_json(request: HttpRequest, role: str, members: int) -> dict[str, Any]:
    """A role with what it may do, read off the table of rights."""
    configuration = {name: may(role, right) for name, right in ABILITIES.items()} | {
        "end_user_list_access": "full", "end_user_profile_access": "full" if may(role, "user.update") else "readonly",
        "light_agent": role == Role.LIGHT_AGENT, "ticket_access": "all",
        "ticket_comment_access": "public" if may(role, "ticket.answer") else "none",
        "report_access": "full" if may(role, "ticket.export") else "none",
    }  # fmt: skip
    since = stamp(request.desk.created_at)
    return {
        "id": RANK[role], "url": url_of(request, "custom_roles", RANK[role]), "name": str(Role(role).label), "description": "",
        "role_type": ROLE_TYPES[role], "team_member_count": members, "configuration": configuration, "created_at": since,
        "updated_at": since,
    }  # fmt: skip


def roles_json(request: HttpRequest, roles: list[str]) -> list[dict[str, Any]]:
    """Several roles with one query."""
    numbers = dict(User.objects.staff().filter(role__in=roles).order_by("role").values_list("role").annotate(n=Count("pk")))
    return [role_json(request, role, numbers.get(role, 0)) for role in roles]


@router.get("", url_name="custom-roles", summary="List roles")
def list_roles(request: HttpRequest) -> dict:
    """The roles that members have."""
    require(request.member, "desk.enter")
    page = sliced(request, STAFF)
    return {"custom_roles": roles_json(request, page.rows), **page.envelope}


@router.get("/{int:key}", url_name="custom-role", summary="Show a role")
def show(request: HttpRequest, key: int) -> dict:
    """One role."""
    require(request.member, "desk.enter")
    found = [role for role in STAFF if RANK[role] == key]
    if not found:
        raise Http404
    return {"custom_role": roles_json(request, found)[0]}
