"""Invitations: an offer to join the desk, for one address, in one role, once, for seven days."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from crewdesk.core.events import Via, record
from crewdesk.core.jobs import defer
from crewdesk.core.operations import Refused, operation
from crewdesk.core.tenancy import require_desk

from ..events import AccountEvent
from ..models import Group, Invitation, Membership, Person, Role, User
from ..rights import can, require
from ..secrets import hash_of, matches, new_secret
from .users import add_member

LIFE = timedelta(days=7)


@operation(AccountEvent.MEMBER_INVITED)
def invite(
    *, email: str, name: str, role: str, groups: Sequence[Group] = (), by: User | None, at: datetime, via: str = Via.WEB
) -> tuple[Invitation, str]:
    """Offer a seat and queue the e-mail; returns the invitation and the secret of its link, which is not kept.

    Nobody offers a role above their own. An earlier open invitation of the same address ends.
    """
    email = email.strip().lower()
    require(by, "member.invite", role)
    _refuse_unfit(email, role)
    Invitation.objects.filter(email=email, accepted_at=None, revoked_at=None).update(revoked_at=at)
    secret = new_secret()
    invitation = Invitation.objects.create(
        email=email,
        name=name.strip(),
        role=role,
        groups=[group.pk for group in groups],
        secret_hash=hash_of(secret),
        invited_by=by,
        expires_at=at + LIFE,
    )
    record(AccountEvent.MEMBER_INVITED, invitation, by=by, via=via, changes={"role": [None, role]}, at=at)
    _queue_mail(invitation, secret)
    return invitation, f"{invitation.pk}-{secret}"


@operation(AccountEvent.INVITATION_REVOKED)
def revoke_invitation(invitation: Invitation, *, by: User | None, at: datetime, via: str = Via.WEB) -> Invitation:
    """Take the offer back."""
    require(by, "member.invite", invitation.role)
    if invitation.accepted_at is not None:
        raise Refused(_("This invitation was accepted already; remove the member instead."))
    if invitation.revoked_at is None:
        invitation.revoked_at = at
        invitation.save(update_fields=["revoked_at"])
        record(AccountEvent.INVITATION_REVOKED, invitation, by=by, via=via, at=at)
    return invitation


def open_invitation(raw: str, *, at: datetime) -> Invitation | None:
    """The invitation that a link leads to, while it can be accepted. Reads only: mail scanners follow links."""
    number, _dash, secret = raw.partition("-")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    invitation = Invitation.objects.select_related("invited_by").filter(pk=int(number)).first()
    if invitation is None or not matches(secret, invitation.secret_hash):
        return None
    is_open = invitation.accepted_at is None and invitation.revoked_at is None and invitation.expires_at > at
    return invitation if is_open else None


@operation(AccountEvent.MEMBER_ADDED)
def accept_invitation(raw: str, *, name: str, password: str | None = None, at: datetime, via: str = Via.WEB) -> User:
    """Take the seat. Makes the person with `password` (None: other ways in) when the address is new.

    Whether somebody who has an account already is signed in to it is for the page to see to. Raises Refused when the
    invitation is used, revoked, out of date, or came from somebody who may no longer offer this role.
    """
    invitation = open_invitation(raw, at=at)
    taken = invitation is not None and Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(accepted_at=at)
    if not taken:
        raise Refused(_("This invitation is no longer open. Ask for a new one."), code="Gone")
    if invitation.invited_by is not None and not can(invitation.invited_by, "member.invite", invitation.role):
        raise Refused(_("This invitation is no longer open. Ask for a new one."), code="Gone")
    member = add_member(
        email=invitation.email,
        name=name or invitation.name,
        role=invitation.role,
        by=invitation.invited_by,
        password=password,
        via=via,
    )
    for group in Group.objects.filter(pk__in=invitation.groups, deleted_at=None):
        Membership.objects.get_or_create(group=group, user=member)
    return member


def invited_person(invitation: Invitation) -> Person | None:
    """The person who has an account under the invited address already."""
    return Person.objects.filter(email=invitation.email).first()


def _refuse_unfit(email: str, role: str) -> None:
    try:
        validate_email(email)
    except ValidationError as problem:
        raise Refused(_("This is not an e-mail address."), field="email") from problem
    if role == Role.END_USER or role not in Role.values:
        raise Refused(_("Customers need no invitation: they just write."), field="role")
    if User.objects.members().filter(email=email).exists():
        raise Refused(_("%(email)s is a member already.") % {"email": email}, field="email", code="DuplicateValue")


def _queue_mail(invitation: Invitation, secret: str) -> None:
    from ..jobs import mail_invitation, sealed_secret

    defer(mail_invitation, desk_id=require_desk(), invitation_id=invitation.pk, sealed=sealed_secret(secret))
