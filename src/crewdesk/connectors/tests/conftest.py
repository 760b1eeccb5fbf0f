"""What stories of this room have in common."""

import json
from pathlib import Path

import pytest
from django.db import connection

from crewdesk.connectors.desks.archive import Reader, written
from crewdesk.connectors.desks.leaving import write_desk
from crewdesk.core.clock import now
from crewdesk.core.tenancy import require_desk
from crewdesk.tickets.models import FieldType
from crewdesk.tickets.operations.definitions.fields import create_field


def silent(_label: str, _done: int, _total: int) -> None:
    """A progress that nobody looks at."""


@pytest.fixture
def export(tmp_path):
    """`export(desk, "name")` writes a desk to a folder and returns a reader of it."""

    def write(desk, name: str) -> Reader:
        with written(tmp_path / name) as out:
            write_desk(desk, out, at=now(), progress=silent)
        return Reader(tmp_path / name)

    return write


def rows(folder: Path, label: str) -> list[dict]:
    """The rows of a table in an archive."""
    return [json.loads(line) for line in (folder / "tables" / f"{label}.jsonl").read_text().splitlines()]


@pytest.fixture
def fields(in_harbor):
    """Two custom fields, for columns of the same names."""
    said = {"by": in_harbor.ada, "via": "web", "at": now()}
    create_field(type=FieldType.TAGGER, title="Topic", key="topic", options=[{"name": "Money", "value": "about_money"}], **said)
    create_field(type=FieldType.TEXT, title="Order", key="order", **said)


def given_up(job: str, **arguments) -> None:
    """The job of the desk in scope with these arguments took its workers along too often: nobody does it any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name LIKE %s AND args @> %s",
            [f"crewdesk.connectors.%.{job}", json.dumps({"desk_id": require_desk(), **arguments})],
        )
        assert cursor.rowcount == 1
