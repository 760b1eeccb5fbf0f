"""Work on tickets that time or a verb leaves to be done."""

from crewdesk.accounts.models import Desk
from crewdesk.core.clock import now
from crewdesk.core.jobs import Lane, defer, job, periodic
from crewdesk.core.live.presence import forget_old
from crewdesk.core.tenancy import desk_scope, require_desk

from .api import deleted, imports, many  # noqa: F401 - registers what bulk calls do
from .models import Comment
from .operations import bin, closing, problems, uploads
from .tally import fold, is_long


@job(lane=Lane.BATCH)
def pass_on(*, comment_id: int, via: str, after: int = 0) -> None:
    """Solve the incidents of a problem with the comment that solved it."""
    comment = Comment.objects.select_related("author").get(pk=comment_id)
    if (last := problems.solve_some(comment, via=via, at=now(), after=after)) is not None:
        lock = f"problem-{comment.ticket_id}"
        defer(pass_on, desk_id=comment.desk_id, lock=lock, comment_id=comment_id, via=via, after=last)


@job(lane=Lane.BATCH)
def close_solved_tickets() -> None:
    """Close what was solved days ago, batch by batch."""
    if closing.close_solved(at=now()):
        defer(close_solved_tickets, desk_id=require_desk())


@job(lane=Lane.BATCH)
def empty_bin() -> None:
    """Remove for good what has lain in the bin for 30 days, batch by batch."""
    if bin.purge(at=now()):
        defer(empty_bin, desk_id=require_desk())


@job(lane=Lane.BATCH)
def remove_stale_uploads() -> None:
    """Remove uploads that were never put on a comment, batch by batch."""
    if uploads.remove_stale(at=now()):
        defer(remove_stale_uploads, desk_id=require_desk())


@job(lane=Lane.BATCH)
def forget_presence() -> None:
    """Forget who looked at what long ago."""
    forget_old(at=now())


@job(lane=Lane.BATCH)
def fold_tallies() -> None:
    """Fold the counters of a desk together."""
    fold()


@periodic(cron="17 * * * *", lane=Lane.BATCH)
def tidy_desks() -> None:
    """Leave the hourly work to be done, desk by desk."""
    for desk_id in Desk.objects.values_list("pk", flat=True):
        for work in (close_solved_tickets, empty_bin, remove_stale_uploads, forget_presence):
            defer(work, desk_id=desk_id, queueing_lock=f"{work.__name__}-{desk_id}")


@periodic(cron="*/5 * * * *", lane=Lane.BATCH)
def fold_long_tallies() -> None:
    """Have those counters folded together that have grown long."""
    for desk_id in Desk.objects.values_list("pk", flat=True):
        with desk_scope(desk_id):
            if is_long():
                defer(fold_tallies, desk_id=desk_id, queueing_lock=f"fold-tallies-{desk_id}")
