"""Shared by the verbs with which an admin defines something: fields, forms, statuses."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from crewdesk.core.operations import NotPermitted, Refused

from ..field_values import BadValue, compile_pattern
from ..models import User
from ..rights import can


class CannotDefine(Refused):
    """The field, form or status was left as it was."""


def require_right(by: User | None) -> None:
    """Raise NotPermitted unless `by` may define fields, forms and statuses; None is the system."""
    if by is not None and not can(by, "field.update"):
        raise NotPermitted(_("You may not change fields, forms or statuses."))


def apply(row: Model, values: dict[str, Any], allowed: Iterable[str]) -> dict[str, list]:
    """Set `values` on `row` without saving; {name: [before, after]} of what changed. Raises TypeError for an
    unknown name.
    """
    if unknown := set(values) - set(allowed):
        raise TypeError(f"{type(row).__name__} has no {sorted(unknown)} to be set.")
    changes = {name: [getattr(row, name), value] for name, value in values.items() if getattr(row, name) != value}
    for name, (_before, after) in changes.items():
        setattr(row, name, after)
    return changes


def require_text(value: str, field: str) -> None:
    """Raise CannotDefine when a name that people read is empty."""
    if not value.strip():
        raise CannotDefine(_("Give it a name."), field=field, code="BlankValue")


def require_pattern(pattern: str) -> None:
    """Raise CannotDefine for a pattern that cannot be used."""
    try:
        compile_pattern(pattern)
    except BadValue as problem:
        raise CannotDefine(str(problem), field="regexp_for_validation") from problem


def put_in_order(query: QuerySet, ids: Sequence[int]) -> dict[str, list]:
    """Number the rows by the order of `ids`, those that are not named after them; [before, after] as ids."""
    rows = list(query)
    before = [row.pk for row in rows]
    places = {pk: place for place, pk in enumerate(ids)}
    rows.sort(key=lambda row: places.get(row.pk, len(places)))
    after = [row.pk for row in rows]
    if before == after:
        return {}
    for position, row in enumerate(rows):
        row.position = position
    query.model.objects.bulk_update(rows, ["position"])
    return {"order": [before, after]}
