"""Writes a desk into an archive: every exported table as JSON lines, the bytes of its files, and who the people are."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, models

from crewdesk.accounts.models import Desk, Person, User
from crewdesk.core.tenancy import desk_scope, require_desk
from crewdesk.core.tenancy.walls import desk_models

from .archive import Progress, Writer
from .catalogue import TABLES, Sort, columns, exported

PAGE = 1000
# Of long columns, at a time: a mail has up to 40 MB, which are twice as many in JSON.
PAGE_BYTES = 8 * 1024**2
FILES = "core.StoredFile"
# Of the desk's settings: the plan of a sample belongs to the installation that made it.
_NOT_SETTINGS = {"sample"}


def write_desk(desk: Desk, out: Writer, *, at: datetime, progress: Progress) -> dict[str, Any]:
    """Write all of `desk`, as it was at one instant, and return the manifest."""
    with _one_instant(desk):
        meter = Meter(progress, size_of(desk))
        _write_json(out, "desk.json", [_facts(desk)])
        _write_json(out, "persons.jsonl", _persons())
        for label in exported():
            _write_table(out, label, meter)
        missing = _write_files(out, meter)
        about = {
            "made_at": at.isoformat(), "crewdesk": version("crewdesk"), "desk": desk.slug, "left_out": _left_out(),
            "missing_files": missing,
        }  # fmt: skip
    return out.close(about)


@dataclass
class Meter:
    """How far the work is, over all tables and files."""

    progress: Progress
    total: int
    done: int = 0

    def add(self, more: int) -> None:
        """So much more is done."""
        self.done += more
        self.progress("Desk", min(self.done, self.total), self.total)


def size_of(desk: Desk) -> int:
    """How many rows and files there are to write."""
    parts = [f"SELECT count(*) FROM {_rows_of(label)}" for label in exported()]
    parts.append(f"SELECT count(*) FROM {_rows_of(FILES)} AND deleted_at IS NULL")
    with desk_scope(desk.pk), connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), [desk.pk] * len(parts))
        return sum(count for (count,) in cursor.fetchall())


@contextmanager
def _one_instant(desk: Desk) -> Iterator[None]:
    is_outermost = not connection.in_atomic_block
    with desk_scope(desk.pk):
        if is_outermost:
            # Before the first query, which takes the snapshot; SET LOCAL of the scope does not.
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _facts(desk: Desk) -> dict[str, Any]:
    desk = Desk.objects.get(pk=desk.pk)
    kept = {key: value for key, value in desk.settings.items() if key not in _NOT_SETTINGS}
    return {
        "id": desk.pk, "slug": desk.slug, "name": desk.name, "locale": desk.locale, "time_zone": desk.time_zone, "mfa_roles": desk.mfa_roles,
        "settings": kept, "created_at": desk.created_at.isoformat(),
    }  # fmt: skip


def _rows_of(label: str) -> str:
    return f'"{apps.get_model(label)._meta.db_table}" WHERE desk_id = %s AND ({TABLES[label].where})'


def _write_table(out: Writer, label: str, meter: Meter) -> None:
    facts = {"rows": 0}
    with out.piece(f"tables/{label}.jsonl", facts) as content:
        for page in _pages(label):
            content.writelines(line.encode() + b"\n" for line in page)
            facts["rows"] += len(page)
            meter.add(len(page))


def _pages(label: str) -> Iterator[list[str]]:
    """The rows as JSON, by their ids, PAGE at a time and fewer where they are long."""
    before = f"sum({_weight(label)}) OVER (ORDER BY id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)"
    page = f"SELECT *, {before} AS bytes_before FROM {_rows_of(label)} AND id > %s ORDER BY id LIMIT {PAGE}"
    chosen = f"SELECT {_selected(label)} FROM ({page}) page WHERE coalesce(bytes_before, 0) < {PAGE_BYTES} ORDER BY id"
    last = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(f"SELECT id, row_to_json(r)::text FROM ({chosen}) r", [require_desk(), last])
            rows = cursor.fetchall()
            if not rows:
                return
            yield [line for _id, line in rows]
            last = rows[-1][0]


def _weight(label: str) -> str:
    """How many bytes the long columns of a row have, which PostgreSQL knows without reading them."""
    long = [one.column for one in columns(label) if isinstance(one, models.BinaryField | models.TextField)]
    return " + ".join(f'coalesce(octet_length("{name}"), 0)' for name in long) or "0"


def _selected(label: str) -> str:
    own = {name: f"({expression})" for name, expression in TABLES[label].instead.items()}
    quoted = [(f'"{one.column}"', own.get(one.column)) for one in columns(label)]
    return ", ".join(f"{expression or name} AS {name}" for name, expression in quoted)


def _write_files(out: Writer, meter: Meter) -> list[int]:
    missing = []
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, key, thumbnail_key FROM {_rows_of(FILES)} AND deleted_at IS NULL ORDER BY id", [require_desk()]
        )
        files = cursor.fetchall()
    for pk, key, thumbnail in files:
        try:
            _write_bytes(out, f"files/{pk}", key)
            if thumbnail:
                _write_bytes(out, f"files/{pk}.thumbnail", thumbnail)
        except FileNotFoundError:
            missing.append(pk)
        meter.add(1)
    return missing


def _write_bytes(out: Writer, name: str, key: str) -> None:
    with default_storage.open(key) as content:
        out.add(name, content)


def _write_json(out: Writer, name: str, rows: Iterable[dict[str, Any]]) -> None:
    with out.piece(name, {}) as content:
        content.writelines(json.dumps(row, ensure_ascii=False).encode() + b"\n" for row in rows)


def _persons() -> Iterator[dict[str, Any]]:
    names = ("id", "email", "name", "locale", "time_zone")
    return iter(
        Person.objects.filter(pk__in=User.objects.filter(person__isnull=False).values("person")).order_by("id").values(*names)
    )


def _left_out() -> dict[str, int]:
    """How many rows of secrets stay behind: they are set up anew at the new place."""
    kept = [model for model in desk_models() if TABLES[model._meta.label].sort == Sort.SECRET]
    return {model._meta.label: count for model in kept if (count := model.objects.count())}
