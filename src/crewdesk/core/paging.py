"""Keyset paging: a page begins after a row, not after a count of rows."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import F, Q, QuerySet

FORGED = "This page link is not one of ours; start again from the first page."


class BadCursor(ValueError):
    """A cursor that we did not make."""


@dataclass(frozen=True)
class Page:
    rows: list
    next_cursor: str | None
    previous_cursor: str | None


def keyset_page(query: QuerySet, *, order: Sequence[str], size: int, cursor: str | None = None) -> Page:
    """Return `size` rows of `query` in `order`, after (or before) `cursor`.

    `order` names columns that are never null, all in one direction (`-` for descending), ending in a unique one.
    One more row than asked for is read, which tells whether there is another page without a count.
    """
    descending = order[0].startswith("-")
    columns = [name.lstrip("-") for name in order]
    backward, place = read_cursor(cursor, len(columns))
    descends = descending != backward
    if place is not None:
        place = [_fitting(query, column, value) for column, value in zip(columns, place, strict=True)]
        query = query.filter(_beyond(columns, place, descends))
    ordered = query.order_by(*(F(c).desc() if descends else F(c).asc() for c in columns))
    rows = list(ordered[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backward:
        rows.reverse()
    has_next = more if not backward else bool(rows)
    has_previous = (place is not None and bool(rows)) if not backward else more
    return Page(
        rows,
        write_cursor(rows[-1], columns, backward=False) if has_next and rows else None,
        write_cursor(rows[0], columns, backward=True) if has_previous and rows else None,
    )


def _fitting(query: QuerySet, column: str, value: Any) -> Any:
    """The value of a cursor as one of its column; who forges a cursor is told so, and the database never sees it."""
    try:
        str(value).encode()  # halves of characters raise ValueError
        fitting = query.model._meta.get_field(column).to_python(value)
    except FieldDoesNotExist:  # an annotation
        fitting = value
    except (ValidationError, TypeError, ValueError, OverflowError) as problem:
        raise BadCursor(FORGED) from problem
    if (
        fitting is None
        or (isinstance(fitting, str) and "\x00" in fitting)
        or (isinstance(fitting, int) and abs(fitting) >= 2**63)
    ):
        raise BadCursor(FORGED)
    return fitting


def _beyond(columns: list[str], place: list, descends: bool) -> Q:
    """(a, b) > (x, y) as an index condition on `a` plus the tie-break, which the planner turns into one range scan."""
    compare = "lt" if descends else "gt"
    condition = Q()
    for depth in range(len(columns)):
        equal = {columns[i]: place[i] for i in range(depth)}
        condition |= Q(**equal, **{f"{columns[depth]}__{compare}": place[depth]})
    return condition & Q(**{f"{columns[0]}__{compare}e": place[0]})


def write_cursor(row: Any, columns: list[str], *, backward: bool) -> str:
    """A cursor for the page that begins after (or, `backward`, before) `row`."""
    values = [_plain(getattr(row, column)) for column in columns]
    packed = json.dumps(["b" if backward else "f", *values], separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _plain(value: Any) -> Any:
    return {"t": value.isoformat()} if isinstance(value, datetime) else value


def read_cursor(cursor: str | None, width: int) -> tuple[bool, list | None]:
    """Direction and place of a cursor with `width` values, (False, None) without one. Raises BadCursor."""
    if not cursor:
        return False, None
    try:
        packed = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        direction, values = packed[0], [_rich(value) for value in packed[1:]]
    except (binascii.Error, ValueError, TypeError, IndexError, KeyError, RecursionError) as problem:
        raise BadCursor(FORGED) from problem
    if len(values) != width or direction not in ("f", "b"):
        raise BadCursor("This page link belongs to another list; start again from the first page.")
    return direction == "b", values


def _rich(value: Any) -> Any:
    return datetime.fromisoformat(value["t"]) if isinstance(value, dict) else value
