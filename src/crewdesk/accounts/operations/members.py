"""Verbs on members: the users who work at the desk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.core.events import Via, record
from crewdesk.core.operations import Refused, operation

from ..events import AccountEvent
from ..models import Group, Membership, Role, Seat, User
from ..rights import require
from ..sessions import end_sessions
from ._changes import apply, unless_taken
from .invitations import invite
from .users import TAKEN, create_user, refuse_taken


@operation(AccountEvent.MEMBER_ADDED)
def enrol_member(
    *,
    email: str,
    name: str,
    role: str,
    by: User | None,
    at: datetime,
    groups: Sequence[Group] = (),
    send_invitation: bool = True,
    via: str = Via.WEB,
    **facts: Any,
) -> User:
    """Make the user of a member to be: tickets can be assigned to them at once, who they are is proved by accepting the invitation.

    Never above the giver's own role. Raises Refused (DuplicateValue) for an address that somebody has.
    """
    require(by, "member.invite", role)
    refuse_taken(email)
    with unless_taken(TAKEN % {"value": email}, field="email"):
        user = create_user(name=name, email=email, by=by, via=via, role=role, **facts)
    for group in groups:
        Membership.objects.create(group=group, user=user, is_default=group.pk == user.default_group_id)
    if send_invitation:
        invite(email=email, name=name, role=role, groups=groups, by=by, at=at, via=via)
    record(AccountEvent.MEMBER_ADDED, user, by=by, via=via, changes={"role": [None, role]}, at=at)
    return user


@operation(AccountEvent.MEMBER_ADDED)
def promote_customer(user: User, *, role: str, by: User | None, at: datetime, via: str = Via.WEB) -> User:
    """Offer a customer a seat: the role is theirs now, the way in opens when they accept the invitation."""
    require(by, "user.update", user)
    if not user.email:
        raise Refused(_("A member needs an e-mail address."), field="email", code="BlankValue")
    invite(email=user.email, name=user.name, role=role, by=by, at=at, via=via)
    changes = apply(user, {"role": role})
    record(AccountEvent.MEMBER_ADDED, user, by=by, via=via, changes=changes, at=at)
    return user


@operation(AccountEvent.MEMBER_UPDATED)
def change_role(member: User, *, role: str, by: User | None, at: datetime, via: str = Via.WEB) -> User:
    """Give a member another role, never above the giver's own. All sessions of the member end, so that none outlives its rights."""
    require(by, "member.update", member)
    require(by, "member.invite", role)
    if role == Role.END_USER:
        raise Refused(_("Remove the member instead."), field="role")
    _keep_an_owner(member, role)
    if changes := apply(member, {"role": role}):
        end_sessions(member.person_id)
        record(AccountEvent.MEMBER_UPDATED, member, by=by, via=via, changes=changes, at=at)
    return member


@operation(AccountEvent.MEMBER_REMOVED)
def remove_member(member: User, *, by: User | None, at: datetime, via: str = Via.WEB) -> None:
    """Take the seat away: sessions and API tokens of the member no longer enter. What they wrote stays theirs."""
    require(by, "member.remove", member)
    if by is not None and by.pk == member.pk:
        raise Refused(_("You cannot remove yourself; another admin has to."))
    _keep_an_owner(member, Role.END_USER)
    apply(member, {"is_active": False})
    member.api_tokens.filter(revoked_at=None).update(revoked_at=at)
    Membership.objects.filter(user=member).delete()
    Seat.objects.filter(user=member).update(is_active=False)
    end_sessions(member.person_id)
    record(AccountEvent.MEMBER_REMOVED, member, by=by, via=via, changes={"role": [member.role, None]}, at=at)


def _keep_an_owner(member: User, role: str) -> None:
    if member.role != Role.OWNER or role == Role.OWNER:
        return
    if not User.objects.staff().filter(role=Role.OWNER).exclude(pk=member.pk).select_for_update().exists():
        raise Refused(_("A desk needs an owner: make somebody else one first."), field="role")
