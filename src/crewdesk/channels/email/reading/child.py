"""The reading process: takes a raw mail from stdin, gives a parsed one to stdout, under limits of its own.

Started by `sandbox.Reader`. It holds no secret, no connection and no Django; whatever a mail does to it,
killing it is safe.
"""

import gc
import resource
import signal
import sys
from typing import BinaryIO

from . import frames
from .parse import TooLarge
from .read import read_mail

_RECYCLE_BYTES = 36 * 2**20


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer frames until stdin closes, memory has run out once, or the process has grown fat."""
    last = False
    while not last:
        try:
            order, raw = frames.unpack(source.read)
        except EOFError:
            return
        _limit(order["cpu_seconds"], order["memory_mb"])
        answer, blobs = _answer(raw)
        last = answer["last"] = answer.get("problem") == "memory" or _resident_bytes() > _RECYCLE_BYTES
        sink.writelines(frames.pack(answer, *blobs))
        sink.flush()
        _unlimit()
        del raw, answer, blobs


def _answer(raw: bytes) -> tuple[dict, list[bytes]]:
    try:
        mail = read_mail(raw)
        return {"mail": mail.to_dict()}, [one.data for one in mail.attachments]
    except MemoryError:
        return {"problem": "memory"}, []
    except TooLarge:
        return {"problem": "size"}, []
    except RecursionError:
        return {"problem": "shape"}, []
    except Exception as problem:  # A bug of ours or of a library: the mail becomes a visible "could not read".
        return {"problem": "crash", "detail": type(problem).__name__}, []


def _limit(cpu_seconds: float, memory_mb: int) -> None:
    """Renew the limits for one mail. SIGPROF is left at its default action: it ends the process, even
    inside C code.
    """
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * 2**20, resource.RLIM_INFINITY))
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)


def _unlimit() -> None:
    signal.setitimer(signal.ITIMER_PROF, 0)
    resource.setrlimit(resource.RLIMIT_AS, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def _resident_bytes() -> int:
    try:
        with open("/proc/self/statm") as statm:
            return int(statm.read().split()[1]) * resource.getpagesize()
    except OSError:  # No procfs: macOS. Without the figure the process is simply never recycled.
        return 0


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    gc.freeze()
    serve(sys.stdin.buffer, sys.stdout.buffer)
