"""The least that a server can do for a call that writes three rows: what the API's throughput is held against.

The same Granian, the same number of processes and threads, the same database; no framework, no rights, no audit.
"""

import os
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context

import psycopg

DSN_NAME = "CREWDESK_BENCH_DSN"
TABLE = (
    "CREATE TABLE IF NOT EXISTS bench_bare (id bigserial PRIMARY KEY, words text NOT NULL, at timestamptz NOT NULL DEFAULT now())"
)
WRITE = "INSERT INTO bench_bare (words) VALUES (%s)"
_held = threading.local()


def application(environ: dict, start_response) -> list[bytes]:
    """A WSGI application: one POST, one transaction, three rows."""
    if environ["REQUEST_METHOD"] == "POST":
        if not hasattr(_held, "connection"):
            _held.connection = psycopg.connect(os.environ[DSN_NAME])
        words = environ["wsgi.input"].read().decode()
        with _held.connection.transaction(), _held.connection.cursor() as cursor:
            for _row in range(3):
                cursor.execute(WRITE, [words])
    start_response("201 Created", [("Content-Type", "application/json")])
    return [b'{"done": true}']


@contextmanager
def bare_server(port: int, dsn: str, *, workers: int, threads: int) -> Iterator[None]:
    """Have it listen on `port` of this machine."""
    with psycopg.connect(dsn, autocommit=True) as database:
        database.execute(TABLE)
    os.environ[DSN_NAME] = dsn
    process = get_context("spawn").Process(target=_serve, args=(port, workers, threads))
    process.start()
    try:
        _wait_until_up(port)
        yield
    finally:
        process.terminate()
        process.join()
        with psycopg.connect(dsn, autocommit=True) as database:
            database.execute("DROP TABLE bench_bare")


def _serve(port: int, workers: int, threads: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces

    sys.stdout = sys.stderr
    Granian(
        "crewdesk.bench.rig.bare:application", address="127.0.0.1", port=port, interface=Interfaces.WSGI, workers=workers,
        blocking_threads=threads, log_enabled=False,
    ).serve()  # fmt: skip


def _wait_until_up(port: int) -> None:
    for _turn in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=2).close()
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("The bare server did not come up.")
