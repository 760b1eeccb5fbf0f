"""Requests that a person should look at first: set aside, let through, or deleted. Nothing that was sent is lost by a doubt."""

from datetime import datetime, timedelta

from crewdesk.accounts.models import User
from crewdesk.accounts.secrets import hash_of, new_secret
from crewdesk.core.clock import now
from crewdesk.core.events import Via, record
from crewdesk.core.html import text_to_html
from crewdesk.core.jobs import Lane, defer, job
from crewdesk.core.operations import operation
from crewdesk.core.tenancy import DeskQuerySet, require_desk
from crewdesk.tickets.models import Ticket

from ..events import ChannelEvent
from ..models import Cause, HeldFile, HeldRequest, Suspension
from .confirming import send_confirmation
from .files import hang_on, remove_all
from .filing import Sent, file_held

EXCERPT = 2_000
# How long the letter to the address lets the request through.
LETTER_LIFE = timedelta(days=7)
# The job of a request that was let through has had its tries by then; after the last, it stays for a person as failed.
PATIENCE, LAST_TRY = timedelta(minutes=15), timedelta(days=1)


@operation(ChannelEvent.REQUEST_HELD)
def hold_request(sent: Sent, files: list[HeldFile], *, cause: Cause, at: datetime) -> HeldRequest:
    """Put a request into the suspended queue. One that lacks its proof alone may be let through by a letter to the address."""
    secret = new_secret() if cause == Cause.UNPROVED else ""
    who = sent.requester
    address, name = (who.email, who.name) if who else (sent.address, sent.name)
    held = HeldRequest.objects.create(
        requester=who, address=address, name=name, subject=sent.subject, body=sent.body, priority=sent.priority, form=sent.form,
        custom_fields=sent.custom_fields, locale=sent.locale, confirmation_hash=hash_of(secret) if secret else "", created_at=at,
    )  # fmt: skip
    hang_on(files, held)
    Suspension.objects.create(
        held=held, cause=cause, author_name=name, author_address=address, subject=sent.subject, excerpt=sent.body[:EXCERPT],
        html_body=text_to_html(sent.body), created_at=at,
    )  # fmt: skip
    if secret:
        send_confirmation(held, secret, at=at)
    record(ChannelEvent.REQUEST_HELD, held, by=None, via=Via.WEB, at=at, changes={"cause": str(cause)})
    return held


@operation(ChannelEvent.REQUEST_RELEASED)
def release(suspension: Suspension, *, by: User, at: datetime, via: str = Via.WEB) -> None:
    """Let a locked request become a ticket, as an agent decided; a job files it."""
    Suspension.objects.filter(pk=suspension.pk).update(recovered_at=at)
    defer(file_released, desk_id=suspension.desk_id, suspension_id=suspension.pk)
    record(ChannelEvent.REQUEST_RELEASED, suspension.held, by=by, via=via, at=at, changes={"cause": suspension.cause})


@job(lane=Lane.INBOUND)
def file_released(*, suspension_id: int) -> None:
    """File a request that was let through; does nothing for one that is filed, or was discarded meanwhile."""
    suspension = _locked().released().filter(pk=suspension_id).first()
    if suspension is not None:
        _settle(suspension, at=now())


def file_forgotten(*, at: datetime) -> None:
    """Leave those to be filed again that were let through a while ago and whose job was lost, or failed."""
    late = Suspension.objects.released().filter(recovered_at__gt=at - LAST_TRY, recovered_at__lt=at - PATIENCE)
    for pk in late.order_by("pk").values_list("pk", flat=True):
        defer(file_released, desk_id=require_desk(), queueing_lock=f"released request {pk}", suspension_id=pk)


@operation(ChannelEvent.REQUEST_CONFIRMED)
def confirm(secret: str, *, at: datetime) -> Ticket | None:
    """Let a request become a ticket, as whoever reads the mail of its address asks.

    None when it is dealt with already, or the letter is too old: then a person looks at it.
    """
    asked = HeldRequest.objects.filter(confirmation_hash=hash_of(secret), created_at__gt=at - LETTER_LIFE)
    suspension = _locked().waiting().filter(held__in=asked).first()
    if suspension is None:
        return None
    ticket = _settle(suspension, at=at)
    record(ChannelEvent.REQUEST_CONFIRMED, suspension.held, by=None, via=Via.EMAIL, at=at, changes={"ticket": ticket.pk})
    return ticket


@operation(ChannelEvent.REQUEST_DISCARDED)
def discard(suspension: Suspension, *, by: User, at: datetime, via: str = Via.WEB) -> None:
    """Delete a locked request for good, with its files: one that waits, or that was let through and is not filed yet."""
    remove_all(suspension.held)
    _wipe(suspension, deleted_at=at)
    record(ChannelEvent.REQUEST_DISCARDED, suspension.held, by=by, via=via, at=at, changes={"cause": suspension.cause})


def _settle(suspension: Suspension, *, at: datetime) -> Ticket:
    ticket = file_held(suspension.held, at=at)
    _wipe(suspension, recovered_at=suspension.recovered_at or at, ticket=ticket)
    return ticket


def _wipe(suspension: Suspension, **settled) -> None:
    """Who wrote what lives on in the ticket alone, where it can be redacted."""
    nobody = {"author_name": "", "author_address": ""}
    Suspension.objects.filter(pk=suspension.pk).update(subject="", excerpt="", html_body="", **nobody, **settled)
    wiped = {
        "requester": None,
        "address": "",
        "name": "",
        "subject": "",
        "body": "",
        "custom_fields": {},
        "confirmation_hash": "",
    }
    HeldRequest.objects.filter(pk=suspension.held_id).update(**wiped)


def _locked() -> DeskQuerySet:
    return Suspension.objects.select_for_update(of=("self",)).select_related("held__form", "held__requester")
