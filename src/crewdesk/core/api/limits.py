"""How many calls a minute one caller may make, over all web processes.

A process leases a fiftieth of the allowance at a time with one statement and hands it out from memory, so that most calls
cost the database nothing. Processes may sit on leases that they do not use: a caller can be told to wait at 98 % of the
allowance, and never gets more than all of it.
"""

import threading
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import connection

from ..tenancy import require_desk

WINDOW_SECONDS = 60
LEASES = 50
MOST_REMEMBERED = 10_000
LEASE = """
INSERT INTO core_ratewindow AS w (desk_id, caller, starts_at, used) VALUES (%(desk)s, %(caller)s, to_timestamp(%(window)s), %(step)s)
ON CONFLICT (desk_id, caller) DO UPDATE SET starts_at = excluded.starts_at,
    used = CASE WHEN w.starts_at = excluded.starts_at THEN w.used ELSE 0 END + excluded.used
RETURNING used
"""


@dataclass(frozen=True)
class Allowance:
    """Calls a minute, how many are left of them, in how many seconds a new minute begins, and whether the database was written for it."""

    limit: int
    remaining: int
    resets_in: int
    is_leased: bool = False

    def headers(self) -> dict[str, str]:
        """The dialect's rate-limit headers."""
        return {
            "X-Rate-Limit": str(self.limit),
            "X-Rate-Limit-Remaining": str(self.remaining),
            "ratelimit-limit": str(self.limit),
            "ratelimit-remaining": str(self.remaining),
            "ratelimit-reset": str(self.resets_in),
        }


class TooManyCalls(Exception):
    """The allowance of this minute is used up."""

    def __init__(self, allowance: Allowance):
        super().__init__("Too many calls")
        self.allowance = allowance


@dataclass
class _Lease:
    window: int
    left: int = 0
    used_by_all: int = 0


_leases: dict[tuple[int, str], _Lease] = {}
_lock = threading.Lock()


def take(caller: str, *, limit: int, at: datetime) -> Allowance:
    """Take one call out of the caller's allowance. Raises TooManyCalls. `caller` is unique within the desk in scope."""
    now = int(at.timestamp())
    window = now - now % WINDOW_SECONDS
    resets_in = window + WINDOW_SECONDS - now
    allowance = _from_memory(caller, window, limit, resets_in)
    if allowance is None and _present(caller, window).used_by_all < limit:
        granted, used = _lease(caller, window, limit)
        with _lock:
            lease = _present(caller, window)
            lease.left, lease.used_by_all = lease.left + granted, used
        if allowance := _from_memory(caller, window, limit, resets_in):
            return replace(allowance, is_leased=True)
    if allowance is None:
        raise TooManyCalls(Allowance(limit, 0, resets_in))
    return allowance


def forget() -> None:
    """Drop what this process has leased; for tests."""
    with _lock:
        _leases.clear()


def _from_memory(caller: str, window: int, limit: int, resets_in: int) -> Allowance | None:
    with _lock:
        lease = _present(caller, window)
        if not lease.left:
            return None
        lease.left -= 1
        return Allowance(limit, max(0, limit - lease.used_by_all) + lease.left, resets_in)


def _present(caller: str, window: int) -> _Lease:
    key = (require_desk(), caller)
    lease = _leases.get(key)
    if lease is None or lease.window != window:
        if len(_leases) > MOST_REMEMBERED:
            _leases.clear()
        lease = _leases[key] = _Lease(window)
    return lease


def _lease(caller: str, window: int, limit: int) -> tuple[int, int]:
    """How many calls were granted, and how many all processes together hold now."""
    step = max(1, limit // LEASES)
    with connection.cursor() as cursor:
        cursor.execute(LEASE, {"desk": require_desk(), "caller": caller, "window": window, "step": step})
        used = cursor.fetchone()[0]
    return max(0, min(step, limit - (used - step))), used
