"""Work of the doors. Jobs stand beside what they do; importing them here makes the worker know them."""

from crewdesk.core.jobs import Lane, periodic

from .api import exporting  # noqa: F401
from .email import hooks, processing, retention, sweeping  # noqa: F401
from .webform import holding  # noqa: F401
from .webform import jobs as webform_jobs  # noqa: F401
from .webhooks import jobs as webhook_jobs  # noqa: F401


@periodic(cron="* * * * *", lane=Lane.OUTBOUND)
def send_due_mail() -> None:
    """Try again what was postponed, and send what a crash left in the queue."""
    sweeping.sweep()


@periodic(cron="17 3 * * *", lane=Lane.BATCH)
def drop_old_raw_mail() -> None:
    """Let go of raw messages that are older than their desks want to keep them."""
    retention.sweep()
