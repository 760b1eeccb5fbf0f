"""Child processes by fork: each leads a process group of its own and does not outlive the process that forked it."""

import ctypes
import logging
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass

from .signals import become_deaf

logger = logging.getLogger(__name__)
# <linux/prctl.h>
PR_SET_PDEATHSIG = 1
PR_SET_NAME = 15


@dataclass(frozen=True)
class Part:
    """A part of the program: `run` works until SIGTERM. Parts of a lower `rank` are stopped first.

    `grace` is how many seconds it may take to stop before it is killed; `last_signal` is what it gets when its parent dies.
    """

    name: str
    run: Callable[[], None]
    rank: int = 0
    grace: float = 4
    last_signal: signal.Signals = signal.SIGKILL


def fork(part: Part) -> int:
    """Run `part` in a child; returns its pid. The caller has neither threads nor open database connections."""
    parent = os.getpid()
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid == 0:
        os._exit(_live(part, parent))
    return pid


def wait_for(pid: int) -> int:
    """Wait for a child to end; returns its exit code, negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def die_with_parent(parent: int, last_signal: signal.Signals = signal.SIGKILL) -> None:
    """Ask the kernel to send this process `last_signal` when its parent dies (Linux only; elsewhere nothing happens)."""
    if sys.platform == "linux":
        _prctl(PR_SET_PDEATHSIG, last_signal)
        if os.getppid() != parent:
            os._exit(1)


def _live(part: Part, parent: int) -> int:
    try:
        _settle(part, parent)
        part.run()
    except SystemExit as end:
        return _exit_code(end)
    except KeyboardInterrupt:
        return 130
    except BaseException:
        logger.exception("part failed", extra={"part": part.name})
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def _settle(part: Part, parent: int) -> None:
    # A group of its own: Ctrl-C in a terminal reaches the supervisor alone, which then stops the parts in order.
    os.setpgid(0, 0)
    die_with_parent(parent, part.last_signal)
    become_deaf()
    if sys.platform == "linux":
        _prctl(PR_SET_NAME, ctypes.c_char_p(f"crewdesk {part.name}"[:15].encode()))


def _prctl(option: int, value) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl failed")


def _exit_code(end: SystemExit) -> int:
    if end.code is None or isinstance(end.code, int):
        return end.code or 0
    sys.stderr.write(f"{end.code}\n")
    return 1
