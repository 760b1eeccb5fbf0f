"""pg_dump and pg_restore, of the server's own version where the machine has them, else those of the wheel."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from .embedded import BIN

# https://www.postgresql.org/docs/current/libpq-envars.html
VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


class BackupFailed(Exception):
    """pg_dump or pg_restore failed; the message is its own."""


class DatabaseNotEmpty(BackupFailed):
    """The database to restore into has tables already."""


def dump_database(dsn: str, target: Path) -> int:
    """Write the database at `dsn` to `target`; returns the server's major version."""
    version = _server_version(dsn)
    _run(_program("pg_dump", version), dsn, "--format=custom", "--no-owner", "--no-privileges", f"--file={target}")
    return version


def restore_database(dsn: str, source: Path) -> None:
    """Fill the empty database at `dsn` in one transaction. Raises DatabaseNotEmpty, or BackupFailed with nothing changed."""
    with psycopg.connect(dsn) as connection:
        if connection.execute("SELECT 1 FROM pg_tables WHERE schemaname = 'public' LIMIT 1").fetchone():
            raise DatabaseNotEmpty("The database has tables already. A backup is restored into an empty installation only.")
    program = _program("pg_restore", _server_version(dsn))
    _run(program, dsn, "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", *_target(dsn), str(source))


def _target(dsn: str) -> tuple[str, ...]:
    return (f"--dbname={conninfo_to_dict(dsn)['dbname']}",)


def _server_version(dsn: str) -> int:
    with psycopg.connect(dsn) as connection:
        return connection.info.server_version // 10_000


def _program(name: str, version: int) -> Path:
    """The wheel's programs are new and read older servers; pg_restore's settings are understood by its own version only."""
    found = shutil.which(name)
    if found and _version_of(Path(found)) == version:
        return Path(found)
    return BIN / name


def _version_of(program: Path) -> int:
    output = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return int(re.search(r"(\d+)", output)[1])


def _run(program: Path, dsn: str, *arguments: str) -> None:
    # The password goes by the environment: a command line can be read by everybody on the machine.
    parts = conninfo_to_dict(dsn)
    environment = os.environ | {variable: str(parts[key]) for key, variable in VARIABLES.items() if parts.get(key)}
    result = subprocess.run([program, *arguments], env=environment, capture_output=True, text=True)
    if result.returncode != 0:
        raise BackupFailed(f"{program.name} failed: {' '.join(result.stderr.split())[:500]}")
