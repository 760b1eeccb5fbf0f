"""What stories of this room have in common."""

import json
from pathlib import Path

import pytest

from crewdesk.connectors.desks.archive import Reader, written
from crewdesk.connectors.desks.leaving import write_desk
from crewdesk.core.clock import now


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
