"""A ceiling on the processor time of one step."""

import signal
from contextlib import contextmanager


class BudgetSpent(Exception):
    """The step used up its processor time."""


@contextmanager
def cpu_budget(seconds: float):
    """Raise BudgetSpent inside the block once it has used `seconds` of user CPU time.

    Main thread only. Python code and regular expressions can be interrupted, other C code only once it
    returns.
    """

    def spent(*_) -> None:
        raise BudgetSpent

    before = signal.signal(signal.SIGVTALRM, spent)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
