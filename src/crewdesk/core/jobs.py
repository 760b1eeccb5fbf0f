"""Jobs: work that a committed transaction left to be done, in lanes that do not wait for each other.

Procrastinate keeps them in the same database. Each job names its desk and runs inside it, and its row is deleted in the
transaction of its effects: so a job has its effects once however often it is started, and a worker that was paused,
given up for dead and replaced cannot commit when it comes back.
"""

import functools
import json
from collections.abc import Callable, Iterable
from datetime import timedelta
from enum import StrEnum
from typing import Any

import procrastinate
from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.jobs import Job

from . import events
from .models import Event
from .tenancy import desk_scope, require_desk


class Lane(StrEnum):
    """The queues. A lane that is slow or stuck holds up no other."""

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    RULES = "rules"
    LIVE = "live"
    BATCH = "batch"
    WEBHOOKS = "webhooks"


class Fenced(Exception):
    """This run of the job is not the present one: its effects are rolled back."""


# Three runs in all, as trust.md asks: then the job stays as `failed`, visible, and others proceed.
THRICE = RetryStrategy(max_attempts=2, exponential_wait=4)
# A job that was running when its worker died so often is taken for the cause.
MOST_CRASHES = 3
# Only the present run may end its job: one that was given up for dead finds another worker there, or `attempts` counted up.
PRESENT_RUN = "id = %(id)s AND status = 'doing' AND attempts = %(attempts)s AND worker_id IS NOT DISTINCT FROM %(worker_id)s"
_registered: list[tuple[Callable, dict, str]] = []
_settling: set[str] = set()


def _register(run: Callable, name: str, lane: Lane, retry: RetryStrategy | None, cron: str = "") -> None:
    options = {"name": name, "queue": str(lane), "retry": retry or False, "pass_context": True}
    _registered.append((run, options, cron))


def job(*, lane: Lane, retry: RetryStrategy | None = THRICE, in_desk: bool = True) -> Callable:
    """Make a function a job. It is called with the keyword arguments that `defer` was given.

    With `in_desk` it runs in one transaction inside its desk, exactly once. A job that talks to other servers sets it False,
    takes `desk_id`, opens `desk_scope` itself around its reads and its writes, and stays idempotent by its own means.
    """

    def wrap(function: Callable) -> Callable:
        name = f"{function.__module__}.{function.__name__}"

        @functools.wraps(function)
        def run(context: procrastinate.JobContext, desk_id: int, _run: dict | None = None, **arguments):
            if not in_desk:
                function(desk_id=desk_id, **arguments)
                return
            with desk_scope(desk_id):
                function(**arguments)
                _settle(context.job)

        _register(run, name, lane, retry)
        if in_desk:
            _settling.add(name)
        function.job_name, function.job_lane = name, lane
        return function

    return wrap


def periodic(*, cron: str, lane: Lane) -> Callable:
    """Run a function by the clock (`cron`, UTC), once for the whole installation, with no desk in scope.

    It takes nothing and usually defers a job for each desk that needs one.
    """

    def wrap(function: Callable) -> Callable:
        name = f"{function.__module__}.{function.__name__}"

        @functools.wraps(function)
        def run(context: procrastinate.JobContext, timestamp: int, _run: dict | None = None):
            function()

        _register(run, name, lane, None, cron=cron)
        function.job_name, function.job_lane = name, lane
        return function

    return wrap


def settles_itself(task_name: str) -> bool:
    """Whether the job takes itself out of the queue, in the transaction of its effects."""
    return task_name in _settling


def adopt(app: procrastinate.App) -> None:
    """Hand all jobs to Procrastinate's application; it calls this once it is ready."""
    from django.utils.module_loading import autodiscover_modules

    autodiscover_modules("jobs", "handlers")
    for function, options, cron in _registered:
        if options["name"] in app.tasks:
            continue
        task = app.task(**options)(function)
        if cron:
            app.periodic(cron=cron)(task)


def defer(
    function: Callable,
    *,
    desk_id: int,
    lock: str | None = None,
    queueing_lock: str | None = None,
    schedule_in: dict | None = None,
    **arguments: Any,
) -> None:
    """Leave `function` to be done after this transaction commits. Arguments are plain JSON: ids, not rows.

    `lock`: jobs with the same lock run one after another. `queueing_lock`: at most one waits; a second is dropped.
    `schedule_in`: not before so long has passed, in the words of timedelta.
    """
    wait = timedelta(**schedule_in) if schedule_in else None
    _enqueue([(function.job_lane, function.job_name, lock, queueing_lock, {"desk_id": desk_id, **arguments}, wait)])


def retry_failed(job_id: int) -> bool:
    """Let a given-up job of the desk in scope run again, with all its attempts; False when there is none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'todo', queueing_lock = NULL, attempts = 0, scheduled_at = NULL, args = args - '_run'"
            " WHERE id = %s AND status = 'failed' AND (args->>'desk_id')::bigint = %s",
            [job_id, require_desk()],
        )
        return cursor.rowcount == 1


def defer_handlers(heard: Iterable[tuple[Event, events.Subscription]]) -> None:
    """Leave handlers to hear events, with one statement for all of them."""
    _enqueue(
        [
            (
                subscription.lane,
                handle.job_name,
                None,
                None,
                {"desk_id": event.desk_id, "event_id": event.pk, "handler": subscription.name},
                None,
            )
            for event, subscription in heard
        ]
    )


@job(lane=Lane.BATCH)
def handle(*, event_id: int, handler: str) -> None:
    """Let one handler hear one event; what the handler records is marked as caused by it."""
    event = Event.objects.get(pk=event_id)
    token = events._caused_by.set(event_id)
    try:
        events.handler_named(handler)(event)
    finally:
        events._caused_by.reset(token)


def _enqueue(waiting: list[tuple]) -> None:
    """Insert jobs as (lane, name, lock, queueing lock, arguments, wait). Procrastinate's own way of it takes three times the CPU."""
    if not waiting:
        return
    values = [
        (str(lane), name, lock, queueing_lock, json.dumps(arguments), wait)
        for lane, name, lock, queueing_lock, arguments, wait in waiting
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, args, scheduled_at)"
            f" VALUES {', '.join(['(%s, %s, %s, %s, %s, now() + %s)'] * len(values))}"
            " ON CONFLICT (queueing_lock) WHERE status = 'todo' DO NOTHING",
            [column for row in values for column in row],
        )


def present_run(running: Job) -> dict:
    """The parameters of PRESENT_RUN."""
    return {"id": running.id, "attempts": running.attempts, "worker_id": running.worker_id}


def _settle(running: Job) -> None:
    """Take the job out of the queue with its effects, as its present run and only once."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM procrastinate_jobs WHERE {PRESENT_RUN}", present_run(running))
        if cursor.rowcount != 1:
            raise Fenced(f"Job {running.id} was done or given to another worker; this run changes nothing.")
