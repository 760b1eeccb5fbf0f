"""A backup restored elsewhere is equal in every row, file and key; a damaged one changes nothing."""

import os
import shutil
import tarfile
from pathlib import Path

import psycopg
import pytest
from django.conf import settings as django_settings

from crewdesk.core.postgres.embedded import EmbeddedServer

from .conftest import as_process

# The files of all xdist workers lie in one folder, so these tests stay on one of them.
pytestmark = pytest.mark.xdist_group("kept files")
FILES = {"files/ab/cd1": b"\x00picture\xff", "files/ab/cd2": b""}


@pytest.fixture
def archive(committed_harbor, tmp_path):
    """A backup of the test database with two files; and what was in it."""
    data = Path(os.environ["CREWDESK_DATA"])
    (data / "files").mkdir(mode=0o700, exist_ok=True)
    for name, content in FILES.items():
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_bytes(content)
    target = tmp_path / "backup.tar"
    answer = as_process("backup", str(target))
    assert answer.returncode == 0, answer.stderr
    yield target
    for name in FILES:
        (data / name).unlink(missing_ok=True)


def restore(archive: Path, data: Path):
    return as_process("restore", str(archive), CREWDESK_DATA=str(data), CREWDESK_DATABASE=None)


def contents(server: EmbeddedServer, database: str) -> dict[str, str]:
    """Table or sequence to a hash of all that it holds."""
    with psycopg.connect(server.dsn("postgres", database)) as connection:
        tables = connection.execute(
            "SELECT relname, relkind FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S')"
        )
        hashes = {}
        for name, kind in tables.fetchall():
            rows = f'(SELECT last_value FROM "{name}")' if kind in (b"S", "S") else f'"{name}"'
            # Which transaction wrote a row last is another server's number (core/sql/changes.sql).
            row = "(to_jsonb(row) - 'changed_in' - 'changed_at')::text"
            query = f"SELECT md5(coalesce(string_agg({row}, '|' ORDER BY {row}), '')) FROM {rows} AS row"
            hashes[name] = connection.execute(query).fetchone()[0]
        return hashes


def test_backup_restores_to_equal_rows_files_and_keys(archive, tmp_path):
    before = contents(django_settings.EMBEDDED, os.environ["CREWDESK_DATABASE"])
    data = tmp_path / "restored"
    answer = restore(archive, data)
    assert answer.returncode == 0, answer.stderr
    server = EmbeddedServer(data)
    assert {name: (data / name).read_bytes() for name in FILES} == FILES
    server.start()
    try:
        after = contents(server, "crewdesk")
        assert restore(archive, data).returncode == 2
        shutil.rmtree(data / "files")
        assert b"has tables already" in restore(archive, data).stderr
    finally:
        server.stop()
    assert after == before
    for key in ("secret_key", "field_key"):
        assert (data / "keys" / key).read_text() == (Path(os.environ["CREWDESK_DATA"]) / "keys" / key).read_text()
        assert (data / "keys" / key).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("harm", ["changed", "missing", "cut"])
def test_damaged_backup_changes_nothing(archive, tmp_path, harm):
    damaged = tmp_path / "damaged.tar"
    if harm == "cut":
        damaged.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
    else:
        _copy_but(archive, damaged, "files/ab/cd1", drop=harm == "missing")
    answer = restore(damaged, tmp_path / "restored")
    assert answer.returncode == 2, answer.stderr
    assert not (tmp_path / "restored").exists()
    assert len(answer.stderr.decode().strip().splitlines()) == 1


def test_backup_is_private_and_overwrites_nothing(archive):
    assert archive.stat().st_mode & 0o077 == 0
    before = archive.read_bytes()
    assert as_process("backup", str(archive)).returncode == 2
    assert archive.read_bytes() == before


def _copy_but(source: Path, target: Path, name: str, *, drop: bool) -> None:
    with tarfile.open(source) as old, tarfile.open(target, "w") as new:
        for entry in old:
            content = old.extractfile(entry)
            if entry.name == name and not drop:
                content.read(1)
                entry.size -= 1
            if entry.name != name or not drop:
                new.addfile(entry, content)
