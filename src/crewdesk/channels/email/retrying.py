"""Send again what did not arrive."""

from datetime import datetime

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import require
from crewdesk.core.events import Via, record
from crewdesk.core.operations import Refused, operation
from crewdesk.tickets.models import Comment, Delivery
from crewdesk.tickets.operations.delivery import mark_delivery

from ..events import ChannelEvent
from ..models import OutgoingMail
from .sweeping import send_queued

State = OutgoingMail.State


class CannotRetry(Refused):
    """Nothing is sent again."""


@operation(ChannelEvent.MAIL_QUEUED)
def retry_delivery(comment: Comment, *, by: User, at: datetime) -> None:
    """Queue those mails of `comment` again that failed or bounced, under the same Message-IDs. Raises NotPermitted or CannotRetry."""
    require(by, "ticket.answer", comment.ticket)
    mails = OutgoingMail.objects.filter(comment=comment, state__in=(State.FAILED, State.BOUNCED))
    ids = list(mails.select_for_update().values_list("pk", flat=True))
    if not ids:
        raise CannotRetry(_("Nothing of this message has failed."))
    OutgoingMail.objects.filter(pk__in=ids).update(
        state=State.QUEUED, attempts=0, last_problem="", retried_at=at, next_attempt_at=at, sent_at=None
    )
    mark_delivery(comment, state=Delivery.QUEUED, at=at)
    changes = {"ticket": comment.ticket_id, "comment": comment.pk, "mails": len(ids), "again": True}
    record(ChannelEvent.MAIL_QUEUED, OutgoingMail(pk=ids[0]), by=by, via=Via.WEB, at=at, changes=changes)
    send_queued(comment.desk_id)
