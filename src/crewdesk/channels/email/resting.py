"""Servers that could not be reached a moment ago, so that one that is down does not hold up the mail of others."""

import time

from crewdesk.core.mail.transport import ServerOptions, TransportError

REST_SECONDS = 60.0
_until: dict[tuple[str, int], float] = {}


def note_unreachable(server: ServerOptions, problem: TransportError) -> None:
    """Let `server` rest for a minute when `problem` is that nobody answered there."""
    if isinstance(problem.__cause__, TimeoutError | ConnectionError):
        _until[server.host, server.port] = time.monotonic() + REST_SECONDS


def is_resting(host: str, port: int) -> bool:
    """Whether it is too early to try this server again from this process."""
    return _until.get((host, port), 0.0) > time.monotonic()
