"""One line of a bench, with the conditions under which it was measured."""

import hashlib
import json
import os
import subprocess
import time
from pathlib import Path
from typing import Any

from .installation import Installation


def figure(op: str, unit: str, value: float, goal: float | None, conditions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """As `crewdesk bench` prints it; `goal` is the most (for speeds the least) that is wanted, None where there is none."""
    return {"op": op, "unit": unit, "value": value, "goal": goal, "conditions": {**conditions, **more}}


def conditions(installation: Installation) -> dict[str, Any]:
    """What stays the same for all figures of a run."""
    ask = installation.database.execute
    return {
        "cores": os.cpu_count(),
        "tickets": ask("SELECT count(*) FROM tickets_ticket").fetchone()[0],
        "postgresql": ask("SHOW server_version").fetchone()[0],
        "synchronous_commit": ask("SHOW synchronous_commit").fetchone()[0],
        "commit": _commit(),
        "load_before": round(os.getloadavg()[0], 2),
        "yardstick_ms": _yardstick_ms(),
    }


def _yardstick_ms() -> float:
    """CPU time of a fixed piece of work: the same machine shows more when others keep its caches and cores busy."""
    letters, begun = b"harbor" * 4096, time.process_time()
    for _turn in range(200):
        letters = hashlib.sha256(json.dumps([letters.hex(), list(range(200))]).encode()).digest() * 768
    return round((time.process_time() - begun) * 1000, 1)


def _commit() -> str | None:
    """The commit of the checkout that runs, with a + where files differ from it; None outside of one."""
    try:
        asked = subprocess.run(
            ["git", "describe", "--always", "--dirty=+"], cwd=Path(__file__).parent, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return asked.stdout.strip()
