"""The data folder: fit for use, and used by one supervisor at a time."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

LEAST_FREE_MB = 200


class FolderUnfit(Exception):
    """The data folder cannot be used; the message says what to do."""


def refuse_unfit(data: Path) -> None:
    """Make the folder where it is missing. Raises FolderUnfit when it cannot be written or its disk is full."""
    try:
        data.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise FolderUnfit(
            f"The data folder {data} cannot be made ({problem.strerror}). Choose another: CREWDESK_DATA=/path"
        ) from None
    if not os.access(data, os.W_OK | os.X_OK):
        raise FolderUnfit(
            f"The data folder {data} cannot be written by this user. Change its owner, or choose another: CREWDESK_DATA=/path"
        )
    free = free_mb(data)
    if free < LEAST_FREE_MB:
        raise FolderUnfit(
            f"The disk of {data} has {free} MB left; Crewdesk needs {LEAST_FREE_MB} MB to start. Free some, or choose another disk: CREWDESK_DATA=/path"
        )


def free_mb(folder: Path) -> int:
    """Free space of the disk that holds `folder`, in MB."""
    return shutil.disk_usage(folder).free // 1_000_000


@contextmanager
def taken(data: Path) -> Iterator[None]:
    """Hold the folder for this process and its children; raises FolderUnfit when another supervisor has it."""
    with (data / "supervisor.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise FolderUnfit(
                f"Crewdesk already runs on {data} (process {lock.read().strip() or 'unknown'}). Stop it first, or choose another folder: CREWDESK_DATA=/path"
            ) from None
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
