"""Which fields a form shows and asks for, given what is filled in. Pure.

A condition has the dialect's shape (helpdesk-api.md, section 4): when the field `parent_field_id` holds
`value`, the `child_fields` are shown, and some of them are required on some statuses.
"""

from collections.abc import Iterable, Iterator
from typing import Any

Condition = dict[str, Any]


def shown_fields(field_ids: Iterable[int], conditions: list[Condition], values: dict[str, Any]) -> set[int]:
    """The ids of `field_ids` that are shown: children only where a shown parent holds the right value."""
    of_form = set(field_ids)
    shown = of_form - {child["id"] for condition in conditions for child in condition["child_fields"]}
    while True:
        more = {child["id"] for condition in _met(conditions, values, shown) for child in condition["child_fields"]} & of_form
        if more <= shown:
            return shown
        shown |= more


def required_children(
    field_ids: Iterable[int],
    conditions: list[Condition],
    values: dict[str, Any],
    *,
    status: str,
    custom_status: int | None = None,
) -> set[int]:
    """The ids that the conditions require now. Without `required_on_statuses`, a required child is required
    to solve.

    For a customer's form, which knows no statuses, `status` is "" and every required child counts.
    """
    shown = shown_fields(field_ids, conditions, values)
    return {
        child["id"]
        for condition in _met(conditions, values, shown)
        for child in condition["child_fields"]
        if child["id"] in shown and _is_required(child, status, custom_status)
    }


def _met(conditions: list[Condition], values: dict[str, Any], shown: set[int]) -> Iterator[Condition]:
    for condition in conditions:
        parent = condition["parent_field_id"]
        if parent in shown and _holds(values.get(str(parent)), condition["value"]):
            yield condition


def _holds(value: Any, wanted: Any) -> bool:
    if isinstance(value, list):
        return wanted in value
    if isinstance(value, bool) or value is None:
        return str(bool(value)).lower() == str(wanted).lower()
    return str(value) == str(wanted)


def _is_required(child: dict[str, Any], status: str, custom_status: int | None) -> bool:
    on = child.get("required_on_statuses") or {}
    if not status or not on:
        return bool(child.get("is_required")) and status in ("", "solved")
    match on.get("type"):
        case "ALL_STATUSES":
            return True
        case "SOME_STATUSES":
            return status in on.get("statuses", ()) or (
                custom_status is not None and custom_status in on.get("custom_statuses", ())
            )
        case _:
            return False
