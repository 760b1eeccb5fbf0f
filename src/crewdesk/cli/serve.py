"""`crewdesk serve`: single parts, for systemd and further machines."""

import click

from .failures import WrongUse
from .program import load_django

NAMES = ("web", "live", "worker", "mail")


@click.command()
@click.argument("names", metavar="[web|live|worker|mail]...", nargs=-1, required=True, type=click.Choice(NAMES))
def serve(names: tuple[str, ...]) -> None:
    """Run these parts against a database that is up and migrated, until SIGTERM.

    Any number of web and worker parts may run, on any number of machines.
    """
    load_django()
    from django.conf import settings

    from crewdesk.core.supervisor import Supervisor
    from crewdesk.core.supervisor.ports import refuse_taken

    from .parts import named_parts
    from .preload import preload
    from .prepare import refuse_unready
    from .up import listened

    if settings.EMBEDDED and not settings.EMBEDDED.is_running():
        raise WrongUse(
            "The embedded database does not run. `crewdesk up` starts it; `serve` is for parts beside it or for DATABASE_URL."
        )
    refuse_taken(listened(names))
    refuse_unready()
    preload()
    Supervisor(named_parts(names)).run()
