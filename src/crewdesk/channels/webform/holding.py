"""Requests that a person should look at first: set aside, let through, or deleted. Nothing that was sent is lost by a doubt."""

from datetime import datetime

from crewdesk.accounts.models import User
from crewdesk.accounts.secrets import hash_of, new_secret
from crewdesk.core.events import Via, record
from crewdesk.core.html import text_to_html
from crewdesk.core.operations import operation
from crewdesk.tickets.models import Ticket

from ..events import ChannelEvent
from ..models import Cause, HeldFile, HeldRequest, Suspension
from .confirming import send_confirmation
from .files import hang_on, remove_all
from .filing import Sent, file_held

EXCERPT = 2_000
State = HeldRequest.State


@operation(ChannelEvent.REQUEST_HELD)
def hold_request(sent: Sent, files: list[HeldFile], *, cause: Cause, at: datetime) -> HeldRequest:
    """Put a request into the suspended queue. One that lacks its proof alone may be let through by a letter to the address."""
    secret = new_secret() if cause == Cause.UNPROVED else ""
    held = HeldRequest.objects.create(
        address=sent.address, name=sent.name, subject=sent.subject, body=sent.body, priority=sent.priority, form=sent.form,
        custom_fields=sent.custom_fields, locale=sent.locale, confirmation_hash=hash_of(secret) if secret else "", created_at=at,
    )  # fmt: skip
    hang_on(files, held)
    Suspension.objects.create(
        held=held, cause=cause, author_name=sent.name, author_address=sent.address, subject=sent.subject, excerpt=sent.body[:EXCERPT],
        html_body=text_to_html(sent.body), created_at=at,
    )  # fmt: skip
    if secret:
        send_confirmation(held, secret, at=at)
    record(ChannelEvent.REQUEST_HELD, held, by=None, via=Via.WEB, at=at, changes={"cause": str(cause)})
    return held


@operation(ChannelEvent.REQUEST_RELEASED)
def release(suspension: Suspension, *, by: User, at: datetime, via: str = Via.WEB) -> Ticket:
    """Let a locked request become a ticket, as an agent decided."""
    ticket = _settle(suspension, at=at)
    changes = {"cause": suspension.cause, "ticket": ticket.pk}
    record(ChannelEvent.REQUEST_RELEASED, suspension.held, by=by, via=via, at=at, changes=changes)
    return ticket


@operation(ChannelEvent.REQUEST_CONFIRMED)
def confirm(secret: str, *, at: datetime) -> Ticket | None:
    """Let a request become a ticket, as whoever reads the mail of its address asks; None when it is dealt with already."""
    waiting = (
        Suspension.objects.select_for_update(of=("self",)).select_related("held__form").filter(recovered_at=None, deleted_at=None)
    )
    suspension = waiting.filter(held__confirmation_hash=hash_of(secret), held__state=State.WAITING).first()
    if suspension is None:
        return None
    ticket = _settle(suspension, at=at)
    record(ChannelEvent.REQUEST_CONFIRMED, suspension.held, by=None, via=Via.EMAIL, at=at, changes={"ticket": ticket.pk})
    return ticket


@operation(ChannelEvent.REQUEST_DISCARDED)
def discard(suspension: Suspension, *, by: User, at: datetime, via: str = Via.WEB) -> None:
    """Delete a locked request for good, with its files."""
    remove_all(suspension.held)
    _wipe(suspension, {"deleted_at": at}, state=State.DISCARDED, at=at)
    record(ChannelEvent.REQUEST_DISCARDED, suspension.held, by=by, via=via, at=at, changes={"cause": suspension.cause})


def _settle(suspension: Suspension, *, at: datetime) -> Ticket:
    ticket = file_held(suspension.held, at=at)
    _wipe(suspension, {"recovered_at": at, "ticket": ticket}, state=State.FILED, at=at)
    HeldRequest.objects.filter(pk=suspension.held_id).update(ticket=ticket)
    return ticket


def _wipe(suspension: Suspension, settled: dict, *, state: str, at: datetime) -> None:
    """The words live on in the ticket alone, where they can be redacted."""
    Suspension.objects.filter(pk=suspension.pk).update(subject="", excerpt="", html_body="", **settled)
    wiped = {"name": "", "subject": "", "body": "", "custom_fields": {}, "confirmation_hash": ""}
    HeldRequest.objects.filter(pk=suspension.held_id).update(state=state, settled_at=at, **wiped)
