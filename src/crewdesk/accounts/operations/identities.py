"""Verbs on the addresses by which a user is known."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from crewdesk.core.events import Via, record
from crewdesk.core.operations import Refused, operation

from ..events import AccountEvent
from ..models import User, UserIdentity
from ..rights import require
from ._changes import apply, unless_taken
from .users import LONGEST_ADDRESS, TAKEN

Kind = UserIdentity.Kind
LONGEST_VALUE = UserIdentity._meta.get_field("value").max_length


@operation(AccountEvent.IDENTITY_ADDED)
def add_identity(
    user: User, *, kind: str, value: str, by: User | None, at: datetime, verified: bool = False, via: str = Via.WEB
) -> UserIdentity:
    """Add an address to a user. An address belongs to one user of a desk: raises Refused (DuplicateValue) when another has it."""
    _require_right(by, user)
    value = _normal(kind, value)
    _refuse_taken(kind, value)
    first = not user.identities.filter(kind=kind).exists()
    with unless_taken(TAKEN % {"value": value}, field="value"):
        identity = UserIdentity.objects.create(
            user=user, kind=kind, value=value, is_primary=first, verified_at=at if verified else None
        )
    if first:
        _repeat_primary(user, identity)
    record(AccountEvent.IDENTITY_ADDED, user, by=by, via=via, changes={kind: [None, value]}, at=at)
    return identity


@operation(AccountEvent.IDENTITY_VERIFIED)
def verify_identity(identity: UserIdentity, *, by: User | None, at: datetime, via: str = Via.WEB) -> UserIdentity:
    """Note that the address was proved to be the user's."""
    _require_right(by, identity.user)
    if identity.verified_at is None:
        apply(identity, {"verified_at": at})
        if identity.is_primary:
            _repeat_primary(identity.user, identity)
        record(
            AccountEvent.IDENTITY_VERIFIED, identity.user, by=by, via=via, changes={identity.kind: [None, identity.value]}, at=at
        )
    return identity


@operation(AccountEvent.USER_UPDATED)
def change_identity(identity: UserIdentity, *, value: str, by: User | None, at: datetime, via: str = Via.WEB) -> UserIdentity:
    """Correct an address; the new one is not proved yet."""
    user = identity.user
    _require_right(by, user)
    value = _normal(identity.kind, value)
    if value == identity.value:
        return identity
    _refuse_taken(identity.kind, value)
    before = identity.value
    with unless_taken(TAKEN % {"value": value}, field="value"):
        apply(identity, {"value": value, "verified_at": None, "undeliverable_since": None})
    if identity.is_primary:
        _repeat_primary(user, identity)
    record(AccountEvent.USER_UPDATED, user, by=by, via=via, changes={identity.kind: [before, value]}, at=at)
    return identity


@operation(AccountEvent.USER_UPDATED)
def make_primary(identity: UserIdentity, *, by: User | None, at: datetime, via: str = Via.WEB) -> UserIdentity:
    """Make the address the one that the user is written to at."""
    _require_right(by, identity.user)
    if identity.is_primary:
        return identity
    identity.user.identities.filter(kind=identity.kind).update(is_primary=False)
    apply(identity, {"is_primary": True})
    before = identity.user.email
    _repeat_primary(identity.user, identity)
    record(AccountEvent.USER_UPDATED, identity.user, by=by, via=via, changes={"email": [before, identity.user.email]}, at=at)
    return identity


@operation(AccountEvent.IDENTITY_REMOVED)
def remove_identity(identity: UserIdentity, *, by: User | None, at: datetime, via: str = Via.WEB) -> None:
    """Take an address away; the primary one only when it is the last of its kind."""
    user = identity.user
    _require_right(by, user)
    if identity.is_primary and user.identities.filter(kind=identity.kind).count() > 1:
        raise Refused(_("Make another address the primary one first."), field="value")
    if identity.is_primary and identity.kind == Kind.EMAIL:
        apply(user, {"email": "", "email_verified": False})
    identity.delete()
    record(AccountEvent.IDENTITY_REMOVED, user, by=by, via=via, changes={identity.kind: [identity.value, None]}, at=at)


def _require_right(by: User | None, user: User) -> None:
    """An address of a member lets mail speak as that member: not for agents to hand out, nor to take for themselves."""
    require(by, "member.update" if user.is_staff_member else "user.update", user)


def _refuse_taken(kind: str, value: str) -> None:
    if UserIdentity.objects.filter(kind=kind, value=value).exists():
        raise Refused(TAKEN % {"value": value}, field="value", code="DuplicateValue")


def _normal(kind: str, value: str) -> str:
    value = value.strip()
    if not value:
        raise Refused(_("Give an address."), field="value", code="BlankValue")
    if len(value) > (LONGEST_ADDRESS if kind == Kind.EMAIL else LONGEST_VALUE):
        raise Refused(_("This address is too long."), field="value")
    if kind != Kind.EMAIL:
        return value
    try:
        validate_email(value)
    except ValidationError as problem:
        raise Refused(_("This is not an e-mail address."), field="value") from problem
    return value.lower()


def _repeat_primary(user: User, identity: UserIdentity) -> None:
    if identity.kind == Kind.EMAIL:
        apply(user, {"email": identity.value, "email_verified": identity.verified_at is not None})
    elif identity.kind == Kind.PHONE:
        apply(user, {"phone": identity.value[:40]})
