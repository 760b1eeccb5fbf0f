"""Watches all mailboxes of the installation: a thread each, looked over once a minute."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import psycopg
import structlog
from django.conf import settings
from django.db import Error, close_old_connections, connection

from crewdesk.settings import database_dsn

from .imap import watch

log = structlog.get_logger("crewdesk.mail")
LOOK_OVER_SECONDS = 60
# Any number works; it names the lock under which one process of the installation fetches.
LOCK = 7_246_551
# Desk id, mailbox id, and when its settings were changed: with other settings it is another one to watch.
Watched = tuple[int, int, datetime]


def run(stop: threading.Event, *, look_over_seconds: float = LOOK_OVER_SECONDS) -> None:
    """Watch until `stop` is set. Of several processes that call this, one watches and the others stand by."""
    while not stop.is_set():
        try:
            with _turn() as turn:
                if turn is not None:
                    _watch_all(stop, turn, look_over_seconds)
        except (psycopg.Error, Error) as problem:
            log.warning("mailboxes are not watched for now", problem=str(problem))
        stop.wait(look_over_seconds)
    connection.close()


def watched_mailboxes() -> set[Watched]:
    """Every active mailbox."""
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute("SELECT desk, mailbox, changed_at FROM crewdesk_watched_mailboxes()")
        return set(cursor.fetchall())


@contextmanager
def _turn() -> Iterator[psycopg.Connection | None]:
    """The connection that holds the lock, or None while another process has it; the lock goes with the connection.

    Past PgBouncer: in transaction mode a session's lock would stay with whichever connection happened to take it.
    """
    dsn = database_dsn("direct" if settings.DATABASE_DIRECT_URL else "worker")
    with psycopg.connect(dsn, autocommit=True, prepare_threshold=None) as held:
        is_ours = held.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()[0]
        yield held if is_ours else None


def _watch_all(stop: threading.Event, turn: psycopg.Connection, look_over_seconds: float) -> None:
    gone: dict[Watched, threading.Event] = {}
    try:
        while not stop.is_set():
            turn.execute("SELECT 1")  # raises when the lock is lost with the connection
            wanted = watched_mailboxes()
            for key in wanted - gone.keys():
                gone[key] = threading.Event()
                threading.Thread(
                    target=_watch_one, args=(*key[:2], stop, gone[key]), name=f"mailbox-{key[1]}", daemon=True
                ).start()
            for key in gone.keys() - wanted:
                gone.pop(key).set()
            stop.wait(look_over_seconds)
    finally:
        for each in gone.values():
            each.set()


def _watch_one(desk_id: int, mailbox_id: int, stop: threading.Event, gone: threading.Event) -> None:
    try:
        watch(
            desk_id, mailbox_id, stopped=lambda: stop.is_set() or gone.is_set(), pause=lambda seconds: _pause(stop, gone, seconds)
        )
    finally:
        connection.close()


def _pause(stop: threading.Event, gone: threading.Event, seconds: float) -> None:
    """Wait, but no longer than a second after it is time to end."""
    for _second in range(max(1, round(seconds))):
        if stop.is_set() or gone.wait(1):
            return
