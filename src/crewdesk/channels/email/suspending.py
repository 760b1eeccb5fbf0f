"""The suspended queue: messages that a person should look at before they become anything."""

from datetime import datetime

from crewdesk.core.events import Via, record
from crewdesk.core.operations import operation
from crewdesk.tickets.models import Ticket

from ..events import ChannelEvent
from ..models import Cause, IncomingMail, Suspension
from .parts import described
from .reading.mail import ParsedMail

EXCERPT = 2_000
MOST_HTML = 200_000


@operation(ChannelEvent.MAIL_SUSPENDED)
def suspend(
    row: IncomingMail, mail: ParsedMail, *, cause: Cause, at: datetime, note: str = "", ticket: Ticket | None = None
) -> IncomingMail:
    """Put a message in the suspended queue; nothing of it reaches anybody until it is recovered."""
    row.state, row.cause, row.processed_at = IncomingMail.State.SUSPENDED, (note or cause)[:300], at
    row.save(update_fields=["state", "cause", "processed_at", "message_id"])
    body = mail.body
    html = "".join((body.html_reply, body.html_signature, body.html_quoted))
    Suspension.objects.create(
        mail=row, cause=cause, author_name=mail.sender_name[:200], author_address=(mail.sender or row.envelope_from)[:320], subject=mail.subject[:500],
        excerpt=(body.text_reply or body.text_quoted)[:EXCERPT], html_body=html if len(html) <= MOST_HTML else "", files=described(mail),
        ticket=ticket, created_at=at,
    )  # fmt: skip
    record(ChannelEvent.MAIL_SUSPENDED, row, by=None, via=Via.EMAIL, at=at, changes={"cause": str(cause)})
    return row
