"""Accounts in the dialect's words (helpdesk-api.md §5)."""

from typing import Any

from django.http import HttpRequest

from crewdesk.core.api.stamps import stamp, url_of

from ..models import Brand, Group, Membership, Organization, ProfileField, Role, User, UserIdentity
from .custom_roles import ROLE_TYPES, role_id
from .kinds import THEIRS
from .locales import locale_id
from .present_fields import values_json

Kind = ProfileField.Kind
ROLES = {
    Role.END_USER: "end-user",
    Role.LIGHT_AGENT: "agent",
    Role.AGENT: "agent",
    Role.LEAD: "agent",
    Role.ADMIN: "admin",
    Role.OWNER: "admin",
}


def user_json(request: HttpRequest, user: User) -> dict[str, Any]:
    """A user with every key that clients count on."""
    zone = user.time_zone or request.desk.time_zone
    # What is noted about people is not for them to read.
    noted = request.member.is_staff_member
    return {
        "id": user.pk, "url": url_of(request, "users", user.pk), "name": user.name, "email": user.email or None,
        "created_at": stamp(user.created_at), "updated_at": stamp(user.updated_at), "active": user.is_active,
        "role": ROLES[user.role], "role_type": ROLE_TYPES.get(user.role), "custom_role_id": role_id(user.role), "verified": user.email_verified,
        "alias": user.alias, "details": user.details if noted else "", "notes": user.notes if noted else "", "signature": user.signature or None,
        "phone": user.phone or None, "shared_phone_number": None, "photo": None, "external_id": user.external_id or None,
        "locale": user.locale or request.desk.locale, "locale_id": locale_id(user.locale, request.desk.locale), "time_zone": zone, "iana_time_zone": zone,
        "organization_id": user.organization_id, "default_group_id": user.default_group_id, "tags": user.tags,
        "user_fields": values_json(request, Kind.USER, user.user_fields), "suspended": user.suspended, "moderator": user.role in (Role.ADMIN, Role.OWNER),
        "only_private_comments": user.role == Role.LIGHT_AGENT, "restricted_agent": bool(user.ticket_restriction),
        "ticket_restriction": user.ticket_restriction or ("requested" if user.role == Role.END_USER else None),
        "last_login_at": stamp(user.last_seen_at), "report_csv": user.role in (Role.ADMIN, Role.OWNER), "shared": False,
        "shared_agent": False, "two_factor_auth_enabled": None,
    }  # fmt: skip


def group_json(request: HttpRequest, group: Group) -> dict[str, Any]:
    """A group."""
    return {
        "id": group.pk, "url": url_of(request, "groups", group.pk), "name": group.name, "description": group.description,
        "default": group.is_default, "is_public": group.is_public, "deleted": group.deleted_at is not None,
        "created_at": stamp(group.created_at), "updated_at": stamp(group.updated_at),
    }  # fmt: skip


def membership_json(request: HttpRequest, membership: Membership) -> dict[str, Any]:
    """A user's place in a group."""
    return {
        "id": membership.pk, "url": url_of(request, "group_memberships", membership.pk), "user_id": membership.user_id,
        "group_id": membership.group_id, "default": membership.is_default, "created_at": stamp(membership.created_at),
        "updated_at": stamp(membership.updated_at),
    }  # fmt: skip


def organization_membership_json(request: HttpRequest, user: User) -> dict[str, Any]:
    """A user's place in their organization. There is one at most, so it has the user's id."""
    return {
        "id": user.pk, "url": url_of(request, "organization_memberships", user.pk), "user_id": user.pk,
        "organization_id": user.organization_id, "default": True, "view_tickets": user.organization.shared_tickets,
        "organization_name": user.organization.name, "created_at": stamp(user.created_at), "updated_at": stamp(user.updated_at),
    }  # fmt: skip


def deleted_user_json(request: HttpRequest, user: User) -> dict[str, Any]:
    """A user who is gone."""
    members = (
        "id", "name", "email", "created_at", "updated_at", "locale_id", "locale", "time_zone", "organization_id", "role", "active", "phone",
        "shared_phone_number", "photo",
    )  # fmt: skip
    facts = user_json(request, user)
    return {name: facts[name] for name in members} | {
        "url": url_of(request, "deleted_users", user.pk), "permanently_deleted": user.erased_at is not None,
    }  # fmt: skip


def organization_json(request: HttpRequest, organization: Organization) -> dict[str, Any]:
    """An organization. A customer reads nothing of what is noted about it."""
    noted = request.member.is_staff_member
    return {
        "id": organization.pk, "url": url_of(request, "organizations", organization.pk), "name": organization.name,
        "created_at": stamp(organization.created_at), "updated_at": stamp(organization.updated_at),
        "domain_names": organization.domain_names, "details": organization.details if noted else "",
        "notes": organization.notes if noted else "",
        "group_id": organization.group_id, "shared_tickets": organization.shared_tickets,
        "shared_comments": organization.shared_comments, "tags": organization.tags,
        "organization_fields": values_json(request, Kind.ORGANIZATION, organization.organization_fields), "external_id": organization.external_id or None,
    }  # fmt: skip


def brand_json(request: HttpRequest, brand: Brand) -> dict[str, Any]:
    """A brand."""
    address = f"{request.scheme}://{request.get_host()}"
    return {
        "id": brand.pk, "url": url_of(request, "brands", brand.pk), "name": brand.name, "brand_url": address,
        "subdomain": brand.subdomain or request.desk.slug, "host_mapping": None, "has_help_center": False,
        "help_center_state": "disabled", "active": brand.is_active, "default": brand.is_default, "is_deleted": False, "logo": None,
        "ticket_form_ids": [], "signature_template": brand.signature_template, "created_at": stamp(brand.created_at),
        "updated_at": stamp(brand.updated_at),
    }  # fmt: skip


def identity_json(request: HttpRequest, identity: UserIdentity) -> dict[str, Any]:
    """An address of a user."""
    kind = THEIRS.get(identity.kind, "any_channel")
    return {
        "id": identity.pk, "url": url_of(request, f"users/{identity.user_id}/identities", identity.pk), "user_id": identity.user_id,
        "type": kind, "value": identity.value, "verified": identity.verified_at is not None, "primary": identity.is_primary,
        "undeliverable_count": int(identity.undeliverable_since is not None),
        "deliverable_state": "undeliverable" if identity.undeliverable_since else "deliverable",
        "created_at": stamp(identity.created_at), "updated_at": stamp(identity.updated_at),
    }  # fmt: skip
