"""Tidying up behind the form."""

from crewdesk.accounts.models import Desk
from crewdesk.core.clock import now
from crewdesk.core.jobs import Lane, defer, job, periodic
from crewdesk.core.tenancy import require_desk

from . import counting, files, holding, proving


@job(lane=Lane.BATCH)
def tidy_form() -> None:
    """File what was let through and forgotten; remove files of forms that nobody sent, and what was counted and used long ago."""
    holding.file_forgotten(at=now())
    counting.forget_old(at=now())
    proving.forget_old(at=now())
    if files.forget_old(at=now()):
        defer(tidy_form, desk_id=require_desk())


@periodic(cron="43 * * * *", lane=Lane.BATCH)
def tidy_forms() -> None:
    """A job for each desk."""
    for desk_id in Desk.objects.values_list("pk", flat=True):
        defer(tidy_form, desk_id=desk_id, queueing_lock=f"tidy form of {desk_id}")
