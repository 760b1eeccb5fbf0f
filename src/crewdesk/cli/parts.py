"""The parts that the program runs as processes, put together here because only this floor sees all rooms."""

import signal
from importlib import import_module
from typing import IO

from crewdesk.core.supervisor import Part

DATABASE_GRACE = 60


def named_parts(names: tuple[str, ...]) -> list[Part]:
    """Parts to supervise, by name: web, live, worker, mail."""
    return [PARTS[name]() for name in names]


def database_part(server, users: IO) -> Part:
    """The embedded server: stopped after all others, and also when the supervisor is killed."""
    from crewdesk.core.supervisor.database import keep_running

    return Part("db", lambda: keep_running(server, users), rank=2, grace=DATABASE_GRACE, last_signal=signal.SIGTERM)


def _part(name: str, module: str, function: str, *, role: str = "app", rank: int = 0) -> Part:
    def run() -> None:
        from crewdesk.core.supervisor.role import use_role

        use_role(role)
        getattr(import_module(module), function)()

    return Part(name, run, rank=rank)


PARTS = {
    "web": lambda: _part("web", "crewdesk.core.supervisor.web", "run"),
    "live": lambda: _part("live", "crewdesk.core.live.server", "serve"),
    "worker": lambda: _part("worker", "crewdesk.core.worker", "run", role="worker", rank=1),
    "mail": lambda: _part("mail", "crewdesk.cli.doors", "run", role="worker"),
}
