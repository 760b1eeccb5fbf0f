"""What people do with the suspended queue."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import require
from crewdesk.core.events import Via, record
from crewdesk.core.jobs import defer
from crewdesk.core.operations import Refused, operation

from ..email.processing import process_incoming
from ..events import ChannelEvent
from ..models import IncomingMail, Suspension
from ..webform import holding

State = IncomingMail.State


class CannotRecover(Refused):
    """The message stays as it is."""


@operation(ChannelEvent.MAIL_RECOVERED)
def recover(suspension: Suspension, *, by: User, at: datetime, via: str = Via.WEB) -> None:
    """Let the message become what it would have been; a job files it.

    The text of somebody who only claims to work here still reaches no customer: it becomes an internal note, or a ticket of nobody.
    Raises NotPermitted, or CannotRecover for a message that is dealt with already.
    """
    require(by, "suspended.recover")
    locked = _locked(suspension, by)
    if locked.held_id is not None:
        holding.release(locked, by=by, at=at, via=via)
        return
    Suspension.objects.filter(pk=locked.pk).update(recovered_at=at)
    IncomingMail.objects.filter(pk=locked.mail_id).update(state=State.RECEIVED, recovered_by=by, processed_at=None)
    defer(process_incoming, desk_id=locked.desk_id, mail_id=locked.mail_id)
    record(ChannelEvent.MAIL_RECOVERED, locked.mail, by=by, via=via, at=at, changes={"cause": locked.cause})


@operation(ChannelEvent.MAIL_DISCARDED)
def discard(suspension: Suspension, *, by: User, at: datetime, via: str = Via.WEB) -> None:
    """Take the message out of the queue for good. Raises NotPermitted, or CannotRecover for one that is dealt with already."""
    require(by, "suspended.delete")
    throw_away(_locked(suspension, by), by=by, at=at, via=via)


def throw_away(locked: Suspension, *, by: User | None, at: datetime, via: str) -> None:
    """What `discard` does, for a verb that has locked the row and asked for the right; in its transaction."""
    if locked.held_id is not None:
        holding.discard(locked, by=by, at=at, via=via)
        return
    Suspension.objects.filter(pk=locked.pk).update(deleted_at=at)
    IncomingMail.objects.filter(pk=locked.mail_id).update(state=State.IGNORED)
    record(ChannelEvent.MAIL_DISCARDED, locked.mail, by=by, via=via, at=at, changes={"cause": locked.cause})


def recover_many(suspensions: Iterable[Suspension], *, by: User, at: datetime, via: str = Via.WEB) -> int:
    """Recover those that nobody has dealt with meanwhile; returns how many."""
    return sum(_done(recover, each, by=by, at=at, via=via) for each in suspensions)


def discard_many(suspensions: Iterable[Suspension], *, by: User, at: datetime, via: str = Via.WEB) -> int:
    """Discard those that nobody has dealt with meanwhile; returns how many."""
    return sum(_done(discard, each, by=by, at=at, via=via) for each in suspensions)


def _done(verb, suspension: Suspension, *, by: User, at: datetime, via: str) -> bool:
    try:
        with transaction.atomic():
            verb(suspension, by=by, at=at, via=via)
    except CannotRecover:
        return False
    return True


def _locked(suspension: Suspension, by: User) -> Suspension:
    rows = (
        Suspension.objects.select_for_update(of=("self",))
        .select_related("mail", "held__form", "held__requester")
        .defer("mail__raw")
    )
    found = rows.visible_to(by).waiting().filter(pk=suspension.pk).first()
    if found is None:
        raise CannotRecover(_("Somebody has dealt with this message already."))
    return found
