"""`crewdesk doctor`: looks at everything that an installation stands on, and says what to do."""

import sys
from collections.abc import Iterator

import click

from ..program import load_django
from .finding import Finding, State

COLOURS = {State.OK: "green", State.WARN: "yellow", State.FAIL: "red"}


@click.command()
def doctor() -> None:
    """Check database, mail, disk, keys, worker and clock. Ends with 1 when something fails."""
    load_django()
    found = []
    for finding in examine():
        found.append(finding)
        click.echo(f"{click.style(f'{finding.state:<5}', fg=COLOURS[finding.state])} {finding.what}: {finding.text}")
        if finding.advice:
            click.echo(f"      {finding.advice}")
    sys.exit(1 if any(finding.state == State.FAIL for finding in found) else 0)


def examine() -> Iterator[Finding]:
    """All findings, in order; what needs the database is left out where that cannot be reached."""
    from django.conf import settings

    from crewdesk.core.postgres.embedded import CannotStartPostgres
    from crewdesk.core.supervisor.database import running

    from . import database, machine, mail, work

    yield from machine.findings()
    try:
        with running(settings.EMBEDDED):
            reachable = database.reachable()
            yield reachable
            if reachable.state != State.FAIL:
                yield from database.findings()
                yield from work.findings()
                yield from mail.mailboxes()
    except CannotStartPostgres as problem:
        yield Finding(State.FAIL, "database", str(problem), "See docs/running.md, 'When the database does not start'.")
    yield mail.outgoing()
