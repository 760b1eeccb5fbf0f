"""The loop that keeps parts running: it sleeps until a signal comes, and holds neither threads nor connections."""

import gc
import logging
import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass

from .process import Part, fork
from .signals import Ear

logger = logging.getLogger(__name__)
STOP = {signal.SIGTERM, signal.SIGINT}
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
# A part that ran for so long is healthy again, and its next failure is the first one.
HEALTHY_SECONDS = 60
WATCH_SECONDS = 0.2


@dataclass
class Child:
    """A part with its present process."""

    part: Part
    pid: int | None = None
    started_at: float = 0
    due_at: float = 0
    pause: float = FIRST_PAUSE


class Supervisor:
    """Starts `parts`, restarts those that die, and stops all of them on SIGTERM or SIGINT.

    `watch` is called every 0.2 s until it returns True: for work that waits until the parts are up.
    """

    def __init__(self, parts: list[Part], *, watch: Callable[[], bool] | None = None):
        self.children = [Child(part) for part in parts]
        self.watch = watch

    def run(self) -> None:
        """Work until told to stop; every process that was started is gone on return."""
        # What is loaded by now is shared with the children; frozen, the garbage collector does not touch and so copy it.
        gc.collect()
        gc.freeze()
        with Ear(STOP | {signal.SIGCHLD}) as self.ear:
            try:
                self._keep_running()
            finally:
                self._stop()

    def _keep_running(self) -> None:
        while True:
            self._start_due()
            if self.watch and self.watch():
                self.watch = None
            if self.ear.wait(self._pause()) in STOP:
                return
            self._reap()

    def _start_due(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.pid is None and child.due_at <= now:
                child.pid = fork(child.part)
                child.started_at = now

    def _pause(self) -> float:
        now = time.monotonic()
        waits = [child.due_at - now for child in self.children if child.pid is None]
        return max(0.0, min([*waits, WATCH_SECONDS if self.watch else 3600.0]))

    def _reap(self) -> None:
        while ended := _ended_child():
            pid, code = ended
            child = next((child for child in self.children if child.pid == pid), None)
            if child:
                self._note_death(child, code)

    def _note_death(self, child: Child, code: int) -> None:
        now = time.monotonic()
        if now - child.started_at > HEALTHY_SECONDS:
            child.pause = FIRST_PAUSE
        child.pid = None
        child.due_at = now + child.pause
        logger.error(
            "part ended and is started again", extra={"part": child.part.name, "exit_code": code, "in_seconds": child.pause}
        )
        child.pause = min(child.pause * 2, LONGEST_PAUSE)

    def _stop(self) -> None:
        for rank in sorted({child.part.rank for child in self.children}):
            self._stop_rank([child for child in self.children if child.part.rank == rank and child.pid])

    def _stop_rank(self, children: list[Child]) -> None:
        for child in children:
            os.kill(child.pid, signal.SIGTERM)
        deadline = time.monotonic() + max((child.part.grace for child in children), default=0)
        while any(child.pid for child in children) and (left := deadline - time.monotonic()) > 0:
            if self.ear.wait(left) in STOP:
                break  # asked a second time: do not wait
            self._forget_ended()
        for child in children:
            _kill_group(child)

    def _forget_ended(self) -> None:
        while ended := _ended_child():
            for child in self.children:
                if child.pid == ended[0]:
                    _kill_group(child)


def _ended_child() -> tuple[int, int] | None:
    try:
        pid, status = os.waitpid(-1, os.WNOHANG)
    except ChildProcessError:
        return None
    return (pid, os.waitstatus_to_exitcode(status)) if pid else None


def _kill_group(child: Child) -> None:
    """Kill what is left of a child and of the processes that it started itself."""
    if child.pid is None:
        return
    try:
        os.killpg(child.pid, signal.SIGKILL)
        os.waitpid(child.pid, 0)
    except (ProcessLookupError, ChildProcessError):
        pass
    child.pid = None
