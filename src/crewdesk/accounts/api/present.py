"""Accounts in the dialect's words (helpdesk-api.md §5)."""

from typing import Any

from django.http import HttpRequest

from crewdesk.core.api.stamps import stamp, url_of

from ..models import Role, User

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
    return {
        "id": user.pk, "url": url_of(request, "users", user.pk), "name": user.name, "email": user.email or None,
        "created_at": stamp(user.created_at), "updated_at": stamp(user.updated_at), "active": user.is_active,
        "role": ROLES[user.role], "role_type": None, "custom_role_id": None, "verified": user.email_verified,
        "alias": user.alias, "details": user.details, "notes": user.notes, "signature": user.signature or None,
        "phone": user.phone or None, "shared_phone_number": None, "photo": None, "external_id": user.external_id or None,
        "locale": user.locale or request.desk.locale, "locale_id": 1, "time_zone": zone, "iana_time_zone": zone,
        "organization_id": user.organization_id, "default_group_id": user.default_group_id, "tags": user.tags,
        "user_fields": user.user_fields, "suspended": user.suspended, "moderator": user.role in (Role.ADMIN, Role.OWNER),
        "only_private_comments": user.role == Role.LIGHT_AGENT, "restricted_agent": bool(user.ticket_restriction),
        "ticket_restriction": user.ticket_restriction or ("requested" if user.role == Role.END_USER else None),
        "last_login_at": stamp(user.last_seen_at), "report_csv": user.role in (Role.ADMIN, Role.OWNER), "shared": False,
        "shared_agent": False, "two_factor_auth_enabled": None,
    }  # fmt: skip
