"""From the dialect's user to our verbs: what a client sent is created or changed, alone or as an item of a bulk call."""

from datetime import datetime
from typing import Any

from crewdesk.core.events import Via
from crewdesk.core.operations import Refused

from ..models import Desk, Group, Organization, Role, User, UserIdentity
from ..operations.identities import add_identity, verify_identity
from ..operations.members import change_role, enrol_member, promote_customer, remove_member
from ..operations.organizations import create_organization
from ..operations.tags import clean_tags
from ..operations.users import add_customer, delete_customer, suspend_user, update_user
from ..rights import require
from .custom_roles import role_numbered
from .finding import named_row
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
MEMBERS = {"organization": "organization_id", "default_group": "default_group_id"}


def create(sent: UserIn, *, by: User, at: datetime) -> User:
    """Make what was sent: a customer, or a member who gets an invitation."""
    role = _role(sent, None)
    require(by, "user.create" if role == Role.END_USER else "member.invite", None if role == Role.END_USER else role)
    facts = _facts(sent, None, role, by=by, at=at)
    if not facts.get("name"):
        raise Refused("Name: cannot be blank", field="name", code="BlankValue")
    who = {"name": facts.pop("name"), "email": _email(sent), "by": by, "at": at, "via": Via.API}
    if role == Role.END_USER:
        user = add_customer(**who, verified=bool(sent.verified), **facts)
    else:
        group = facts.get("default_group")
        user = enrol_member(
            **who, role=role, groups=[group] if group else [], send_invitation=not sent.skip_verify_email, **facts
        )
    _add_addresses(user, sent, by=by, at=at)
    if sent.suspended:
        suspend_user(user, by=by, at=at, via=Via.API)
    return user


def update(user: User, sent: UserIn, *, by: User, at: datetime) -> User:
    """Change what was sent and differs."""
    role = _role(sent, user)
    facts = _facts(sent, user, role, by=by, at=at)
    present = {name: getattr(user, f"{name}_id" if name in MEMBERS else name) for name in facts}
    wanted = {name: getattr(value, "pk", value) for name, value in facts.items()}
    _refuse_others_facts(user, changes := {name: facts[name] for name in facts if present[name] != wanted[name]}, by)
    update_user(user, by=by, at=at, via=Via.API, **changes)
    _add_addresses(user, sent, by=by, at=at)
    if sent.verified and (primary := user.identities.filter(kind=UserIdentity.Kind.EMAIL, is_primary=True).first()):
        verify_identity(primary, by=by, at=at, via=Via.API)
        user.refresh_from_db()
    if sent.suspended is not None and sent.suspended != user.suspended:
        suspend_user(user, by=by, at=at, suspended=sent.suspended, via=Via.API)
    # Last: who is a colleague then is no longer for everybody to change who may invite one.
    _change_role(user, role, by=by, at=at)
    return user


def create_or_update(sent: UserIn, *, by: User, at: datetime) -> tuple[User, bool]:
    """Change the user with this external id or address, or make one; and whether it was made."""
    user = known_user(sent)
    return (create(sent, by=by, at=at), True) if user is None else (update(user, sent, by=by, at=at), False)


def delete(user: User, *, by: User, at: datetime) -> User:
    """Retire a customer, or take a member's seat away."""
    if user.is_staff_member:
        remove_member(user, by=by, at=at, via=Via.API)
        return user
    return delete_customer(user, by=by, at=at, via=Via.API)


def known_user(sent: UserIn) -> User | None:
    """Whom the external id or the address stands for."""
    active = User.objects.filter(is_active=True)
    external_id = str(sent.external_id or "")
    found = active.filter(external_id=external_id).order_by("id").first() if external_id else None
    return found or (active.with_address(sent.email).first() if sent.email and sent.email.strip() else None)


def _role(sent: UserIn, user: User | None) -> str:
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


def _change_role(user: User, role: str, *, by: User, at: datetime) -> None:
    if role == user.role:
        return
    verb = change_role if user.is_staff_member else promote_customer
    verb(user, role=role, by=by, at=at, via=Via.API)


def _facts(sent: UserIn, user: User | None, role: str, *, by: User, at: datetime) -> dict[str, Any]:
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
        facts["user_fields"] = plain_fields((user.user_fields if user else {}) | sent.user_fields, "user_fields")
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


def _email(sent: UserIn) -> str:
    email = (sent.email or "").strip().lower()
    for identity in sent.identities or []:
        if not email and identity_kind(identity.type) == UserIdentity.Kind.EMAIL:
            email = (identity.value or "").strip().lower()
    if email:
        refuse_unfit_address(email)
    return email


def refuse_unfit_address(email: str) -> None:
    """Raises Refused for what is no e-mail address."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(email)
    except ValidationError as problem:
        raise Refused(f"Email: {email[:80]} is not properly formatted", field="email") from problem


def _add_addresses(user: User, sent: UserIn, *, by: User, at: datetime) -> None:
    """Add what was sent to the addresses that are known; none is taken away by leaving it out."""
    wanted = [(UserIdentity.Kind.EMAIL, sent.email.strip().lower(), bool(sent.verified), "email")] if sent.email else []
    for identity in sent.identities or []:
        value = (identity.value or "").strip()
        kind = identity_kind(identity.type)
        wanted.append((kind, value.lower() if kind == UserIdentity.Kind.EMAIL else value, identity.verified, "identities"))
    if not wanted:
        return
    known = set(user.identities.values_list("kind", "value"))
    for kind, value, verified, member in wanted:
        if (kind, value) not in known:
            _add(user, kind, value, verified, member, by=by, at=at)
            known.add((kind, value))


def _add(user: User, kind: str, value: str, verified: bool, member: str, *, by: User, at: datetime) -> None:
    try:
        add_identity(user, kind=kind, value=value, verified=verified, by=by, at=at, via=Via.API)
    except Refused as refusal:
        # The caller calls it by the member in which it was sent.
        refusal.field = member
        raise


# What a customer may say of themselves; the rest is the desk's.
OWN = {"name", "phone", "locale", "time_zone"}


def _refuse_others_facts(user: User, changes: dict[str, Any], by: User) -> None:
    if not by.is_staff_member and (changes.keys() - OWN or by.pk != user.pk):
        require(by, "user.update", user)
