"""What the doors do when something happens on a ticket."""

from django.db import transaction
from django.utils import timezone

from crewdesk.core.events import Via, on
from crewdesk.core.jobs import Lane
from crewdesk.core.models import Event
from crewdesk.tickets.events import TicketEvent
from crewdesk.tickets.models import Comment

from .email.acknowledging import acknowledge
from .email.composing import queue_reply
from .email.delivering import claim_leased, lease_until, send_claimed
from .email.redacting import redact_mail
from .webhooks import handlers as webhook_handlers  # noqa: F401


@on(TicketEvent.COMMENTED, TicketEvent.CREATED, lane=Lane.OUTBOUND)
def mail_public_comment(event: Event) -> None:
    """Send a staff member's public comment to the customer, and acknowledge a customer's new ticket."""
    if not event.changes.get("public"):
        return
    comment = Comment.objects.select_related("ticket__requester", "author").get(pk=event.changes["comment"])
    at = timezone.now()
    if comment.author.is_staff_member:
        lease = lease_until(at)
        mails = queue_reply(comment, at=at, lease=lease)
    elif event.kind == TicketEvent.CREATED and event.via in (Via.EMAIL, Via.WEB) and "no_answer" not in comment.metadata:
        lease = lease_until(at)
        mails = [mail] if (mail := acknowledge(comment.ticket, at=at, lease=lease, is_trusted=comment.is_trusted)) else []
    else:
        return
    if mails and lease:
        claims = claim_leased(mails)
        # When the rows are safe and no lock is held; the sweeper sends what a crash leaves behind.
        transaction.on_commit(lambda: send_claimed(event.desk_id, claims))


@on(TicketEvent.REDACTED, lane=Lane.OUTBOUND)
def clear_mail_copies(event: Event) -> None:
    """What was blacked out on a ticket goes from the mails behind it too."""
    redact_mail(event.changes, at=event.at)
