"""Tell a customer that the message arrived: the only mail that a machine decides to send, and hence the one that is rationed.

An open door that answers is a mail relay and one half of a loop (trust.md, 'Mail-bomb', 'Mail loops'). So: nothing that the
sender wrote goes back to an address that nobody has verified, and there are caps by recipient and desk.
"""

from datetime import datetime, timedelta

from django.db import connection
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from crewdesk.accounts.models import Desk
from crewdesk.core.events import Via, record
from crewdesk.core.operations import operation
from crewdesk.tickets.models import Ticket

from ..events import ChannelEvent
from ..models import OutgoingMail
from .composing import message_id, schedule, subject_of
from .configuration import configuration
from .correspondence import correspondence_of
from .reading.quotes import REPLY_MARKER
from .threads import reply_addresses
from .wording import acknowledgement_of, filled, mail_settings

Kind = OutgoingMail.Kind
# RFC 3834 (3.1.7) and what Exchange and Outlook ask for.
AUTOMATIC = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", "Precedence": "auto_reply"}
# Over all desks of the installation.
A_DAY_TO_UNVERIFIED = 1
A_DAY_TO_ADDRESS = 10


@operation(ChannelEvent.MAIL_QUEUED)
def acknowledge(ticket: Ticket, *, at: datetime, lease: datetime | None = None, is_trusted: bool = True) -> OutgoingMail | None:
    """Queue the acknowledgement of a new ticket, or None where the desk, a cap or a rule says no. `lease` as in `queue_reply`.

    Without `is_trusted` anybody may have named the address: it counts as unverified then, whatever we know of its owner.
    """
    user, desk = ticket.requester, configuration().desk
    locale, proved = user.locale or desk.locale, user.email_verified and is_trusted
    wording = acknowledgement_of(desk, locale)
    if (
        wording is None
        or not user.email
        or user.suspended
        or user.is_staff_member
        or not may_mail(user.email, proved=proved, at=at)
    ):
        return None
    sender, (text, html) = configuration().sender_for(ticket), _rendered(ticket, desk, locale, wording)
    mail = OutgoingMail(
        kind=Kind.ACKNOWLEDGEMENT if proved else Kind.UNVERIFIED_ACKNOWLEDGEMENT, ticket=ticket, user=user, to_address=user.email, from_address=sender.address, from_name=sender.name,
        reply_to=reply_addresses(ticket, [user])[user.pk], subject=_subject(ticket, locale, proved=proved), text=text, html=html,
        headers={**correspondence_of(ticket).headers, **AUTOMATIC}, message_id=message_id(ticket),
    )  # fmt: skip
    schedule([mail], at=at, lease=lease)
    mail.save(force_insert=True)
    record(ChannelEvent.MAIL_QUEUED, mail, by=None, via=Via.EMAIL, at=at, changes={"ticket": ticket.pk, "kind": mail.kind})
    return mail


def may_mail(address: str, *, proved: bool, at: datetime) -> bool:
    """Whether the caps leave room for one more automatic mail to `address`."""
    if proved:
        today = OutgoingMail.objects.filter(to_address=address, created_at__gt=at - timedelta(days=1), kind=Kind.ACKNOWLEDGEMENT)
        return today.count() < A_DAY_TO_ADDRESS
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM crewdesk_unverified_acknowledgements(%s, %s)", [address, at])
        to_address, from_desk = cursor.fetchone()
    return to_address < A_DAY_TO_UNVERIFIED and from_desk < mail_settings(configuration().desk)["unproved_an_hour"]


def _subject(ticket: Ticket, locale: str, *, proved: bool) -> str:
    """To an unverified address not even the subject goes back: it is the sender's text."""
    if proved:
        return subject_of(ticket)
    with override(locale):
        return _("We received your message [#%(number)s]") % {"number": ticket.number}


def _rendered(ticket: Ticket, desk: Desk, locale: str, wording: str) -> tuple[str, str]:
    context = {"marker": REPLY_MARKER, "wording": filled(wording, {"number": ticket.number, "desk": desk.name})}
    with override(locale):
        return tuple(render_to_string(f"channels/email/acknowledgement.{kind}", context) for kind in ("txt", "html"))
