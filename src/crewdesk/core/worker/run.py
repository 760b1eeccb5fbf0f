"""The worker's main thread: hears of new jobs, wakes lanes, does chores, and ends it all on SIGTERM.

Jobs, queues, locks and retries are Procrastinate's, as is the statement that fetches a job; what runs them is ours. Its own
asyncio worker took 3.5 ms of CPU for an empty job (worker 2.1, database 1.4; two cores, PostgreSQL 18), this one a third of it:
a thread fetches, does and settles a job on one connection, and the job's row goes in the transaction of its effects.
"""

import select
import signal
import socket
import time
from collections.abc import Iterable

import psycopg
import structlog
from django.conf import settings
from django.db import connection
from psycopg import sql

from crewdesk.settings import database_dsn

from ..jobs import Lane
from ..postgres.roles import refuse_unsafe_role
from .chores import Chores
from .lane import LaneCrew

POLL_SECONDS = 5.0
# How long SIGTERM waits for running jobs; what is still running then is done again by another worker.
GRACE_SECONDS = 20.0

log = structlog.get_logger("crewdesk.worker")


class WorkerFailed(RuntimeError):
    """The worker cannot go on; a fresh process will."""


def run(
    *,
    lanes: Iterable[Lane] = tuple(Lane),
    concurrency: int | None = None,
    stalled_seconds: float | None = None,
    poll_seconds: float = POLL_SECONDS,
) -> None:
    """Do jobs until SIGTERM or SIGINT; then finish what is running and return.

    `concurrency` counts jobs at once in each lane; a worker silent for `stalled_seconds` is given up for dead. A job that
    becomes due waits at most `poll_seconds`. Raises UnsafeRole for a role that row-level security does not hold, and
    WorkerFailed when the database is lost, so that a supervisor starts a fresh process.
    """
    with connection.cursor() as cursor:
        refuse_unsafe_role(cursor)
    connection.close()
    stalled_seconds = stalled_seconds or settings.JOB_STALLED_SECONDS
    with _Bell() as bell, _ear(lanes) as ear:
        chores = Chores(ear, stalled_seconds=stalled_seconds, poll_seconds=poll_seconds)
        crews = {
            str(lane): LaneCrew(lane, chores.worker_id, concurrency or _size_of(lane), stalled_seconds, bell.ring)
            for lane in lanes
        }
        log.info("worker ready", worker=chores.worker_id, lanes=list(crews))
        try:
            _work(ear, bell, chores, crews)
        except psycopg.OperationalError as problem:
            raise WorkerFailed("The worker lost the database.") from problem
        finally:
            _stop(crews.values(), chores)


def _size_of(lane: Lane) -> int:
    return settings.WEBHOOK_CONCURRENCY if lane is Lane.WEBHOOKS else settings.WORKER_CONCURRENCY


def _work(ear: psycopg.Connection, bell: "_Bell", chores: Chores, crews: dict[str, LaneCrew]) -> None:
    while not bell.asked_to_stop:
        for lane in chores.do():
            if lane in crews:
                crews[lane].wake()
        select.select([ear.pgconn.socket, bell], [], [], chores.seconds_to_next())
        for notice in ear.notifies(timeout=0):
            crews[notice.channel.partition("#")[2]].wake()
        bell.quiet()
        if failed := next((crew.failure for crew in crews.values() if crew.failure), None):
            raise WorkerFailed("A lane failed.") from failed


def _stop(crews: Iterable[LaneCrew], chores: Chores) -> None:
    for crew in crews:
        crew.stop()
    deadline = time.monotonic() + GRACE_SECONDS
    for crew in crews:
        crew.join(deadline)
    # Without its row the jobs that are still running count as orphans at once.
    chores.sign_off()


def _ear(lanes: Iterable[Lane]) -> psycopg.Connection:
    # NOTIFY does not come through PgBouncer in transaction mode, so this connection goes past it.
    dsn = database_dsn("direct" if settings.DATABASE_DIRECT_URL else "worker")
    ear = psycopg.connect(dsn, autocommit=True, prepare_threshold=None)
    for lane in lanes:
        ear.execute(sql.SQL("LISTEN {}").format(sql.Identifier(f"procrastinate_queue_v1#{lane}")))
    return ear


class _Bell:
    """Wakes the main thread: for signals, and for lanes that failed."""

    def __init__(self):
        self.asked_to_stop = False
        self._near, self._far = socket.socketpair()
        self._near.setblocking(False)
        self._far.setblocking(False)

    def __enter__(self):
        self._before = {number: signal.signal(number, self._on_signal) for number in (signal.SIGTERM, signal.SIGINT)}
        signal.set_wakeup_fd(self._far.fileno(), warn_on_full_buffer=False)
        return self

    def __exit__(self, *problem):
        signal.set_wakeup_fd(-1)
        for number, handler in self._before.items():
            signal.signal(number, handler)
        self._near.close()
        self._far.close()

    def fileno(self) -> int:
        return self._near.fileno()

    def ring(self) -> None:
        """Wake the main thread."""
        self._far.send(b".")

    def quiet(self) -> None:
        """Take back the rings so far."""
        try:
            self._near.recv(4096)
        except BlockingIOError:
            pass

    def _on_signal(self, number, frame) -> None:
        self.asked_to_stop = True
