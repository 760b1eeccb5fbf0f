"""Work of this room. Jobs stand beside what they do; importing them here makes the worker know them."""

from crewdesk.accounts.models import Desk
from crewdesk.core.clock import now
from crewdesk.core.jobs import Lane, defer, job, periodic

from .operations import exports, imports


@periodic(cron="41 * * * *", lane=Lane.BATCH)
def let_go_of_old_files() -> None:
    """Each hour: let go of exported desks, and of uploads, that were kept long enough, and of work that nobody does any more."""
    for desk in Desk.objects.all():
        defer(let_go_of_files, desk_id=desk.pk, queueing_lock=f"old-files-{desk.pk}")


@job(lane=Lane.BATCH)
def let_go_of_files() -> None:
    """Those of one desk."""
    exports.give_up_abandoned(at=now())
    imports.give_up_abandoned(at=now())
    exports.discard_old_exports(at=now())
    imports.forget_old_uploads(at=now())
