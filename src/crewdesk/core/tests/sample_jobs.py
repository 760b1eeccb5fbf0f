"""Jobs for the tests of the worker. Their effect is an event row, which nothing keeps from being written twice."""

import os
import time
from pathlib import Path

from django.utils import timezone
from procrastinate import RetryStrategy

from crewdesk.core.jobs import Lane, job, periodic
from crewdesk.core.models import Event

EFFECT = "test.effect"


@job(lane=Lane.BATCH)
def leave_mark(*, number: int) -> None:
    """Write one event."""
    Event.objects.create(
        at=timezone.now(), kind=EFFECT, via="system", subject_type="job", subject_id=number, changes={"pid": os.getpid()}
    )


@job(lane=Lane.BATCH)
def leave_mark_slowly(*, number: int, folder: str, waits: str) -> None:
    """Write one event, and wait before or after it until `folder` holds `go`, or `go-<pid>` for this process."""
    if waits == "after":
        leave_mark(number=number)
    (Path(folder) / f"started-{os.getpid()}").touch()
    deadline = time.monotonic() + 60
    while not any((Path(folder) / name).exists() for name in ("go", f"go-{os.getpid()}")) and time.monotonic() < deadline:
        time.sleep(0.02)
    if waits == "before":
        leave_mark(number=number)


@job(lane=Lane.BATCH, retry=RetryStrategy(max_attempts=2))
def fail(*, number: int) -> None:
    """Write, then fail."""
    leave_mark(number=number)
    raise ValueError(f"number {number} cannot be done")


@job(lane=Lane.BATCH)
def kill_worker(*, number: int) -> None:
    """Take the whole process along."""
    leave_mark(number=number)
    os._exit(1)


@job(lane=Lane.BATCH, in_desk=False)
def talk_outside(*, desk_id: int, number: int) -> None:
    """A job with no transaction of its own."""


@periodic(cron="* * * * *", lane=Lane.BATCH)
def tick() -> None:
    """Every minute."""
