"""Queries whose SQL is written once a process.

The ORM writes a query's SQL anew for every call, which for a row with its related rows takes more CPU than running it and
making the objects. A query that most calls make is decorated here: its SQL is kept, and each call puts its own values into it.
The walls stay: the desk in scope is such a value, and the database holds its own.
"""

import functools
import inspect
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql.compiler import SQLCompiler

from .tenancy import require_desk
from .tenancy.scope import standing_for_desk

# Stand for desk and arguments while the SQL is written: values that no query has of its own.
DESK = 7_301_733_911_559_000_000
SLOTS = {int: lambda place: DESK + 1 + place, str: lambda place: f"\ue000 argument {place} \ue000"}


def written_once(build: Callable[..., QuerySet]) -> Callable[..., list[Any]]:
    """Decorates a function that makes a query set from `int` and `str` arguments, annotated as such: the function then returns its rows.

    `build` is called once, with stand-ins: it may use its arguments as values of conditions and for nothing else. The query set
    gives model instances, with related rows and annotations if it likes. Raises TypeError at the first call for one whose SQL cannot be kept.
    """
    kinds = [parameter.annotation for parameter in inspect.signature(build).parameters.values()]
    lock, kept = threading.Lock(), []

    @functools.wraps(build)
    def rows(*values: int | str) -> list[Any]:
        if not kept:
            with lock:
                kept.extend([] if kept else [_Statement(build, kinds)])
        return kept[0].rows(values)

    return rows


class _Statement:
    """The SQL of a query set, where its values come from, and how its rows become objects: Django's own way, prepared."""

    def __init__(self, build: Callable[..., QuerySet], kinds: list[type]):
        slots = [DESK, *(SLOTS[kind](place) for place, kind in enumerate(kinds))]
        with standing_for_desk(DESK):
            queryset = build(*slots[1:])
            if (
                queryset._iterable_class is not ModelIterable
                or queryset._prefetch_related_lookups
                or queryset._known_related_objects
            ):
                raise TypeError(f"{build.__name__}: only plain query sets of model instances can be kept")
            compiler = queryset.query.get_compiler(using=DEFAULT_DB_ALIAS)
            self._sql, values = compiler.as_sql()
        # Pairs: which of desk and arguments, or None and a value of the query's own.
        self._values = [(slots.index(value), None) if value in slots else (None, value) for value in values]
        used = {place for place, _own in self._values}
        if unused := set(range(1, len(slots))) - used:
            raise TypeError(f"{build.__name__}: argument {min(unused)} becomes no value of the query")
        self._needs_desk = 0 in used
        self._prepare_objects(compiler)

    def rows(self, arguments: tuple[int | str, ...]) -> list[Any]:
        """The objects for these arguments."""
        given = (require_desk() if self._needs_desk else None, *arguments)
        values = [own if place is None else given[place] for place, own in self._values]
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(self._sql, values)
            return list(self._objects(cursor.fetchall()))

    def _prepare_objects(self, compiler: SQLCompiler) -> None:
        # The compiler itself is let go of: it holds the connection of the thread that asked first.
        fields = compiler.klass_info["select_fields"]
        self._model, self._own = compiler.klass_info["model"], slice(fields[0], fields[-1] + 1)
        self._names = [column.target.attname for column, _sql, _alias in compiler.select[self._own]]
        self._related = get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)
        self._converters = compiler.get_converters([one[0] for one in compiler.select[: compiler.col_count]])
        self._annotations = list((compiler.annotation_col_map or {}).items())

    def _objects(self, rows: list[tuple]) -> Iterator[Any]:
        for row in self._converted(rows):
            found = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._own])
            for related in self._related:
                related.populate(row, found)
            for name, place in self._annotations:
                setattr(found, name, row[place])
            yield found

    def _converted(self, rows: list[tuple]) -> Iterator[Sequence[Any]]:
        for row in map(list, rows):
            for place, (converters, expression) in self._converters.items():
                for convert in converters:
                    row[place] = convert(row[place], expression, connections[DEFAULT_DB_ALIAS])
            yield row
