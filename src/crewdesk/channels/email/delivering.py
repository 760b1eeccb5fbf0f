"""Send queued mail: leased, sent, then marked, so that a crash repeats a message under its own Message-ID at worst."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db import connection
from django.db.models import F
from django.utils import timezone

from crewdesk.core.events import Via, record
from crewdesk.core.mail.dkim import CannotSign
from crewdesk.core.mail.transport import ServerOptions, TransportError, send
from crewdesk.core.operations import operation
from crewdesk.core.tenancy import desk_scope
from crewdesk.core.vault import CannotUnseal
from crewdesk.tickets.models import Delivery
from crewdesk.tickets.operations.delivery import mark_delivery

from ..events import ChannelEvent
from ..models import MailServer, OutgoingMail
from .configuration import configuration
from .mime import build_message
from .resting import is_resting, note_unreachable
from .servers import address_of, envelope_sender, options_of, signed

log = structlog.get_logger("crewdesk.mail")
# While a sender works on a message nobody else takes it; longer than any SMTP conversation of ours.
LEASE = timedelta(minutes=5)
# RFC 5321 (4.5.4.1) asks for days of patience; trust.md criterion 23 for 48 hours.
BACKOFF = [timedelta(minutes=m) for m in (1, 5, 15, 30, 60, 120, 240)]
PATIENCE = timedelta(hours=48)
CAP_PAUSE, RESTING_PAUSE = timedelta(minutes=5), timedelta(minutes=1)
# So many failures in a row, and the rest of the batch waits for the next sweep.
MOST_FAILURES = 3
OVER_CAP = "Waits: the hourly cap of the mail server is reached."
State = OutgoingMail.State


@dataclass(frozen=True)
class Claim:
    """A mail that is ours to send now, as bytes."""

    mail: OutgoingMail
    raw: bytes
    server: ServerOptions


def deliver(desk_id: int, mail_ids: list[int]) -> None:
    """Send these mails now; each is claimed first, so calling twice sends once."""
    failures = 0
    for mail_id in mail_ids:
        if failures >= MOST_FAILURES:
            return
        claim = _claim(desk_id, mail_id, timezone.now())
        failures = failures + 1 if claim and not _send(desk_id, claim) else 0


def lease_until(at: datetime) -> datetime | None:
    """Until when this process may have the mails to itself that it is about to queue, or None where they have to wait."""
    return None if _pause(configuration().server, at) else at + LEASE


def claim_leased(mails: list[OutgoingMail]) -> list[Claim]:
    """Make mails ready that were just queued under our lease. One that cannot be made ready waits until the lease ends."""
    made = (_packed(mail, configuration().server) for mail in mails)
    return [claim for claim in made if isinstance(claim, Claim)]


def send_claimed(desk_id: int, claims: list[Claim]) -> None:
    """Send them; call it after the commit, when no lock is held."""
    for claim in claims:
        _send(desk_id, claim)


def due_mail(desk_id: int, *, at: datetime, most: int = 100) -> list[int]:
    """Ids of the desk's mails whose next attempt is due."""
    with desk_scope(desk_id):
        due = OutgoingMail.objects.filter(state=State.QUEUED, next_attempt_at__lte=at)
        return list(due.order_by("next_attempt_at").values_list("id", flat=True)[:most])


def desks_with_due_mail() -> list[int]:
    """Desks that have mail to send; asked of the database past the walls, which answers with ids alone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT crewdesk_desks_with_due_mail()")
        return [desk_id for (desk_id,) in cursor.fetchall()]


def _claim(desk_id: int, mail_id: int, at: datetime) -> Claim | None:
    """Lease a mail that is due and read all that sending it takes; None when somebody else has it or it has to wait."""
    with desk_scope(desk_id):
        server = configuration().server
        due = OutgoingMail.objects.filter(pk=mail_id, state=State.QUEUED, next_attempt_at__lte=at)
        if pause := _pause(server, at):
            due.update(next_attempt_at=at + pause, last_problem=OVER_CAP if pause == CAP_PAUSE else "")
            return None
        if not due.update(attempts=F("attempts") + 1, next_attempt_at=at + LEASE):
            return None
        claim = _packed(OutgoingMail.objects.select_related("comment", "user").get(pk=mail_id), server)
    if isinstance(claim, TransportError):
        _note_refusal(desk_id, mail_id, claim)
        return None
    return claim


def _packed(mail: OutgoingMail, server: MailServer | None) -> Claim | TransportError:
    try:
        return Claim(mail, signed(build_message(mail), server), options_of(server))
    except (CannotUnseal, CannotSign, OSError) as problem:
        # A key that does not open, a file that cannot be read: somebody may mend it while the mail waits.
        return TransportError(str(problem), permanent=False)


def _pause(server: MailServer | None, at: datetime) -> timedelta | None:
    if is_resting(*address_of(server)):
        return RESTING_PAUSE
    return CAP_PAUSE if _is_over_cap(server, at) else None


def _is_over_cap(server: MailServer | None, at: datetime) -> bool:
    if server is None:
        return False
    sent = OutgoingMail.objects.filter(sent_at__gt=at - timedelta(hours=1))
    return sent[: server.hourly_cap].count() >= server.hourly_cap


def _send(desk_id: int, claim: Claim) -> bool:
    try:
        send(claim.raw, server=claim.server, envelope_from=envelope_sender(claim.mail), to=[claim.mail.to_address])
    except TransportError as problem:
        note_unreachable(claim.server, problem)
        _note_refusal(desk_id, claim.mail.pk, problem)
        return False
    with desk_scope(desk_id):
        note_sent(claim.mail, at=timezone.now())
    return True


def _note_refusal(desk_id: int, mail_id: int, problem: TransportError) -> None:
    at = timezone.now()
    log.warning("mail not delivered", mail_id=mail_id, problem=str(problem), permanent=problem.permanent)
    with desk_scope(desk_id):
        mail = OutgoingMail.objects.select_related("comment").get(pk=mail_id)
        if problem.permanent or at - (mail.retried_at or mail.created_at) > PATIENCE:
            note_failed(mail, str(problem), at=at)
            return
        wait = BACKOFF[min(mail.attempts, len(BACKOFF)) - 1]
        OutgoingMail.objects.filter(pk=mail_id).update(next_attempt_at=at + wait, last_problem=str(problem)[:300])
        if mail.comment and mail.comment.delivery == Delivery.NONE:
            mark_delivery(mail.comment, state=Delivery.QUEUED, note=str(problem), at=at)


@operation(ChannelEvent.MAIL_SENT)
def note_sent(mail: OutgoingMail, *, at: datetime) -> None:
    """The next server has taken the message over."""
    OutgoingMail.objects.filter(pk=mail.pk).update(state=State.SENT, sent_at=at, next_attempt_at=None, last_problem="")
    if mail.comment and mark_delivery(mail.comment, state=Delivery.SENT, at=at):
        # Its event says it all.
        return
    record(ChannelEvent.MAIL_SENT, mail, by=None, via=Via.EMAIL, at=at, changes={"ticket": mail.ticket_id})


@operation(ChannelEvent.MAIL_FAILED)
def note_failed(mail: OutgoingMail, problem: str, *, at: datetime) -> None:
    """The message will not arrive; the agent sees it on the comment."""
    OutgoingMail.objects.filter(pk=mail.pk).update(state=State.FAILED, next_attempt_at=None, last_problem=problem[:300])
    if mail.comment:
        mark_delivery(mail.comment, state=Delivery.FAILED, note=f"{mail.to_address}: {problem}"[:300], at=at)
    record(
        ChannelEvent.MAIL_FAILED,
        mail,
        by=None,
        via=Via.EMAIL,
        at=at,
        changes={"ticket": mail.ticket_id, "problem": problem[:300]},
    )
