"""What the doors keep of a person who is erased."""

from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Lower

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.erase_user import forgotten_along
from crewdesk.core.tenancy import DeskModel, DeskQuerySet
from crewdesk.tickets.models import Comment

from ..models import HeldRequest, IncomingMail, OutgoingMail, Suspension, ThreadAddress
from .suspended import throw_away

UNFILED = (IncomingMail.State.RECEIVED, IncomingMail.State.SUSPENDED)


@forgotten_along
def forget_person(user: User, *, addresses: list[str], by: User | None, via: str, at: datetime) -> None:
    """Mails to them lose address and text, those from them their sender; what of theirs is not filed yet is thrown away.

    The raw bytes of mails that became comments go with the retention of all raw mail; those of others go now.
    """
    _forget_outgoing(user, addresses)
    _discard_unfiled(user, addresses, by=by, via=via, at=at)
    said, sent = _from(Suspension, "author_address", addresses), _from(IncomingMail, "envelope_from", addresses)
    _drop_raw(said, sent, at=at)
    said.update(author_name="", author_address="", subject="", excerpt="", html_body="", files=[])
    HeldRequest.objects.filter(requester=user).update(requester=None)
    sent.update(envelope_from="")
    IncomingMail.objects.filter(comment__author=user).exclude(envelope_from="").update(envelope_from="")


def _from(model: type[DeskModel], column: str, addresses: list[str]) -> DeskQuerySet:
    """Rows whose `column` is one of `addresses`, as large or small as the sender wrote it. No index helps, and need not."""
    return model.objects.alias(written=Lower(column)).filter(written__in=addresses)


def _forget_outgoing(user: User, addresses: list[str]) -> None:
    # Also those to somebody who was merged into them: the address names them whosever the mail was.
    mails = OutgoingMail.objects.filter(Q(user=user) | Q(to_address__in=addresses))
    # What a server said of a mail that did not arrive names the address.
    Comment.objects.filter(outgoing_mails__in=mails).exclude(delivery_note="").update(delivery_note="")
    mails.filter(state=OutgoingMail.State.QUEUED).update(state=OutgoingMail.State.FAILED, next_attempt_at=None)
    mails.update(to_address="", text="", html="", headers={}, last_problem="")
    ThreadAddress.objects.filter(user=user).delete()


def _discard_unfiled(user: User, addresses: list[str], *, by: User | None, via: str, at: datetime) -> None:
    """What waits, and what was let through and would make the customer anew. Locked: a job may be about to file it."""
    theirs = Q(pk__in=_from(Suspension, "author_address", addresses).values("pk")) | Q(held__requester=user)
    living = Suspension.objects.filter(theirs, deleted_at=None).order_by("pk")
    requests = living.filter(held__isnull=False, ticket=None).select_for_update(of=("self",)).select_related("held")
    mails = (
        living.filter(mail__state__in=UNFILED).select_for_update(of=("self", "mail")).select_related("mail").defer("mail__raw")
    )
    for each in (*requests, *mails):
        throw_away(each, by=by, at=at, via=via)


def _drop_raw(said: DeskQuerySet, sent: DeskQuerySet, *, at: datetime) -> None:
    """What they wrote, or sent, that became no comment. What is still to be read, or waits under another's name, stays."""
    theirs = Q(pk__in=said.values("mail")) | Q(pk__in=sent.values("pk"))
    settled = IncomingMail.objects.filter(theirs, comment=None, raw_dropped_at=None).exclude(state__in=UNFILED)
    settled.update(raw=b"", raw_dropped_at=at)
