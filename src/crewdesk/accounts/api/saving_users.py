"""From the dialect's user to our verbs: what a client sent is created or changed, alone or as an item of a bulk call."""

from datetime import datetime

from crewdesk.core.events import Via
from crewdesk.core.operations import Refused

from ..models import Role, User, UserIdentity
from ..operations.identities import add_identity, verify_identity
from ..operations.members import change_role, enrol_member, promote_customer, remove_member
from ..operations.users import add_customer, delete_customer, suspend_user, update_user
from ..rights import require
from .kinds import identity_kind
from .reading_users import address_sent, facts_sent, role_sent
from .schemas import UserIn
from .unique import hold

ROWS = ("organization", "default_group")
# What a customer may say of themselves; the rest is the desk's.
OWN = {"name", "phone", "locale", "locale_id", "time_zone"}


def create(sent: UserIn, *, by: User, at: datetime) -> User:
    """Make what was sent: a customer, or a member who gets an invitation."""
    role = role_sent(sent, None)
    require(by, "user.create" if role == Role.END_USER else "member.invite", None if role == Role.END_USER else role)
    facts = facts_sent(sent, None, role, by=by, at=at)
    if not facts.get("name"):
        raise Refused("Name: cannot be blank", field="name", code="BlankValue")
    email, verified = address_sent(sent)
    who = {"name": facts.pop("name"), "email": email, "by": by, "at": at, "via": Via.API}
    if role == Role.END_USER:
        user = add_customer(**who, verified=verified, **facts)
    elif not email:
        raise Refused("Email: cannot be blank for a member", field="email", code="BlankValue")
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
    _refuse_others_facts(user, sent, by)
    role = role_sent(sent, user)
    facts = facts_sent(sent, user, role, by=by, at=at)
    present = {name: getattr(user, f"{name}_id" if name in ROWS else name) for name in facts}
    wanted = {name: getattr(value, "pk", value) for name, value in facts.items()}
    changes = {name: facts[name] for name in facts if present[name] != wanted[name]}
    update_user(user, by=by, at=at, via=Via.API, **changes)
    _add_addresses(user, sent, by=by, at=at)
    if sent.verified:
        _verify(user, sent, by=by, at=at)
    if sent.suspended is not None and sent.suspended != user.suspended:
        suspend_user(user, by=by, at=at, suspended=sent.suspended, via=Via.API)
    # Last: who is a colleague then is no longer for everybody to change who may invite one.
    _change_role(user, role, by=by, at=at)
    return user


def create_or_update(sent: UserIn, *, by: User, at: datetime) -> tuple[User, bool]:
    """Change the user with this external id or address, or make one; and whether it was made."""
    # Before anything is looked up: whose an address is is not for everybody to know.
    require(by, "user.create")
    hold(User, str(sent.external_id or ""), (sent.email or "").strip().lower())
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


def _verify(user: User, sent: UserIn, *, by: User, at: datetime) -> None:
    """What is sent as verified is the address beside it; the primary one where none is."""
    addresses = user.identities.filter(kind=UserIdentity.Kind.EMAIL)
    sent_address = (sent.email or "").strip().lower()
    address = addresses.filter(value=sent_address) if sent_address else addresses.filter(is_primary=True)
    if (identity := address.first()) is not None:
        verify_identity(identity, by=by, at=at, via=Via.API)
        user.refresh_from_db()


def _change_role(user: User, role: str, *, by: User, at: datetime) -> None:
    if role == user.role:
        return
    verb = change_role if user.is_staff_member else promote_customer
    verb(user, role=role, by=by, at=at, via=Via.API)


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


def _refuse_others_facts(user: User, sent: UserIn, by: User) -> None:
    """Before anything is looked up: what a customer names must not tell them whether it is there."""
    if not by.is_staff_member and (sent.model_fields_set - OWN or by.pk != user.pk):
        require(by, "user.update", user)
