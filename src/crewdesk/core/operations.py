"""`@operation`: the one home of a verb.

It opens the transaction, and states which kinds of event the verb records. Under the setting CHECK_OPERATIONS a
verb that wrote rows and recorded nothing fails, whoever called it.
"""

import functools
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum

from django.conf import settings
from django.db import connection, transaction

from . import events
from .tenancy import require_desk

OPERATIONS: dict[str, tuple[str, ...]] = {}
_undone_as_a_whole: ContextVar[bool] = ContextVar("crewdesk_undone_as_a_whole", default=False)
_WRITE = re.compile(r"\s*(INSERT INTO|UPDATE|DELETE FROM)\s+\"?(\w+)", re.IGNORECASE)


class Refused(Exception):
    """A verb that may not be done. The message is for the person who asked; `field` names the input at fault."""

    # The HTTP status that says it best.
    status = 422

    def __init__(self, message: str, *, field: str = "base", code: str = "InvalidValue"):
        super().__init__(message)
        # Lazily translated words are of the language in which they were refused.
        self.message = str(message)
        self.field = field
        self.code = code


class NotPermitted(Refused):
    """The person has no right to do this."""


class RecordedNothing(AssertionError):
    """A verb wrote rows without an event."""


def operation(*kinds: StrEnum) -> Callable:
    """Mark a verb that records `kinds`; it runs in one transaction, inside the desk in scope."""

    def wrap(verb: Callable) -> Callable:
        name = f"{verb.__module__}.{verb.__qualname__}"
        OPERATIONS[name] = tuple(str(kind) for kind in kinds)

        @functools.wraps(verb)
        def run(*args, **named):
            require_desk()
            with _all_or_nothing():
                if not settings.CHECK_OPERATIONS:
                    return verb(*args, **named)
                return _checked(name, verb, args, named)

        return run

    return wrap


@contextmanager
def undone_as_a_whole() -> Iterator[None]:
    """The caller undoes its whole transaction where a verb raises, and does nothing more in it: outermost verbs need no savepoint."""
    token = _undone_as_a_whole.set(connection.in_atomic_block)
    try:
        yield
    finally:
        _undone_as_a_whole.reset(token)


@contextmanager
def _all_or_nothing() -> Iterator[None]:
    if not _undone_as_a_whole.get():
        with transaction.atomic():
            yield
        return
    # A verb within this one may be refused alone.
    token = _undone_as_a_whole.set(False)
    try:
        yield
    finally:
        _undone_as_a_whole.reset(token)


def _checked(name: str, verb: Callable, args: tuple, named: dict):
    heard: list[str] = []
    written: set[str] = set()
    outer = events._heard.get()
    token = events._heard.set(heard)

    def watch(execute, sql, params, many, context):
        if found := _WRITE.match(str(sql)):
            written.add(found.group(2))
        return execute(sql, params, many, context)

    try:
        with connection.execute_wrapper(watch):
            result = verb(*args, **named)
    finally:
        events._heard.reset(token)
    if outer is not None:
        outer.extend(heard)
    if written - {"core_event"} and not heard:
        raise RecordedNothing(f"{name} wrote {sorted(written)} and recorded no event.")
    if unknown := set(heard) - set(OPERATIONS[name]) - _kinds_of_inner_verbs(heard):
        raise RecordedNothing(f"{name} recorded {sorted(unknown)}, which no operation declares.")
    return result


def _kinds_of_inner_verbs(heard: list[str]) -> set[str]:
    declared = {kind for kinds in OPERATIONS.values() for kind in kinds}
    return declared & set(heard)
