"""Write the mails that a public reply becomes: one to each recipient, each with a reply address of its own."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import override

from crewdesk.accounts.models import Desk, User
from crewdesk.core.events import Via, record
from crewdesk.core.operations import operation
from crewdesk.tickets.models import Comment, Delivery, Participation, Ticket
from crewdesk.tickets.operations.delivery import mark_delivery

from ..events import ChannelEvent
from ..models import OutgoingMail
from .configuration import Sender, configuration
from .correspondence import Correspondence, correspondence_of
from .files import Enclosures, enclosures_of
from .quoting import Quotation, mailable, quotation_for
from .reading.quotes import REPLY_MARKER
from .signing_off import signature_for
from .threads import new_token, reply_addresses


@dataclass(frozen=True)
class Reply:
    """A public comment with all that its mails have in common."""

    comment: Comment
    desk: Desk
    sender: Sender
    headers: dict[str, str]
    signature: str
    enclosures: Enclosures
    quotation: Quotation | None


@operation(ChannelEvent.MAIL_QUEUED)
def queue_reply(comment: Comment, *, at: datetime, lease: datetime | None = None) -> list[OutgoingMail]:
    """Queue a public reply to requester and CCs; a second call for the same comment queues nothing more.

    With `lease` the caller sends the mails as soon as this is committed; until then nobody else does.
    """
    ticket = comment.ticket
    recipients = _recipients(ticket, comment)
    correspondence = correspondence_of(ticket)
    if not recipients or comment.pk in correspondence.answered:
        return []
    reply = _reply(comment, correspondence)
    addresses = reply_addresses(ticket, recipients)
    mails = [_mail(reply, user, addresses[user.pk], at) for user in recipients]
    schedule(mails, at=at, lease=lease)
    OutgoingMail.objects.bulk_create(mails)
    if lease is None:
        mark_delivery(comment, state=Delivery.QUEUED, at=at)
    changes = {"ticket": ticket.pk, "comment": comment.pk, "mails": len(mails)}
    record(ChannelEvent.MAIL_QUEUED, mails[0], by=comment.author, via=Via.EMAIL, at=at, changes=changes)
    return mails


def schedule(mails: list[OutgoingMail], *, at: datetime, lease: datetime | None) -> None:
    """Due at once, or counted as tried once by whoever holds the lease."""
    for mail in mails:
        mail.created_at, mail.next_attempt_at, mail.attempts = at, lease or at, 0 if lease is None else 1


def message_id(ticket: Ticket) -> str:
    """A Message-ID that nobody can guess: bounces and answers are believed because they name it."""
    return f"<{new_token()}.{ticket.number}@{settings.MAIL_DOMAIN}>"


def subject_of(ticket: Ticket) -> str:
    """`Re: <subject>`, which keeps threads together in clients that go by the subject."""
    return ticket.subject if ticket.subject.lower().startswith("re:") else f"Re: {ticket.subject}"[:500]


def _recipients(ticket: Ticket, comment: Comment) -> list[User]:
    copied = Participation.objects.filter(ticket=ticket, kind=Participation.Kind.CC).select_related("user").order_by("id")
    people = {user.pk: user for user in (ticket.requester, *(each.user for each in copied))}
    return [
        user for user in people.values() if user.email and user.pk != comment.author_id and user.is_active and not user.suspended
    ]


def _reply(comment: Comment, correspondence: Correspondence) -> Reply:
    ticket, set_up = comment.ticket, configuration()
    return Reply(
        comment, set_up.desk, set_up.sender_for(ticket), correspondence.headers, signature_for(comment.author, ticket),
        enclosures_of(comment), quotation_for(ticket.requester, comment),
    )  # fmt: skip


def _mail(reply: Reply, user: User, reply_to: str, at: datetime) -> OutgoingMail:
    comment, ticket = reply.comment, reply.comment.ticket
    # A CC gains no sight of what was said before.
    quotation = reply.quotation if user.pk == ticket.requester_id else None
    context = {
        "comment": comment, "html_body": mark_safe(mailable(comment.html_body)), "signature": reply.signature, "ticket": ticket,
        "desk": reply.desk, "marker": REPLY_MARKER, "left_out": reply.enclosures.left_out, "quotation": quotation,
    }  # fmt: skip
    with override(user.locale or reply.desk.locale):
        text, html = (render_to_string(f"channels/email/reply.{kind}", context) for kind in ("txt", "html"))
    return OutgoingMail(
        kind=OutgoingMail.Kind.REPLY, ticket=ticket, comment=comment, user=user, to_address=user.email, from_address=reply.sender.address,
        from_name=f"{comment.author.public_name} ({reply.sender.name})"[:250], reply_to=reply_to,
        subject=subject_of(ticket), text=text, html=html, headers=reply.headers, message_id=message_id(ticket),
    )  # fmt: skip
