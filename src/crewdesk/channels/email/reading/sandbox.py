"""Reads mail in killable processes, so that no mail can stall or exhaust the desk."""

import os
import selectors
import signal
import subprocess
import sys
import time
from contextlib import suppress
from enum import StrEnum
from queue import LifoQueue

from . import frames
from .limits import MAX_RAW_BYTES
from .mail import ParsedMail

# A busy machine gives the child its CPU seconds late.
_WALL_PER_CPU_SECOND = 10
# glibc: one arena, and large buffers go back to the system at once; keeps the idle process small.
_CHILD_ENVIRONMENT = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "131072",
    "MALLOC_TRIM_THRESHOLD_": "131072",
}
_INHERITED = ("PATH", "PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "LANG", "LC_ALL", "TMPDIR")


class Reason(StrEnum):
    """Why a mail could not be read."""

    TIME = "time"
    MEMORY = "memory"
    CRASH = "crash"
    SHAPE = "shape"
    SIZE = "size"


class UnreadableMail(Exception):
    """The mail could not be read; its raw bytes are what there is. `reason` says why, `detail` names an
    exception.
    """

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason} {detail}".strip())
        self.reason, self.detail = reason, detail


class Reader:
    """A pool of reading processes, started when first needed; safe for threads, one mail a process at a time.

    Not to be shared over a fork. Close it, or use it in a `with`.
    """

    def __init__(self, processes: int = 1) -> None:
        self._idle: LifoQueue[_Child | None] = LifoQueue()
        self._processes = processes
        for _ in range(processes):
            self._idle.put(None)

    def read(self, raw: bytes, *, cpu_seconds: float = 2, memory_mb: int = 256) -> ParsedMail:
        """Return the mail read, folded and sanitised. Raises UnreadableMail. Waits while every process is
        busy.
        """
        if len(raw) > MAX_RAW_BYTES:
            raise UnreadableMail(Reason.SIZE)
        child = self._idle.get()
        try:
            if child and not child.is_alive():
                child.end()
                child = None
            child = child or _Child()
            return child.read(raw, cpu_seconds, memory_mb)
        finally:
            self._idle.put(child)

    def close(self) -> None:
        """End the processes, once each has finished its mail."""
        for _ in range(self._processes):
            child = self._idle.get()
            if child:
                child.end()
        for _ in range(self._processes):
            self._idle.put(None)

    def __enter__(self) -> "Reader":
        return self

    def __exit__(self, *_) -> None:
        self.close()


class _Child:
    def __init__(self) -> None:
        environment = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-s", "-m", f"{__package__}.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment | _CHILD_ENVIRONMENT,
            cwd="/",
            process_group=0,  # The terminal's Ctrl-C is for the desk; the child ends when its stdin closes.
            bufsize=0,
        )
        self.pid = self._process.pid
        self._deadline = 0.0

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def read(self, raw: bytes, cpu_seconds: float, memory_mb: int) -> ParsedMail:
        self._deadline = time.monotonic() + cpu_seconds * _WALL_PER_CPU_SECOND
        try:
            for piece in frames.pack({"cpu_seconds": cpu_seconds, "memory_mb": memory_mb}, raw):
                self._write(piece)
            answer, blob = frames.unpack(self._receive)
        except (EOFError, OSError, ValueError):
            raise UnreadableMail(self._cause_of_death()) from None
        if answer["last"]:
            self.end()
        if "problem" in answer:
            raise UnreadableMail(Reason(answer["problem"]), answer.get("detail", ""))
        return ParsedMail.from_dict(answer["mail"], blob)

    def _write(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[self._process.stdin.write(view) :]

    def _receive(self, size: int) -> bytes:
        data = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            while len(data) < size:
                if not selector.select(max(0.0, self._deadline - time.monotonic())):
                    raise TimeoutError
                chunk = os.read(self._process.stdout.fileno(), min(size - len(data), 2**20))
                if not chunk:
                    break
                data += chunk
        return bytes(data)

    def _cause_of_death(self) -> Reason:
        """Reap the child, killing it where it still runs, and say what it died of."""
        overdue = time.monotonic() >= self._deadline
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=0 if overdue else 1)
        killer = self._process.returncode
        self.end()
        return Reason.TIME if overdue or killer == -signal.SIGPROF else Reason.CRASH

    def end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._process.stdin.close()
        self._process.stdout.close()
