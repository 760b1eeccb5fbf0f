"""Work of this room. Jobs stand beside what they do; importing them here makes the worker know them."""

from crewdesk.accounts.models import Desk
from crewdesk.core.clock import now
from crewdesk.core.jobs import Lane, defer, job, periodic

from .operations import exports


@periodic(cron="41 * * * *", lane=Lane.BATCH)
def discard_exports() -> None:
    """Each hour: let go of exported desks that were open long enough."""
    for desk in Desk.objects.all():
        defer(discard_exports_of, desk_id=desk.pk, queueing_lock=f"exports-{desk.pk}")


@job(lane=Lane.BATCH)
def discard_exports_of() -> None:
    """Those of one desk."""
    exports.discard_old_exports(at=now())
