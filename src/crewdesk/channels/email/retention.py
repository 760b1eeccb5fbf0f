"""Raw messages are kept for a while, for whoever doubts what was made of them, and then dropped."""

from datetime import datetime, timedelta

import structlog
from django.utils import timezone

from crewdesk.accounts.models import Desk
from crewdesk.core.events import Via, record
from crewdesk.core.jobs import Lane, defer, job
from crewdesk.core.operations import operation
from crewdesk.core.tenancy import desk_scope, require_desk

from ..events import ChannelEvent
from ..models import IncomingMail
from .wording import mail_settings

log = structlog.get_logger("crewdesk.mail")
BATCH = 500


def sweep() -> None:
    """A job for each desk."""
    for desk_id in Desk.objects.values_list("pk", flat=True):
        defer(drop_raw_mail_of_desk, desk_id=desk_id, queueing_lock=f"raw mail of {desk_id}")


@job(lane=Lane.BATCH, in_desk=False)
def drop_raw_mail_of_desk(*, desk_id: int) -> None:
    """Batch by batch, each in a transaction of its own."""
    dropped = 1
    while dropped:
        with desk_scope(desk_id):
            dropped = drop_raw_mail(at=timezone.now())


@operation(ChannelEvent.MAIL_DROPPED)
def drop_raw_mail(*, at: datetime, most: int = BATCH) -> int:
    """Drop the bytes of up to `most` messages of the desk in scope that are too old; what waits for a person stays. Returns how many."""
    desk = Desk.objects.get(pk=require_desk())
    before = at - timedelta(days=mail_settings(desk)["raw_days"])
    old = IncomingMail.objects.filter(received_at__lt=before, raw_dropped_at=None)
    settled = old.exclude(state__in=(IncomingMail.State.RECEIVED, IncomingMail.State.SUSPENDED))
    ids = list(settled.order_by("received_at").values_list("pk", flat=True)[:most])
    if not ids:
        return 0
    IncomingMail.objects.filter(pk__in=ids).update(raw=b"", raw_dropped_at=at)
    record(ChannelEvent.MAIL_DROPPED, desk, by=None, via=Via.SYSTEM, at=at, changes={"mails": len(ids)})
    log.info("raw mail dropped", mails=len(ids))
    return len(ids)
