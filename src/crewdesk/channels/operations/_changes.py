"""What the settings verbs have in common."""

from typing import Any

from django.db.models import Model


def apply(row: Model, values: dict[str, Any], *, secret: tuple[str, ...] = ()) -> dict[str, list]:
    """Set `values` on `row`, save what differs, and return {column: [before, after]} in plain JSON; of `secret` ones only that they changed."""
    changes = {}
    for name, value in values.items():
        field = row._meta.get_field(name)
        before = field.value_from_object(row)
        setattr(row, name, value)
        after = field.value_from_object(row)
        if before != after:
            changes[name] = ["…", "…"] if name in secret else [before, after]
    if changes:
        row.save()
    return changes
