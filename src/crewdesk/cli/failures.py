"""What a person sees when a command cannot go on: one line, and the exit code."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click


class WrongUse(click.ClickException):
    """A command that cannot run as it was asked to."""

    exit_code = 2

    def show(self, file=None) -> None:
        click.echo(self.format_message(), err=True)


@contextmanager
def as_one_line() -> Iterator[None]:
    """Turn failures that have an explanation into that explanation. Others keep their traceback: they are defects."""
    try:
        yield
    except SystemExit as end:
        if not isinstance(end.code, str):
            raise
        _leave(end.code, 2)  # BadSetting, UnsafeRole
    except Exception as problem:
        if (explanation := _explain(problem)) is None:
            raise
        _leave(*explanation)


def _explain(problem: Exception) -> tuple[str, int] | None:
    """The line and the exit code for a failure that we know. Imports what it compares with only where that is loaded."""
    known = {
        ("crewdesk.core.supervisor.ports", "PortTaken"): 2,
        ("crewdesk.core.supervisor.folder", "FolderUnfit"): 2,
        ("crewdesk.core.operations", "Refused"): 2,
        ("crewdesk.core.postgres.backup", "CannotRestore"): 2,
        ("crewdesk.core.postgres.embedded", "CannotStartPostgres"): 1,
        ("crewdesk.core.postgres.dump", "BackupFailed"): 1,
    }
    for (module, name), code in known.items():
        if module in sys.modules and isinstance(problem, getattr(sys.modules[module], name)):
            return str(problem), code
    return _explain_database(problem)


def _explain_database(problem: Exception) -> tuple[str, int] | None:
    if "django.db" not in sys.modules:
        return None
    from django.db import OperationalError, ProgrammingError
    from psycopg import errors

    if isinstance(problem, ProgrammingError) and isinstance(problem.__cause__, errors.UndefinedTable | errors.UndefinedColumn):
        return "The database is not at this version. Run `crewdesk migrate` first.", 1
    if isinstance(problem, OperationalError):
        first = str(problem).strip().splitlines()[0] if str(problem).strip() else "no reason given"
        return f"The database cannot be reached: {first}. `crewdesk doctor` says more.", 1
    return None


def _leave(line: str, code: int) -> None:
    click.echo(line, err=True)
    sys.exit(code)
