"""Primary keys, taken from the tables' own sequences before the rows are written."""

from collections.abc import Iterator

from django.db import connection, models

BLOCK = 500


class Ids:
    """`ids(Model)` is a key for a new row. What is left over of a block becomes a gap."""

    def __init__(self) -> None:
        self._taken: dict[str, Iterator[int]] = {}

    def __call__(self, model: type[models.Model]) -> int:
        table = model._meta.db_table
        if (key := next(self._taken.get(table, iter(())), None)) is None:
            self._taken[table] = iter(_block(table))
            key = next(self._taken[table])
        return key


def _block(table: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)", [table, BLOCK])
        return [key for (key,) in cursor.fetchall()]
