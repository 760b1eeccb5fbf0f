"""File a message that was read: the decisions of the mail door, in the order in which they are taken."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.users import create_user
from crewdesk.accounts.rights import can
from crewdesk.core.events import Via, record
from crewdesk.core.operations import Refused, operation
from crewdesk.tickets.models import Ticket
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket
from crewdesk.tickets.operations.participants import change_participants
from crewdesk.tickets.operations.reply import reply

from ..events import ChannelEvent
from ..labels import unreadable_label
from ..models import Cause, IncomingMail
from .bounces import note_bounce
from .contents import attachments_of, cc_users, claimed_text, said_by
from .letters import Envelope, Letter, envelope_of, letter_of
from .reading.authenticity import Verdict
from .reading.classify import Kind
from .reading.mail import ParsedMail
from .suspending import suspend
from .threads import in_brackets, knows, thread_of

UNKNOWN_SENDER = "unknown-sender"
SUSPENDED_KINDS = {
    Kind.OWN_ADDRESS: Cause.LOOP,
    Kind.AUTO_REPLY: Cause.AUTOMATED,
    Kind.VACATION: Cause.AUTOMATED,
    Kind.VERIFICATION_CODE: Cause.VERIFICATION,
}


@operation(ChannelEvent.MAIL_IGNORED, ChannelEvent.MAIL_SUSPENDED, ChannelEvent.MAIL_UNVERIFIED)
def file_mail(mail_id: int, mail: ParsedMail, verdict: Verdict, *, at: datetime) -> IncomingMail:
    """File a read message; does nothing when it is filed already. A message that a person recovered is never set aside again."""
    row = _unfiled(mail_id)
    if row is None:
        return IncomingMail.objects.defer("raw").get(pk=mail_id)
    row.message_id = in_brackets(mail.message_id)[:998]
    envelope = envelope_of(row, mail, verdict)
    if row.recovered_by_id is None and (set_aside := _set_aside(envelope, at)):
        return set_aside
    return _file_letter(letter_of(envelope), at)


@operation(ChannelEvent.MAIL_UNREADABLE)
def file_unreadable(mail_id: int, *, reason: str, at: datetime) -> IncomingMail:
    """Make a visible ticket of a message that could not be read; its raw bytes stay for download."""
    row = _unfiled(mail_id)
    if row is None:
        return IncomingMail.objects.defer("raw").get(pk=mail_id)
    body = _("A message came in that could not be read: %(reason)s. The original can be downloaded.") % {
        "reason": unreadable_label(reason)
    }
    said = Said(body=body, is_trusted=False, metadata={"mail": row.pk, "unreadable": reason, "no_answer": reason})
    ticket = create_ticket(
        requester=unknown_sender(), by=None, via=Via.EMAIL, at=at, subject=_("A message that could not be read"),
        said=said, via_source={"from": {"address": row.envelope_from}}, tags=["unreadable_mail"],
    )  # fmt: skip
    _finish(row, IncomingMail.State.UNREADABLE, at, cause=reason, ticket=ticket, comment_id=ticket.first_comment.pk)
    record(ChannelEvent.MAIL_UNREADABLE, row, by=None, via=Via.EMAIL, at=at, changes={"cause": reason, "ticket": ticket.pk})
    return row


def unknown_sender() -> User:
    """The placeholder requester of messages whose From names nobody in particular."""
    found = User.objects.filter(external_id=UNKNOWN_SENDER).first()
    return found or create_user(name=_("Unknown sender"), by=None, via=Via.EMAIL, external_id=UNKNOWN_SENDER)


def _set_aside(envelope: Envelope, at: datetime) -> IncomingMail | None:
    """Machines' mail: reports are noted, the rest waits for a person. None for what is to be filed."""
    row, kind = envelope.row, envelope.kind
    if kind.kind is Kind.BOUNCE:
        return _ignore(row, note_bounce(kind, at=at), at)
    if kind.kind is Kind.READ_RECEIPT:
        return _ignore(row, kind.cause, at)
    if kind.kind not in SUSPENDED_KINDS:
        return None
    thread = thread_of(envelope.mail, row.envelope_to)
    return suspend(row, envelope.mail, cause=SUSPENDED_KINDS[kind.kind], note=kind.cause, ticket=thread and thread.ticket, at=at)


def _file_letter(letter: Letter, at: datetime) -> IncomingMail:
    """Join the thread when the sender is who the thread knows; else a ticket of its own, from which nobody learns anything."""
    if cause := _doubt(letter):
        return suspend(letter.row, letter.mail, cause=cause, ticket=letter.thread and letter.thread.ticket, at=at)
    if letter.is_unproved_member:
        return _note_claim(letter, at)
    if not _joins(letter):
        return _open_ticket(letter, at)
    if letter.thread.ticket.is_closed:
        return _open_ticket(letter, at, followup_of=letter.thread.ticket)
    try:
        with transaction.atomic():
            return _join(letter, at)
    except Refused as refusal:
        if letter.is_recovered:
            return _open_ticket(letter, at)
        return suspend(letter.row, letter.mail, cause=Cause.REFUSED, note=refusal.message, ticket=letter.thread.ticket, at=at)


def _doubt(letter: Letter) -> Cause | None:
    """Why a person should look at it first."""
    if letter.is_recovered or letter.sender is None:
        return None
    if letter.sender.suspended:
        return Cause.SENDER_SUSPENDED
    return Cause.UNVERIFIED_AGENT if letter.is_unproved_member else None


def _joins(letter: Letter) -> bool:
    if letter.thread is None or letter.sender is None:
        return False
    return (letter.is_vouched_for or letter.is_plausible) and knows(letter.thread, letter.sender)


def _join(letter: Letter, at: datetime) -> IncomingMail:
    ticket, sender = letter.thread.ticket, letter.sender
    copied = [
        user
        for user in cc_users(letter)
        if user.pk not in (ticket.requester_id, sender.pk) and user.is_active and not user.suspended
    ]
    if copied and (sender.is_staff_member or sender.pk == ticket.requester_id):
        change_participants(ticket, add_ccs=copied, by=None, via=Via.EMAIL, at=at)
    # Whom the staff do not let answer customers (light agents) write notes by mail too.
    public = not sender.is_staff_member or can(sender, "ticket.answer", ticket)
    said = said_by(letter, *attachments_of(letter, by=sender), public=public)
    comment = reply(ticket, by=sender, said=said, via=Via.EMAIL, at=at)
    return _filed(letter, ticket, comment.pk, at)


def _note_claim(letter: Letter, at: datetime) -> IncomingMail:
    """A recovered message that claims to be a member's: its text stays inside, said by whoever recovered it."""
    recoverer, ticket = letter.row.recovered_by, letter.thread.ticket if letter.thread else None
    said = said_by(letter, *attachments_of(letter, by=recoverer), public=False, lead=claimed_text(letter))
    if ticket is not None and not ticket.is_closed and not ticket.is_deleted and can(recoverer, "ticket.note", ticket):
        return _filed(letter, ticket, reply(ticket, by=recoverer, said=said, via=Via.EMAIL, at=at).pk, at)
    ticket = create_ticket(
        requester=unknown_sender(), by=recoverer, via=Via.EMAIL, at=at, subject=letter.mail.subject, said=said, via_source=_source(letter),
    )  # fmt: skip
    return _filed(letter, ticket, ticket.first_comment.pk, at)


def _open_ticket(letter: Letter, at: datetime, followup_of: Ticket | None = None) -> IncomingMail:
    requester, address = letter.sender or unknown_sender(), letter.address
    given = {"group": address.group} if address and address.group_id else {}
    given |= {"brand": address.brand} if address and address.brand_id else {}
    ticket = create_ticket(
        requester=requester, by=None, via=Via.EMAIL, at=at, subject=letter.mail.subject, followup_of=followup_of,
        said=said_by(letter, *attachments_of(letter, by=requester)), ccs=cc_users(letter),
        recipient=address.address if address else "", via_source=_source(letter), **given,
    )  # fmt: skip
    return _filed(letter, ticket, ticket.first_comment.pk, at)


def _source(letter: Letter) -> dict:
    return {
        "from": {"address": letter.mail.sender or "", "name": letter.mail.sender_name},
        "to": {"address": letter.address.address if letter.address else "", "name": ""},
        "rel": None,
    }


def _filed(letter: Letter, ticket: Ticket, comment_id: int, at: datetime) -> IncomingMail:
    _finish(letter.row, IncomingMail.State.PROCESSED, at, ticket=ticket, comment_id=comment_id, cause=letter.verdict.how)
    # Of mail that is vouched for, the ticket's own event says enough.
    if not letter.is_vouched_for:
        changes = {"ticket": ticket.pk, "comment": comment_id, "dmarc": letter.verdict.dmarc}
        record(ChannelEvent.MAIL_UNVERIFIED, letter.row, by=letter.sender, via=Via.EMAIL, at=at, changes=changes)
    return letter.row


def _ignore(row: IncomingMail, cause: str, at: datetime) -> IncomingMail:
    _finish(row, IncomingMail.State.IGNORED, at, cause=cause)
    record(ChannelEvent.MAIL_IGNORED, row, by=None, via=Via.EMAIL, at=at, changes={"cause": cause})
    return row


def _unfiled(mail_id: int) -> IncomingMail | None:
    rows = IncomingMail.objects.select_for_update().only("desk_id", "state", "envelope_from", "envelope_to", "recovered_by")
    return rows.filter(pk=mail_id, state=IncomingMail.State.RECEIVED).first()


def _finish(
    row: IncomingMail, state: str, at: datetime, *, cause: str = "", ticket: Ticket | None = None, comment_id: int | None = None
) -> None:
    row.state, row.cause, row.processed_at = state, cause[:300], at
    row.ticket, row.comment_id = ticket, comment_id
    row.save(update_fields=["state", "cause", "processed_at", "ticket", "comment_id", "message_id"])
