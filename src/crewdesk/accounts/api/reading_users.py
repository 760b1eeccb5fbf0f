"""What a client sent of a user, in our words: role, columns, address."""

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from crewdesk.core.api.rows import named_row
from crewdesk.core.events import Via
from crewdesk.core.operations import Refused

from ..models import Desk, Group, Organization, Role, User, UserIdentity
from ..operations.organizations import create_organization
from ..operations.tags import clean_tags
from .custom_roles import role_numbered
from .kinds import identity_kind
from .locales import locale_named, locale_numbered
from .present import ROLES
from .schemas import UserIn
from .text import fitting, plain_fields
from .unique import refuse_same_external_id
from .zone_names import zone_named

PLAIN = ("name", "phone", "alias", "signature", "notes", "details")
RESTRICTIONS = ("groups", "assigned", "organization", "requested")
BY_NAME = {"end-user": Role.END_USER, "agent": Role.AGENT, "admin": Role.ADMIN}


def role_sent(sent: UserIn, user: User | None) -> str:
    """The role that is wanted. `agent` says nothing new of a lead, who is called that too."""
    present = user.role if user else Role.END_USER
    given = sent.model_fields_set
    if "custom_role_id" in given and sent.custom_role_id is not None and sent.role != "end-user":
        return role_numbered(sent.custom_role_id)
    if "role" not in given or sent.role is None or ROLES[present] == sent.role:
        return present
    if sent.role not in BY_NAME:
        raise Refused("Role: is one of end-user, agent, admin", field="role")
    return BY_NAME[sent.role]


def facts_sent(sent: UserIn, user: User | None, role: str, *, by: User, at: datetime) -> dict[str, Any]:
    """Columns of the members that were sent."""
    given = sent.model_fields_set
    facts: dict[str, Any] = {name: (getattr(sent, name) or "").strip() for name in PLAIN if name in given}
    if "name" in facts and not facts["name"]:
        raise Refused("Name: cannot be blank", field="name", code="BlankValue")
    if "external_id" in given:
        facts["external_id"] = refuse_same_external_id(User.objects.filter(is_active=True), sent.external_id, user)
    facts |= _language_and_zone(sent, user) | _places(sent, user, role, by=by, at=at)
    if sent.tags is not None:
        facts["tags"] = clean_tags(sent.tags)
    if sent.user_fields is not None:
        facts["user_fields"] = plain_fields(sent.user_fields, user.user_fields if user else {}, "user_fields")
    if "ticket_restriction" in given:
        facts["ticket_restriction"] = _restriction(sent.ticket_restriction, role)
    return fitting(User, facts)


def _language_and_zone(sent: UserIn, user: User | None) -> dict[str, str]:
    facts: dict[str, str] = {}
    if sent.locale:
        facts["locale"] = locale_named(sent.locale)
    elif sent.locale_id is not None:
        facts["locale"] = locale_numbered(sent.locale_id)
    if "time_zone" in sent.model_fields_set:
        facts["time_zone"] = zone_named(sent.time_zone) if sent.time_zone else ""
    if facts and user is not None and not (user.locale and user.time_zone):
        # Who has none of their own is told the desk's; sent back, that makes none of their own.
        desk = Desk.objects.get(pk=user.desk_id)
        facts = {name: value for name, value in facts.items() if getattr(user, name) or value != getattr(desk, name)}
    return facts


def _places(sent: UserIn, user: User | None, role: str, *, by: User, at: datetime) -> dict[str, Any]:
    """The organization and the group."""
    given, facts = sent.model_fields_set, {}
    if "organization_id" in given:
        facts["organization"] = named_row(Organization.objects.all(), sent.organization_id, "organization_id")
    if sent.organization is not None and not facts.get("organization"):
        facts["organization"] = _organization_named(sent.organization.name, by=by, at=at)
    if "default_group_id" in given:
        facts["default_group"] = _group(sent.default_group_id, user, role)
    return facts


def _organization_named(name: str, *, by: User, at: datetime) -> Organization:
    """The organization of this name, made where there is none."""
    found = Organization.objects.filter(name=name.strip()).first()
    return found or create_organization(**fitting(Organization, {"name": name}), by=by, at=at, via=Via.API)


def _group(pk: int | None, user: User | None, role: str) -> Group | None:
    group = named_row(Group.objects.filter(deleted_at=None), pk, "default_group_id")
    if group is not None and role == Role.END_USER:
        raise Refused("Default group: customers are in no group", field="default_group_id")
    if group is not None and user is not None and not user.memberships.filter(group=group).exists():
        raise Refused("Default group: the user is not in this group", field="default_group_id")
    return group


def _restriction(sent: str | None, role: str) -> str:
    if sent is not None and sent not in RESTRICTIONS:
        raise Refused(f"Ticket restriction: is one of {', '.join(RESTRICTIONS)}, or null", field="ticket_restriction")
    # What is told of every customer of whom nothing else is said.
    return "" if sent is None or (role == Role.END_USER and sent == "requested") else sent


def address_sent(sent: UserIn) -> tuple[str, bool]:
    """The address that a new user is written to at, and whether it is proved."""
    given = [(sent.email, False)] if sent.email else []
    given += [(one.value, one.verified) for one in sent.identities or [] if identity_kind(one.type) == UserIdentity.Kind.EMAIL]
    email, proved = next((((value or "").strip().lower(), proved) for value, proved in given), ("", False))
    if email:
        refuse_unfit_address(email)
    return email, bool(email) and (proved or bool(sent.verified))


def refuse_unfit_address(email: str) -> None:
    """Raises Refused for what is no e-mail address."""
    try:
        validate_email(email)
    except ValidationError as problem:
        raise Refused(f"Email: {email[:80]} is not properly formatted", field="email") from problem
