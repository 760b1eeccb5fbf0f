"""CPU per operation: what all processes of the installation used, less what they use when nothing is asked of them."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from .installation import Installation

IDLE_SECONDS = 20
# Work that an operation leaves to others (jobs, notifications) is done within this time, and counts.
SETTLE_SECONDS = 1.5


@dataclass(frozen=True)
class Reading:
    """What `count` operations took."""

    count: int
    cpu_ms: float
    wall_seconds: float

    @property
    def cpu_ms_each(self) -> float:
        return round(self.cpu_ms / self.count, 2)

    @property
    def each_second(self) -> float:
        return round(self.count / self.wall_seconds, 1)


class Meter:
    """Knows how much CPU the installation uses while idle, once `rest` was called."""

    def __init__(self, installation: Installation):
        self.installation, self.idle = installation, 0.0

    def rest(self, seconds: float = IDLE_SECONDS) -> None:
        """Measure the idle baseline, as CPU seconds a second."""
        time.sleep(SETTLE_SECONDS)
        before, began = self.installation.cpu(), time.monotonic()
        time.sleep(seconds)
        self.idle = (self.installation.cpu() - before) / (time.monotonic() - began)

    def measure(self, operations: Iterable[Callable[[], object]], *, until: Callable[[], bool] = lambda: True) -> Reading:
        """Do the operations one after another and wait until `until`, which says that all their consequences are done."""
        before, began, count = self.installation.cpu(), time.monotonic(), 0
        for operation in operations:
            operation()
            count += 1
        while not until():
            time.sleep(0.02)
        wall = time.monotonic() - began
        time.sleep(SETTLE_SECONDS)
        used = self.installation.cpu() - before - self.idle * (time.monotonic() - began)
        return Reading(count, used * 1000, wall)
