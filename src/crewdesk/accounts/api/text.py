"""Text as clients send it, as long as its column."""

import math
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from crewdesk.core.operations import Refused

LONGEST = 65_535
MOST_FIELDS = 200

FieldValue = bool | int | float | str | list[str] | None


def fitting(model: type[models.Model], values: dict[str, Any], names: dict[str, str] | None = None) -> dict[str, Any]:
    """`values` of columns, each short enough. Raises Refused, which calls a column as `names` does."""
    for column, value in values.items():
        most = _longest(model, column)
        if isinstance(value, str) and len(value) > most:
            member = (names or {}).get(column, column)
            raise Refused(f"{member}: is too long (the most is {most} characters)", field=member)
    return values


def plain_fields(sent: dict[str, Any], known: dict[str, Any], member: str) -> dict[str, Any]:
    """Values of custom fields as JSON can hold them, so few that there is room for them beside those that are `known`. Raises Refused."""
    if len(known.keys() | sent.keys()) > MOST_FIELDS:
        raise Refused(f"{member}: at most {MOST_FIELDS} fields", field=member)
    for name, value in sent.items():
        texts: Iterable[Any] = value if isinstance(value, list) else [value]
        if any(len(text) > LONGEST for text in [name, *texts] if isinstance(text, str)):
            raise Refused(f"{member}: {name[:40]} is too long", field=member)
        if isinstance(value, float) and not math.isfinite(value):
            raise Refused(f"{member}: {name[:40]} is not a number", field=member)
    return sent


def _longest(model: type[models.Model], column: str) -> int:
    try:
        return model._meta.get_field(column).max_length or LONGEST
    except FieldDoesNotExist:
        return LONGEST
