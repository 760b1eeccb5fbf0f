"""`crewdesk up`: everything under one supervisor."""

import os
import sys
from pathlib import Path

import click

from .program import load_django


@click.command()
@click.option("--demo", is_flag=True, help="Load the sample desk once and print its logins.")
@click.option("--reload", is_flag=True, help="Start anew when a file of the program changes; for developers.")
def up(demo: bool, reload: bool) -> None:
    """Start the database, migrate, and run web, live pages, worker and mail until Ctrl-C."""
    if demo:
        os.environ.update(demo_environment())
    load_django()
    if reload:
        _restart_on_change(demo)
    else:
        _run(demo)


def demo_environment() -> dict[str, str]:
    """Settings of the demo: its mail goes into its own mailboxes and nowhere else, and what customers write there is believed."""
    listener = int(os.environ.get("MAIL_PORT") or 8025)
    return {
        "CREWDESK_DEMO": "1", "MAIL_PORT": str(listener), "MAIL_AUTHSERV_ID": "mx.harbor.example",
        "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": str(listener + 1), "EMAIL_SECURITY": "none", "EMAIL_USER": "",
    }  # fmt: skip


def _run(demo: bool) -> None:
    from django.conf import settings

    from crewdesk.core.supervisor import Supervisor
    from crewdesk.core.supervisor.database import running
    from crewdesk.core.supervisor.folder import refuse_unfit, taken
    from crewdesk.core.supervisor.ports import refuse_taken

    from .banner import Banner
    from .parts import PARTS, database_part, named_parts
    from .preload import preload
    from .prepare import prepare

    refuse_taken(listened(tuple(PARTS)))
    refuse_unfit(settings.CREWDESK_DATA)
    with taken(settings.CREWDESK_DATA), running(settings.EMBEDDED) as users:
        prepare(demo=demo)
        parts = named_parts(tuple(PARTS))
        if settings.EMBEDDED:
            parts.append(database_part(settings.EMBEDDED, users))
        preload()
        Supervisor(parts, watch=Banner(demo)).run()


def listened(names: tuple[str, ...]) -> dict[str, tuple[str, int]]:
    """Setting name to the address and port on which the parts `names` will listen."""
    from django.conf import settings

    wanted = {
        "web": ("PORT", settings.BIND, settings.PORT),
        "live": ("LIVE_PORT", settings.BIND, settings.LIVE_PORT),
        "mail": ("MAIL_PORT", settings.MAIL_BIND, settings.MAIL_PORT),
    }
    found = {setting: (address, port) for part, (setting, address, port) in wanted.items() if part in names and port}
    return found | ({"EMAIL_PORT": ("127.0.0.1", settings.EMAIL_PORT)} if settings.DEMO else {})


def _restart_on_change(demo: bool) -> None:
    """The outer process keeps the embedded database running, so that a restart takes a moment only."""
    from django.conf import settings
    from watchfiles import DefaultFilter, run_process

    from crewdesk.core.supervisor.database import running

    command = [sys.executable, "-m", "crewdesk.cli", "up", *(["--demo"] if demo else [])]
    with running(settings.EMBEDDED):
        run_process(Path(__file__).parent.parent, target=_call, args=(command,), watch_filter=DefaultFilter(), sigint_timeout=15)


def _call(command: list[str]) -> None:
    os.execv(command[0], command)
