"""Real worker processes, and waiting for what they do."""

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.process import BaseProcess

import pytest

from .worker_main import work


def eventually(holds: Callable[[], object], *, seconds: float = 20) -> object:
    """Ask again and again until the answer is true; fails after `seconds`."""
    deadline = time.monotonic() + seconds
    while not (answer := holds()):
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(0.02)
    return answer


@pytest.fixture
def start_worker():
    """`start_worker(stalled=1.0)` starts a worker of the batch lane in a process of its own; all are killed in the end."""
    started: list[BaseProcess] = []
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([work.__module__])

    def start(*, stalled: float = 1.0, concurrency: int = 1) -> BaseProcess:
        process = context.Process(target=work, kwargs={"concurrency": concurrency, "stalled": stalled})
        process.start()
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.join()
