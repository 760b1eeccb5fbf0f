"""CPU per operation: what all processes of the installation used, less what they use when nothing is asked of them."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from .installation import Installation

IDLE_SECONDS = 20
# Work that an operation leaves to others (jobs, notifications) is done within this time, and counts.
SETTLE_SECONDS = 1.5


@dataclass(frozen=True)
class Reading:
    """What `count` operations took: CPU seconds by part, without the idle share, and seconds on the clock."""

    count: int
    cpu: dict[str, float]
    wall_seconds: float

    @property
    def cpu_ms_each(self) -> float:
        """CPU milliseconds of all parts for one operation."""
        return round(sum(self.cpu.values()) * 1000 / self.count, 2)

    @property
    def each_second(self) -> float:
        """Operations a second, one after another."""
        return round(self.count / self.wall_seconds, 1)

    def conditions(self) -> dict[str, Any]:
        """Where the time went: CPU by part, and the clock."""
        by_part = {name: round(seconds * 1000 / self.count, 2) for name, seconds in self.cpu.items()}
        parts = {name: ms for name, ms in by_part.items() if ms >= 0.01}
        return {"n": self.count, "wall_ms": round(self.wall_seconds * 1000 / self.count, 1), "cpu_ms_by_part": parts}


class Meter:
    """Measures; knows how much CPU the installation uses while idle, once `rest` was called."""

    def __init__(self, installation: Installation):
        self.installation, self.idle = installation, {}

    def rest(self, n: int) -> None:
        """Measure the idle baseline, as CPU seconds a second of each part; shorter where fewer than 100 operations are measured."""
        seconds = IDLE_SECONDS * min(1, n / 100)
        time.sleep(SETTLE_SECONDS)
        before, began = self.installation.cpu(), time.monotonic()
        time.sleep(seconds)
        self.idle = {name: used / (time.monotonic() - began) for name, used in self._since(before).items()}

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
        used, passed = self._since(before), time.monotonic() - began
        return Reading(count, {name: seconds - self.idle.get(name, 0) * passed for name, seconds in used.items()}, wall)

    def _since(self, before: dict[str, float]) -> dict[str, float]:
        return {name: seconds - before.get(name, 0) for name, seconds in self.installation.cpu().items()}
