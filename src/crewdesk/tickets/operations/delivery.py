"""How far a public reply got on its way."""

from datetime import datetime

from crewdesk.core.events import Via, record
from crewdesk.core.operations import operation

from ..events import TicketEvent
from ..models import Comment, Delivery, Ticket

# Of several recipients the one who fared worst decides.
_WORSE = (Delivery.NONE, Delivery.QUEUED, Delivery.SENT, Delivery.FAILED, Delivery.BOUNCED)


@operation(TicketEvent.DELIVERED)
def mark_delivery(comment: Comment, *, state: str, note: str = "", at: datetime) -> bool:
    """Note on `comment` what became of one of its mails; `queued` begins anew, and otherwise nothing gets
    better again.

    Neither the version nor the order of the ticket changes: the report of a machine makes nobody's save
    stale. Returns whether anything changed.
    """
    fresh = Comment.objects.select_for_update().only("desk_id", "ticket_id", "delivery", "delivery_note").get(pk=comment.pk)
    old = Delivery(fresh.delivery)
    new = Delivery(state) if state == Delivery.QUEUED else max(old, Delivery(state), key=_WORSE.index)
    comment.delivery, comment.delivery_note = new, note[:300] if new == state else fresh.delivery_note
    if (new, comment.delivery_note) == (old, fresh.delivery_note):
        return False
    comment.save(update_fields=["delivery", "delivery_note"])
    changes = {"comment": comment.pk, "delivery": [old, new]}
    record(TicketEvent.DELIVERED, Ticket(pk=fresh.ticket_id), by=None, via=Via.SYSTEM, at=at, changes=changes)
    return True
