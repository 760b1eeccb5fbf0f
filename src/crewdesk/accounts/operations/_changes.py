"""What every verb that changes a row has in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Model

from crewdesk.core.operations import Refused


def apply(row: Model, values: dict[str, Any]) -> dict[str, list]:
    """Set `values` on `row`, save what differs, and return it as {field: [before, after]} in plain JSON."""
    changes = {}
    for name, value in values.items():
        field = row._meta.get_field(name)
        before = field.value_from_object(row)
        setattr(row, name, value)
        after = field.value_from_object(row)
        if before != after:
            changes[name] = [_plain(before), _plain(after)]
    if changes:
        touched = ["updated_at"] if hasattr(row, "updated_at") else []
        row.save(update_fields=[*changes, *touched])
    return changes


@contextmanager
def unless_taken(message: str, *, field: str) -> Iterator[None]:
    """Raises Refused (DuplicateValue) where a constraint says that somebody else took a name or an address in between."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as problem:
        raise Refused(message, field=field, code="DuplicateValue") from problem


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
