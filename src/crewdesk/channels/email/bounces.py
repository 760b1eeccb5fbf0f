"""Delivery reports about mail that we sent."""

from datetime import datetime

from crewdesk.accounts.models import UserIdentity
from crewdesk.core.events import Via, record
from crewdesk.core.operations import operation
from crewdesk.tickets.models import Delivery
from crewdesk.tickets.operations.delivery import mark_delivery

from ..events import ChannelEvent
from ..models import OutgoingMail
from .reading.classify import Classified
from .threads import in_brackets


@operation(ChannelEvent.MAIL_BOUNCED)
def note_bounce(report: Classified, *, at: datetime) -> str:
    """Mark the mail that bounced; returns what was found, for the log.

    A report counts only when it names a Message-ID that we made, which nobody can guess.
    """
    bounce = report.bounce
    sent = (
        bounce
        and OutgoingMail.objects.select_related("comment").filter(message_id=in_brackets(bounce.original_message_id)).first()
    )
    if not sent:
        return f"{report.cause}; about no mail of ours"
    if not bounce.is_permanent:
        return f"{report.cause}; still on its way"
    sent.state, sent.last_problem = OutgoingMail.State.BOUNCED, report.cause[:300]
    sent.save(update_fields=["state", "last_problem"])
    UserIdentity.objects.filter(value=sent.to_address, undeliverable_since=None).update(undeliverable_since=at)
    if sent.comment:
        mark_delivery(sent.comment, state=Delivery.BOUNCED, note=f"{sent.to_address}: {report.cause}"[:300], at=at)
    record(ChannelEvent.MAIL_BOUNCED, sent, by=None, via=Via.EMAIL, at=at, changes={"status": bounce.status})
    return report.cause
