"""Two customers turn out to be one."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.core.events import Via, record
from crewdesk.core.operations import Refused, operation

from ..events import AccountEvent
from ..models import Role, User
from ..rights import require
from ._changes import apply

# (loser, winner, by=, at=, via=): brings what a room above keeps of the loser to the winner, in the same transaction.
Bringing = Callable[..., None]
_bring: list[Bringing] = []


def brought_along(bringing: Bringing) -> Bringing:
    """Register what else changes hands when a customer is merged into somebody."""
    _bring.append(bringing)
    return bringing


@operation(AccountEvent.USER_MERGED)
def merge_users(winner: User, loser: User, *, by: User | None, at: datetime, via: str = Via.WEB) -> User:
    """Give the loser's addresses, tags, notes and requests to the winner, with what other rooms keep of them, and retire the loser.

    Only customers who do not sign in as staff are merged. The event's changes are {"loser": [id, None], "winner": [None, id]}.
    """
    # Against other merges alone: what is being written for the two may be finished.
    rows = User.objects.select_for_update(no_key=True).order_by("pk").in_bulk([winner.pk, loser.pk])
    winner, loser = rows[winner.pk], rows[loser.pk]
    # Who can write from one of a member's addresses speaks as that member.
    require(by, "member.update" if winner.is_staff_member else "user.update", winner)
    require(by, "user.update", loser)
    _refuse_unfit(winner, loser)
    email, verified = (winner.email, winner.email_verified) if winner.email else (loser.email, loser.email_verified)
    primary_kinds = set(winner.identities.filter(is_primary=True).values_list("kind", flat=True))
    loser.identities.filter(kind__in=primary_kinds).update(is_primary=False)
    loser.identities.update(user=winner)
    apply(loser, {"is_active": False, "email": "", "email_verified": False})
    apply(winner, {"email": email, "email_verified": verified, **_joined(winner, loser)})
    _bring_over(loser, winner, by=by, at=at, via=via)
    record(
        AccountEvent.USER_MERGED,
        winner,
        by=by,
        via=via,
        at=at,
        changes={"loser": [loser.pk, None], "winner": [None, winner.pk]},
    )
    return winner


def merge_into_address(loser: User, *, address: str, by: User | None, at: datetime, via: str = Via.WEB) -> User:
    """`merge_users` into whoever has the address."""
    winner = User.objects.with_address(address).filter(is_active=True).first()
    if winner is None:
        raise Refused(_("Nobody here has this address."), field="address", code="RecordNotFound")
    return merge_users(winner, loser, by=by, at=at, via=via)


def _bring_over(loser: User, winner: User, **said: Any) -> None:
    for bring in _bring:
        bring(loser, winner, **said)
    # Until here others could write for the loser; what they wrote meanwhile follows too, and nobody can any more.
    User.objects.select_for_update().get(pk=loser.pk)
    for bring in _bring:
        bring(loser, winner, **said)


def _refuse_unfit(winner: User, loser: User) -> None:
    if winner.pk == loser.pk:
        raise Refused(_("These are the same user."), field="winner")
    if loser.role != Role.END_USER or loser.person_id is not None:
        raise Refused(_("Only a customer can be merged into somebody else."), field="loser")
    if not (winner.is_active and loser.is_active):
        raise Refused(_("A user who is gone cannot be merged."), field="loser")


def _joined(winner: User, loser: User) -> dict:
    return {
        "tags": list(dict.fromkeys([*winner.tags, *loser.tags])),
        "notes": "\n\n".join(text for text in (winner.notes, loser.notes) if text),
        "details": "\n\n".join(text for text in (winner.details, loser.details) if text),
        "phone": winner.phone or loser.phone,
        "organization": winner.organization or loser.organization,
        "external_id": winner.external_id or loser.external_id,
        "user_fields": {**loser.user_fields, **winner.user_fields},
        "suspended": winner.suspended or loser.suspended,
    }
