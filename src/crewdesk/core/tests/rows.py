"""Rows of any desk-owned model with no care for their meaning: for tests that walk every table."""

import itertools
from datetime import date, time

from django.contrib.postgres.search import SearchVectorField
from django.db import connection, models
from django.utils import timezone

from crewdesk.core.tenancy import DeskForeignKey, require_desk
from crewdesk.core.tenancy.walls import desk_models

_counter = itertools.count(1)
# What a check asks of columns beside each other.
WANTED = {"accounts_scheduleinterval": {"start_minute": 0, "end_minute": 60}}
# Either may be null, and one of them is.
ONE_OF_TWO = {"channels_suspension": ("mail_id", "held_id")}
_PLAIN = (
    (models.BooleanField, lambda n: False),
    ((models.IntegerField, models.DecimalField, models.FloatField), lambda n: n),
    (models.DateTimeField, lambda n: timezone.now()),
    (models.DateField, lambda n: date(2026, 1, 1)),
    (models.TimeField, lambda n: time(n % 24)),
    (models.JSONField, lambda n: "{}"),
    (models.BinaryField, lambda n: b""),
    (models.UUIDField, lambda n: f"00000000-0000-0000-0000-{n:012}"),
    (SearchVectorField, lambda n: ""),
    (models.EmailField, lambda n: f"row{n}@rows.example"),
    ((models.CharField, models.TextField), lambda n: f"{n:x}"),
)


def foreign_keys_between_desk_tables() -> list[tuple]:
    """Every (model, field) that leads from one desk-owned table to another."""
    return [
        (model, field)
        for model in desk_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, DeskForeignKey)
    ]


def insert_row(model, **wanted) -> int:
    """Insert a row of `model`, and the rows that it cannot do without, for the desk in scope; returns its id. `wanted`: by column."""
    values = {
        field.column: _value(field) for field in model._meta.local_concrete_fields if not (field.primary_key or field.generated)
    }
    first, second = ONE_OF_TWO.get(model._meta.db_table, ("", ""))
    if first and wanted.keys().isdisjoint({first, second}):
        values[first] = insert_row(model._meta.get_field(first.removesuffix("_id")).related_model)
    values |= WANTED.get(model._meta.db_table, {}) | {"desk_id": require_desk()} | wanted
    columns, marks = ", ".join(f'"{name}"' for name in values), ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f'INSERT INTO "{model._meta.db_table}" ({columns}) VALUES ({marks}) RETURNING id', list(values.values()))
        return cursor.fetchone()[0]


def _value(field):
    if field.null:
        return None
    if isinstance(field, DeskForeignKey):
        return insert_row(field.related_model)
    if isinstance(field, models.ForeignKey):
        return field.related_model.objects.create(email=f"person{next(_counter)}@rows.example").pk
    value = next(make(next(_counter)) for kinds, make in _PLAIN if isinstance(field, kinds))
    return value[-field.max_length :] if isinstance(value, str) and field.max_length else value
