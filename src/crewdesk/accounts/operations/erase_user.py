"""A person who is gone already is forgotten for good."""

from collections.abc import Callable
from datetime import datetime

from django.utils.translation import gettext as _

from crewdesk.core.api.models import ApiCall, IdempotencyKey
from crewdesk.core.events import Via, record
from crewdesk.core.models import Event, Presence
from crewdesk.core.operations import Refused, operation

from ..events import AccountEvent
from ..models import Invitation, MagicLink, Seat, User, UserIdentity
from ..rights import require
from ._changes import apply

# (user, addresses=, by=, at=, via=): forgets what a room above keeps of a person, in the same transaction; may refuse.
Forgetting = Callable[..., None]
_forget: list[Forgetting] = []
# What is known of somebody, and what stands there afterwards.
NOTHING = {
    "person": None, "email": "", "email_verified": False, "phone": "", "alias": "", "locale": "", "time_zone": "", "organization": None,
    "default_group": None, "signature": "", "notes": "", "details": "", "tags": [], "user_fields": {}, "external_id": "", "last_seen_at": None,
}  # fmt: skip


def forgotten_along(forgetting: Forgetting) -> Forgetting:
    """Register what else is forgotten: it needs the addresses, which no event may hold."""
    _forget.append(forgetting)
    return forgetting


@operation(AccountEvent.USER_ERASED)
def erase_user(user: User, *, by: User | None, at: datetime, via: str = Via.WEB) -> User:
    """Erase name, addresses and all that was noted about somebody who was deleted before. Nothing brings it back.

    The row stays, so that tickets keep their requester; so does what they wrote. Raises NotPermitted, or Refused for somebody who is
    still here or has unsolved tickets.
    """
    user = User.objects.select_for_update(no_key=True).get(pk=user.pk)
    require(by, "member.remove" if user.is_staff_member else "user.suspend", user)
    _refuse_unfit(user)
    addresses = _addresses_of(user)
    for forget in _forget:
        forget(user, addresses=addresses, by=by, at=at, via=via)
    _forget_own(user, addresses)
    apply(user, {**NOTHING, "name": _("Deleted user %(id)s") % {"id": user.pk}, "erased_at": at})
    record(AccountEvent.USER_ERASED, user, by=by, via=via, at=at)
    return user


def _refuse_unfit(user: User) -> None:
    if user.erased_at is not None:
        raise Refused(_("This user is erased already."), code="RecordNotFound")
    if user.is_active or Seat.objects.filter(user=user, is_active=True).exists():
        raise Refused(_("Delete the user first: only who is gone can be erased."))


def _addresses_of(user: User) -> list[str]:
    """In small letters, what they had and nobody else has by now: an address that was free again may be another person's."""
    left = Event.objects.filter(subject_type="user", subject_id=user.pk, kind=AccountEvent.USER_DELETED)
    had = {user.email, *user.identities.values_list("value", flat=True)}
    had |= {value for changes in left.values_list("changes", flat=True) for value in changes.get("addresses", [[]])[0]}
    taken = UserIdentity.objects.filter(value__in=had).exclude(user=user)
    return sorted(value.lower() for value in had - set(taken.values_list("value", flat=True)) if value)


def _forget_own(user: User, addresses: list[str]) -> None:
    UserIdentity.objects.filter(user=user).delete()
    MagicLink.objects.filter(user=user).delete()
    Seat.objects.filter(user=user).delete()
    Invitation.objects.filter(email__in=addresses).delete()
    Presence.objects.filter(user_id=user.pk).delete()
    IdempotencyKey.objects.filter(user_id=user.pk).delete()
    # That the call was made stays on record for its 90 days.
    ApiCall.objects.filter(user_id=user.pk).update(ip="")
