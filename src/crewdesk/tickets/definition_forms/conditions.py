"""Lists of conditions, changed and told. Pure but for the titles of fields."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.utils.translation import gettext

from ..models import TicketField, TicketForm

Condition = dict[str, Any]


class Line(NamedTuple):
    """A condition as people read it; `key` names it in its list."""

    audience: str
    key: str
    parent: str
    value: str
    children: list[tuple[str, str]]


def key_of(condition: Condition) -> str:
    """What a form names a condition by."""
    return f"{condition['parent_field_id']}:{str(condition['value']).lower()}"


def with_condition(conditions: Iterable[Condition], added: Condition) -> list[Condition]:
    """The list with `added`; one for the same value takes its children in, and a child's newer demand counts."""
    conditions = list(conditions)
    present = next((one for one in conditions if key_of(one) == key_of(added)), None)
    if present is None:
        return [*conditions, added]
    new = {child["id"] for child in added["child_fields"]}
    kept = [child for child in present["child_fields"] if child["id"] not in new]
    merged = present | {"child_fields": kept + added["child_fields"]}
    return [merged if one is present else one for one in conditions]


def without_condition(conditions: Iterable[Condition], key: str) -> list[Condition]:
    """The list without the conditions of that name."""
    return [one for one in conditions if key_of(one) != key]


def leads_to(conditions: Iterable[Condition], start: int, goal: int) -> bool:
    """Whether the field `start` is `goal`, or decides about it through other conditions."""
    conditions, seen, waiting = list(conditions), set(), [start]
    while waiting:
        pk = waiting.pop()
        if pk == goal:
            return True
        if pk not in seen:
            seen.add(pk)
            waiting += [child["id"] for one in conditions if one["parent_field_id"] == pk for child in one["child_fields"]]
    return False


def lines(row: TicketForm, audience: str) -> list[Line]:
    """The conditions of a form for agents or for customers."""
    fields = {field.pk: field for field in TicketField.objects.prefetch_related("options")}
    return [_line(condition, audience, fields) for condition in getattr(row, audience)]


def _line(condition: Condition, audience: str, fields: dict[int, TicketField]) -> Line:
    parent, value = fields.get(condition["parent_field_id"]), str(condition["value"])
    names = {option.value: option.name for option in parent.options.all()} if parent else {}
    told = gettext("ticked") if condition["value"] in (True, "true") else names.get(value, value)
    children = [(fields[child["id"]].title, _demand(child)) for child in condition["child_fields"] if child["id"] in fields]
    return Line(audience, key_of(condition), parent.title if parent else "?", told, children)


def _demand(child: dict[str, Any]) -> str:
    on = (child.get("required_on_statuses") or {}).get("type")
    if on == "ALL_STATUSES":
        return gettext("always needed")
    return gettext("needed to solve") if on == "SOME_STATUSES" or (on is None and child.get("is_required")) else ""
