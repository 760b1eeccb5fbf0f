"""Verbs that make and change users."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crewdesk.core.events import Via, record
from crewdesk.core.operations import Refused, operation
from crewdesk.core.written_once import written_once

from ..events import AccountEvent
from ..models import Organization, Person, Role, Seat, User, UserIdentity
from ..profile_values import put_into
from ..rights import require
from ._changes import apply, unless_taken

LONGEST_ADDRESS = User._meta.get_field("email").max_length
TAKEN = gettext_lazy("%(value)s belongs to another user already.")


@operation(AccountEvent.USER_CREATED)
def create_user(
    *,
    name: str,
    email: str = "",
    by: User | None,
    via: str = Via.WEB,
    role: str = Role.END_USER,
    verified: bool = False,
    **fields,
) -> User:
    """Make a user of the desk in scope; the e-mail domain decides the organization. Raises IntegrityError for an address that is taken."""
    email = email.strip().lower()
    if len(email) > LONGEST_ADDRESS:
        raise Refused(_("This address is too long."), field="email")
    fields = put_into(User(), fields)
    user = User.objects.create(
        name=(name or email.partition("@")[0])[:120],
        email=email,
        email_verified=verified,
        role=role,
        organization=fields.pop("organization", None) or organization_of(email),
        **fields,
    )
    if email:
        verified_at = timezone.now() if verified else None
        UserIdentity.objects.create(
            user=user, kind=UserIdentity.Kind.EMAIL, value=email, is_primary=True, verified_at=verified_at
        )
    record(AccountEvent.USER_CREATED, user, by=by, via=via, changes={"role": [None, role]})
    return user


def add_customer(
    *, name: str, email: str = "", by: User, at: datetime, via: str = Via.WEB, verified: bool = False, **facts: Any
) -> User:
    """Make a customer by hand, of whom `facts` (columns) are known. Raises Refused (DuplicateValue) for an address that somebody has."""
    require(by, "user.create")
    refuse_taken(email)
    with unless_taken(TAKEN % {"value": email}, field="email"):
        return create_user(name=name, email=email, by=by, via=via, verified=verified, **facts)


def refuse_taken(email: str) -> None:
    """Raises Refused (DuplicateValue) for an e-mail address that a user of the desk has."""
    if email and User.objects.with_address(email).exists():
        raise Refused(TAKEN % {"value": email}, field="email", code="DuplicateValue")


@operation(AccountEvent.MEMBER_ADDED)
def add_member(
    *, email: str, name: str, role: str, by: User | None, password: str | None = None, via: str = Via.WEB, **fields
) -> User:
    """Give a person a seat at the desk in scope, making the person where the address is new.

    The caller vouches for the address: a person or a customer who has it already becomes the member.
    """
    email = email.strip().lower()
    person = Person.objects.filter(email=email).first() or Person.objects.create_user(email, password, name=name)
    user = User.objects.filter(person=person).first() or User.objects.with_address(email).first()
    if user is None:
        user = create_user(name=name, email=email, by=by, via=via, role=role, verified=True, person=person, **fields)
    else:
        apply(user, {"person": person, "role": role, "is_active": True, "suspended": False, "email_verified": True})
        user.identities.filter(value=email, verified_at=None).update(verified_at=timezone.now())
    Seat.objects.update_or_create(person=person, defaults={"user": user, "is_active": True})
    record(AccountEvent.MEMBER_ADDED, user, by=by, via=via, changes={"role": [None, role]})
    return user


# What update_user may set. Role, address, suspension and seat have verbs of their own.
FACTS = {
    "name", "phone", "alias", "locale", "time_zone", "organization", "default_group", "signature", "notes", "details", "tags",
    "user_fields", "external_id", "ticket_restriction",
}  # fmt: skip
# What people may not set for themselves.
OTHERS_ONLY = {"notes", "details", "ticket_restriction", "organization", "external_id"}


@operation(AccountEvent.USER_UPDATED)
def update_user(user: User, *, by: User | None, at: datetime, via: str = Via.WEB, **values: Any) -> User:
    """Change FACTS about a user; `user_fields` are put into those that are there. Everybody may change themselves, but for what is noted
    about them. Raises TypeError for other names.
    """
    if unknown := values.keys() - FACTS:
        raise TypeError(f"update_user does not set {sorted(unknown)}.")
    if by is None or by.pk != user.pk or values.keys() & OTHERS_ONLY:
        require(by, "user.update", user)
    if changes := apply(user, put_into(user, values)):
        record(AccountEvent.USER_UPDATED, user, by=by, via=via, changes=changes, at=at)
    return user


@operation(AccountEvent.USER_SUSPENDED)
def suspend_user(user: User, *, by: User | None, at: datetime, suspended: bool = True, via: str = Via.WEB) -> User:
    """Shut a user out, or let them in again with `suspended=False`: mail of a suspended customer makes no tickets."""
    require(by, "user.suspend", user)
    if by is not None and by.pk == user.pk:
        raise Refused(_("You cannot suspend yourself."))
    if changes := apply(user, {"suspended": suspended}):
        record(AccountEvent.USER_SUSPENDED, user, by=by, via=via, changes=changes, at=at)
    return user


@operation(AccountEvent.USER_DELETED)
def delete_customer(user: User, *, by: User | None, at: datetime, via: str = Via.WEB) -> User:
    """Retire a customer: what they wrote stays theirs, their addresses are free for somebody else. Members have `remove_member`."""
    require(by, "user.suspend", user)
    if user.is_staff_member:
        raise Refused(_("Remove the member instead."))
    values = list(user.identities.values_list("value", flat=True))
    user.identities.all().delete()
    apply(user, {"is_active": False, "email": "", "email_verified": False})
    record(AccountEvent.USER_DELETED, user, by=by, via=via, changes={"addresses": [values, []]}, at=at)
    return user


def find_or_create_requester(*, address: str, name: str, by: User | None, via: str, **facts: Any) -> User:
    """The user behind an address, or a new unverified customer, of whom `facts` (columns) are known."""
    if found := _known_by(address.strip().lower()):
        return found[0]
    try:
        with transaction.atomic():
            return create_user(name=name, email=address, by=by, via=via, **facts)
    except IntegrityError:
        # Two first mails of one sender arrived at once: the other one made the user.
        return User.objects.with_address(address).get()


@written_once
def _known_by(address: str):
    return User.objects.with_address(address).order_by("pk")[:1]


def organization_of(address: str) -> Organization | None:
    """The organization that claims the domain of an e-mail address."""
    domain = address.strip().lower().rpartition("@")[2]
    return Organization.objects.filter(domain_names__contains=[domain]).first() if domain else None
