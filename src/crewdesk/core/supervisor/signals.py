"""Waiting for signals without threads and without polling (select on a wakeup descriptor: also where sigtimedwait is missing)."""

import os
import select
import signal


class Ear:
    """Hears `signals` inside a `with` block of the main thread; outside they do what they did before."""

    def __init__(self, signals: set[signal.Signals]):
        self.signals = signals

    def __enter__(self):
        self.reader, self.writer = os.pipe()
        os.set_blocking(self.writer, False)
        self.previous = {number: signal.signal(number, _hear) for number in self.signals}
        self.previous_wakeup = signal.set_wakeup_fd(self.writer, warn_on_full_buffer=False)
        return self

    def __exit__(self, *failure):
        signal.set_wakeup_fd(self.previous_wakeup)
        for number, handler in self.previous.items():
            signal.signal(number, handler)
        os.close(self.reader)
        os.close(self.writer)

    def wait(self, seconds: float) -> int | None:
        """The next signal that was heard, or None after `seconds`."""
        ready, _writable, _failed = select.select([self.reader], [], [], max(0.0, seconds))
        return os.read(self.reader, 1)[0] if ready else None


def become_deaf() -> None:
    """In a forked child: undo what an Ear of the parent set up."""
    signal.set_wakeup_fd(-1)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def _hear(number, frame) -> None:
    """The number has been written to the wakeup descriptor already; the handler only has to exist."""
