"""The embedded server among several programs: the first that needs it starts it, the last one stops it."""

import fcntl
import logging
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from crewdesk.core.postgres.bootstrap import make_embedded_roles
from crewdesk.core.postgres.embedded import CannotStartPostgres, EmbeddedServer

from .signals import Ear

logger = logging.getLogger(__name__)
LOOK_SECONDS = 1


@contextmanager
def running(server: EmbeddedServer | None) -> Iterator[IO | None]:
    """Have the embedded server up inside the block; with None (a server of one's own) nothing is done.

    Each user of the server holds a shared lock on one file, which the kernel takes back from a killed process. Who can make it
    an exclusive lock is the last user. The file says `started` while it was one of them, and not somebody else, who started it.
    """
    if server is None:
        yield None
        return
    with _users_file(server).open("a+") as users:
        fcntl.flock(users, fcntl.LOCK_SH)
        if server.start():
            _write(users, "started")
            make_embedded_roles(server)
        try:
            yield users
        finally:
            leave(server, users)


def leave(server: EmbeddedServer, users: IO) -> None:
    """Stop the server when its users started it and nobody else uses it now."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    users.seek(0)
    if users.read() == "started":
        server.stop()
        _write(users, "")


def keep_running(server: EmbeddedServer, users: IO) -> None:
    """The supervisor's part for the server: start it again when it dies, stop it on SIGTERM.

    `users` is what `running` gave to the parent: the lock belongs to the open file, so parent and child hold it together,
    and the child can still stop the server after the parent was killed.
    """
    with Ear({signal.SIGTERM}) as ear:
        while ear.wait(LOOK_SECONDS) is None:
            try:
                if server.start():
                    logger.error("the embedded database had ended and was started again")
            except CannotStartPostgres as problem:
                logger.error("the embedded database does not start", extra={"problem": str(problem)})
        leave(server, users)


def _users_file(server: EmbeddedServer) -> Path:
    server.data.mkdir(parents=True, exist_ok=True)
    return server.data / "postgres.users"


def _write(users, text: str) -> None:
    users.truncate(0)
    users.write(text)
    users.flush()
