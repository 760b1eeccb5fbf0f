"""The threads of one lane. One that finds no job rests; the one that rested last is woken first, so that few stay warm."""

import threading
import time
from collections.abc import Callable

import structlog
from django.db import connection

from ..jobs import Lane
from .doing import do_next_job, prepare_connection

log = structlog.get_logger("crewdesk.worker")


class LaneCrew:
    """`size` threads that do the jobs of `lane`. `on_failure` is called when one of them cannot go on; see `failure`."""

    def __init__(self, lane: Lane, worker_id: int, size: int, stalled_seconds: float, on_failure: Callable[[], None]):
        self.lane, self.worker_id, self.stalled_seconds, self.on_failure = lane, worker_id, stalled_seconds, on_failure
        self.failure: Exception | None = None
        self._lock = threading.Lock()
        self._resting: list[threading.Event] = []
        self._missed = False
        self._stopping = False
        self._threads = [threading.Thread(target=self._live, name=f"{lane}-{n}", daemon=True) for n in range(size)]
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """There may be a job."""
        with self._lock:
            if self._resting:
                self._resting.pop().set()
            else:
                self._missed = True

    def stop(self) -> None:
        """Start no more jobs."""
        with self._lock:
            self._stopping = True
            for rest in self._resting:
                rest.set()

    def join(self, deadline: float) -> None:
        """Wait for running jobs until `deadline` (time.monotonic)."""
        for thread in self._threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _live(self) -> None:
        try:
            while self._rested():
                prepare_connection(self.stalled_seconds)
                while not self._stopping and do_next_job(self.lane, self.worker_id, on_found=self.wake):
                    pass
        except Exception as problem:
            log.exception("lane failed", lane=str(self.lane))
            self.failure = problem
            self.on_failure()
        finally:
            connection.close()

    def _rested(self) -> bool:
        """Rest until woken; False when it is time to stop."""
        rest = threading.Event()
        with self._lock:
            if not self._missed and not self._stopping:
                self._resting.append(rest)
            else:
                rest.set()
            self._missed = False
        rest.wait()
        return not self._stopping
