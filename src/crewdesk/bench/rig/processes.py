"""CPU time and memory of a tree of processes, from /proc (proc_pid_stat(5), proc_pid_smaps(5)); Linux only."""

import os
from collections.abc import Iterable
from pathlib import Path

import psutil

TICKS = os.sysconf("SC_CLK_TCK")


def tree(*roots: int) -> list[int]:
    """The pids of `roots` and of all that descends from them, as far as they live."""
    found: dict[int, None] = {}
    for root in roots:
        try:
            process = psutil.Process(root)
            found |= dict.fromkeys([root, *(child.pid for child in process.children(recursive=True))])
        except psutil.NoSuchProcess:
            continue
    return list(found)


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time that the processes have used, with that of children which have ended and were waited for."""
    return sum(_ticks(pid) for pid in pids) / TICKS


def memory_mb(pids: Iterable[int]) -> float:
    """Memory of the processes together in MB (10^6 bytes): the sum of their PSS, in which a shared page counts once."""
    return sum(_pss_kb(pid) for pid in pids) * 1024 / 1e6


def _ticks(pid: int) -> int:
    try:
        # The second field, the name, may hold blanks and brackets.
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(field) for field in fields[11:15])


def _pss_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
