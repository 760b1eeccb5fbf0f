"""Which desk the present work is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection, transaction

_desk: ContextVar[int | None] = ContextVar("crewdesk_desk", default=None)


class NoDeskInScope(RuntimeError):
    """Desk-owned rows were asked for outside `desk_scope`."""


def current_desk_id() -> int | None:
    """The id of the desk in scope, or None."""
    return _desk.get()


def require_desk() -> int:
    """The id of the desk in scope; raises NoDeskInScope when there is none."""
    desk_id = _desk.get()
    if desk_id is None:
        raise NoDeskInScope("No desk is in scope: enter `with desk_scope(desk_id):` first.")
    return desk_id


@contextmanager
def standing_for_desk(desk_id: int) -> Iterator[None]:
    """Queries are written for `desk_id` and asked of nobody: the database is not told."""
    token = _desk.set(desk_id)
    try:
        yield
    finally:
        _desk.reset(token)


@contextmanager
def desk_scope(desk_id: int) -> Iterator[None]:
    """One transaction in which exactly the rows of `desk_id` exist.

    Scopes of the same desk nest freely; a scope of another desk inside one is an error, because
    both would share the transaction and with it the database's setting.
    """
    present = _desk.get()
    # Work that runs right after a commit still sees the contextvar, but needs a transaction of its own.
    is_nested = present is not None and connection.in_atomic_block
    if is_nested and present != desk_id:
        raise RuntimeError(f"Desk {present} is in scope; desk {desk_id} needs a transaction of its own.")
    if is_nested:
        yield
        return
    token = _desk.set(desk_id)
    try:
        with transaction.atomic():
            _tell_database(desk_id)
            yield
    finally:
        _desk.reset(token)


@contextmanager
def own_transaction(desk_id: int) -> Iterator[None]:
    """`desk_scope` that can be rolled back alone, also inside another."""
    if _desk.get() is None or not connection.in_atomic_block:
        with desk_scope(desk_id):
            yield
        return
    with desk_scope(desk_id), transaction.atomic():
        yield


def _tell_database(desk_id: int) -> None:
    # The statement SET LOCAL and not set_config(): it ends with the transaction, which PgBouncer needs, and it is
    # the form that Citus forwards to its workers. SET takes no bind parameters, hence int().
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL crewdesk.desk = '{int(desk_id)}'")
