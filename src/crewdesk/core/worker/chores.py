"""What a worker does besides jobs: show that it lives, rescue orphans, start periodic jobs, notice jobs that became due, sweep."""

import time
from collections.abc import Callable

import psycopg
from procrastinate.contrib.django import app as queue
from procrastinate.periodic import PeriodicDeferrer
from procrastinate.sql import queries
from psycopg.types.json import Jsonb

from .rescue import rescue

HEARTBEAT_SECONDS = 10.0
RESCUE_SECONDS = 5.0
SWEEP_SECONDS = 3600.0
# A job that was given up stays on its page for this long, the row of a dead worker for a day.
KEEP_DAYS = 30
DUE = (
    "SELECT DISTINCT queue_name FROM procrastinate_jobs WHERE status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now())"
)
SWEEP = f"""
DELETE FROM procrastinate_jobs job WHERE status IN ('failed', 'cancelled', 'aborted', 'succeeded')
   AND NOT EXISTS (SELECT 1 FROM procrastinate_events event WHERE event.job_id = job.id AND event.at > now() - interval '{KEEP_DAYS} days')
"""


class Chores:
    """Chores of one worker process on one autocommit connection; signs the worker on."""

    def __init__(self, connection: psycopg.Connection, *, stalled_seconds: float, poll_seconds: float):
        self.connection = connection
        self.stalled_seconds = stalled_seconds
        self.worker_id: int = connection.execute(queries["register_worker"]).fetchone()[0]
        self._periodic = PeriodicDeferrer(queue.periodic_registry)
        self._woken: set[str] = set()
        self._chores: list[tuple[Callable[[], None], float]] = [
            (self._heartbeat, min(HEARTBEAT_SECONDS, stalled_seconds / 3)),
            (self._rescue, min(RESCUE_SECONDS, stalled_seconds / 3)),
            (self._find_due, poll_seconds),
            (self._sweep, SWEEP_SECONDS),
        ]
        if queue.periodic_registry.periodic_tasks:
            self._chores.append((self._start_periodic, 1.0))
        self._next = [0.0] * len(self._chores)

    def do(self) -> set[str]:
        """Do what is due; returns the lanes that have jobs."""
        self._woken = set()
        for index, (chore, every) in enumerate(self._chores):
            if self._next[index] <= time.monotonic():
                chore()
                self._next[index] = time.monotonic() + every
        return self._woken

    def seconds_to_next(self) -> float:
        """How long there is nothing to do."""
        return max(0.0, min(self._next) - time.monotonic())

    def sign_off(self) -> None:
        """Take the worker's row away."""
        if not self.connection.closed:
            self.connection.execute(queries["unregister_worker"], {"worker_id": self.worker_id})

    def _heartbeat(self) -> None:
        self.connection.execute(queries["update_heartbeat"], {"worker_id": self.worker_id})

    def _rescue(self) -> None:
        self._woken |= rescue(self.connection, stalled_seconds=self.stalled_seconds, own_id=self.worker_id)

    def _find_due(self) -> None:
        self._woken |= {row[0] for row in self.connection.execute(DUE)}

    def _sweep(self) -> None:
        self.connection.execute(SWEEP)
        self.connection.execute(queries["prune_stalled_workers"], {"seconds_since_heartbeat": 86_400})

    def _start_periodic(self) -> None:
        # Several workers try; the database lets one of them through for each tick.
        for periodic, timestamp in self._periodic.get_previous_tasks(at=time.time()):
            job = periodic.task.configure().job
            self.connection.execute(
                queries["defer_periodic_job"],
                {
                    "task_name": job.task_name, "defer_timestamp": timestamp, "periodic_id": periodic.periodic_id, "queue": job.queue,
                    "priority": job.priority, "lock": job.lock, "queueing_lock": job.queueing_lock, "args": Jsonb({"timestamp": timestamp}),
                },
            )  # fmt: skip
