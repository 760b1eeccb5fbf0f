"""What the doors keep of a person who is erased."""

from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Lower

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.erase_user import forgotten_along
from crewdesk.core.tenancy import DeskModel, DeskQuerySet
from crewdesk.tickets.models import Comment

from ..models import HeldRequest, IncomingMail, OutgoingMail, Suspension, ThreadAddress
from ..webform import holding


@forgotten_along
def forget_person(user: User, *, addresses: list[str], by: User | None, via: str, at: datetime) -> None:
    """Mails to them lose address and text, those from them their sender; what of theirs waits for a decision is thrown away.

    The raw bytes of mails that became comments go with the retention of all raw mail.
    """
    _forget_outgoing(user, addresses)
    _discard_waiting(user, addresses, by=by, via=via, at=at)
    said = _from(Suspension, "author_address", addresses)
    said.update(author_name="", author_address="", subject="", excerpt="", html_body="")
    HeldRequest.objects.filter(requester=user).update(requester=None)
    _from(IncomingMail, "envelope_from", addresses).update(envelope_from="")
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


def _discard_waiting(user: User, addresses: list[str], *, by: User | None, via: str, at: datetime) -> None:
    theirs = Q(pk__in=_from(Suspension, "author_address", addresses).values("pk")) | Q(held__requester=user)
    unfiled = Suspension.objects.filter(theirs, held__isnull=False, deleted_at=None, ticket=None)
    # Locked: what was let through may be about to be filed, for a customer who would be made anew.
    for request in unfiled.select_for_update(of=("self",)).select_related("held").order_by("pk"):
        holding.discard(request, by=by, at=at, via=via)
    mails = list(Suspension.objects.waiting().filter(theirs, mail__isnull=False).values_list("mail", flat=True))
    Suspension.objects.filter(mail__in=mails).update(deleted_at=at)
    IncomingMail.objects.filter(pk__in=mails).update(raw=b"", raw_dropped_at=at, state=IncomingMail.State.IGNORED)
