"""Fetch a job, do it, settle it: all on this thread's connection."""

import json
import threading
import time
from collections.abc import Callable

import structlog
from django.db import close_old_connections, connection, reset_queries
from procrastinate import JobContext
from procrastinate.contrib.django import app as queue
from procrastinate.jobs import Job
from procrastinate.sql import queries
from procrastinate.tasks import Task

from ..jobs import PRESENT_RUN, Fenced, Lane, present_run, settles_itself

# A connection that was quiet for longer is checked before it is used.
QUIET_SECONDS = 30.0
NOTED = (
    "args = args || jsonb_build_object('_run', coalesce(args->'_run', '{}') || jsonb_build_object('problem', %(problem)s::text))"
)
DONE = f"DELETE FROM procrastinate_jobs WHERE {PRESENT_RUN}"
PARKED = f"UPDATE procrastinate_jobs SET status = 'failed', attempts = attempts + 1, {NOTED} WHERE {PRESENT_RUN}"
AGAIN = f"UPDATE procrastinate_jobs SET status = 'todo', queueing_lock = NULL, attempts = attempts + 1, scheduled_at = %(at)s, {NOTED} WHERE {PRESENT_RUN}"

log = structlog.get_logger("crewdesk.worker")
_last = threading.local()


def prepare_connection(stalled_seconds: float) -> None:
    """Make sure that this thread's connection is alive and gives its locks back should this process stand still."""
    if time.monotonic() - getattr(_last, "used", 0) < QUIET_SECONDS:
        return
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute(f"SET idle_in_transaction_session_timeout = {int(stalled_seconds * 1000)}")


def do_next_job(lane: Lane, worker_id: int | None, *, on_found: Callable[[], None]) -> bool:
    """Do the next job of the lane; False when there is none. `on_found` is called before it is begun: there may be more."""
    with connection.cursor() as cursor:
        cursor.execute(queries["fetch_job"], {"queues": [str(lane)], "worker_id": worker_id})
        row = dict(zip((column.name for column in cursor.description), cursor.fetchone(), strict=True))
    _last.used = time.monotonic()
    if row["id"] is None:
        return False
    on_found()
    _do(Job.from_row(row | {"args": json.loads(row["args"])}))
    reset_queries()
    return True


def _do(job: Job) -> None:
    structlog.contextvars.bind_contextvars(job_id=job.id, task=job.task_name)
    task = queue.tasks.get(job.task_name)
    try:
        if task is None:
            raise LookupError(f"No job is called {job.task_name} in this version.")
        task.func(JobContext(app=queue, job=job, start_timestamp=time.time(), abort_reason=lambda: None), **job.task_kwargs)
    except Fenced as late:
        log.warning("run came too late", problem=str(late))
    except Exception as problem:
        connection.close_if_unusable_or_obsolete()
        _settle_failure(job, task, problem)
    else:
        if not settles_itself(job.task_name):
            _execute(DONE, job)
    finally:
        structlog.contextvars.unbind_contextvars("job_id", "task")


def _settle_failure(job: Job, task: Task | None, problem: Exception) -> None:
    retry = task.get_retry_exception(exception=problem, job=job) if task else None
    note = f"{type(problem).__name__}: {problem}"[:500].replace("\x00", "")
    if retry:
        log.warning("job failed, will run again", problem=note, attempts=job.attempts + 1)
        _execute(AGAIN, job, at=retry.retry_decision.retry_at, problem=note)
        return
    log.error("job failed for good", problem=note, attempts=job.attempts + 1, exc_info=problem)
    _execute(PARKED, job, problem=note)


def _execute(statement: str, job: Job, **arguments) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, present_run(job) | arguments)
