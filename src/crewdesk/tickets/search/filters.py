"""Turns the conditions of a query into labels for the index and filters for the columns (sql/search.sql knows
the forms).
"""

from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User

from ..models import Priority, Status, TicketType
from ..operations.tags import clean_tags
from ..operations.words import label
from .moments import is_ago, read_span
from .names import ids_of_named, ids_of_people
from .syntax import FIELD_KEY, Condition, SyntaxProblem

PEOPLE = {"assignee": "assignee_id", "requester": "requester_id", "submitter": "submitter_id"}
NAMED = {"group": "group_id", "organization": "organization_id", "brand": "brand_id"}
TIMES = {"created": "created_at", "updated": "updated_at", "solved": "solved_at", "due_date": "due_at"}
ORDERED = {"status": Status.values, "priority": Priority.values, "type": TicketType.values}
# Customers search their own tickets by what they can see on them.
OPEN_TO_CUSTOMERS = {"status", "created", "updated", "solved"}
Filter = dict[str, Any]


@dataclass
class Compiled:
    """`labels` are lists of lexemes of which one each has to be there; `filters` all have to hold."""

    labels: list[list[str]] = field(default_factory=list)
    filters: list[Filter] = field(default_factory=list)


def compile_conditions(conditions: tuple[Condition, ...], member: User, *, now: datetime, zone: tzinfo) -> Compiled:
    """Compile all conditions for `member`. Raises SyntaxProblem for a value that makes no sense."""
    compiled = Compiled()
    for condition in conditions:
        if not member.is_staff_member and condition.key not in OPEN_TO_CUSTOMERS:
            raise _problem(condition, _("“%(key)s” is not something to search by.") % {"key": condition.key})
        if labels := None if condition.negated else _labels(condition):
            compiled.labels.append(labels)
        elif found := _filter(condition, member, now, zone):
            compiled.filters.append({"is": "not", "of": found} if condition.negated else found)
    return compiled


def _labels(condition: Condition) -> list[str] | None:
    """The lexemes that answer the condition, if the index can answer it."""
    values = condition.values
    if condition.key == "tags":
        return [label("tag", tag) for tag in clean_tags(list(values))]
    if condition.key == "fieldvalue":
        return [label("value", value) for value in values]
    if field_key := FIELD_KEY.fullmatch(condition.key):
        return [label(f"field:{field_key[1]}", value) for value in values]
    if condition.key == "via":
        return [label("via", value) for value in values]
    if condition.key in ("type", "ticket_type", "priority") and "none" not in values:
        return [label(condition.key.removeprefix("ticket_"), value) for value in _ordered(condition)]
    return None


def _filter(condition: Condition, member: User, now: datetime, zone: tzinfo) -> Filter | None:
    key, values = condition.key, condition.values
    if key in PEOPLE:
        return _one_of(PEOPLE[key], ids_of_people(values, member, is_staff=key == "assignee"), values)
    if key in NAMED:
        return _one_of(NAMED[key], ids_of_named(key, values), values)
    if key in TIMES:
        return _time(condition, now, zone)
    if key in ("status", "priority", "type", "ticket_type"):
        chosen = _ordered(condition)
        return {"is": "in", "column": key.removeprefix("ticket_"), "values": chosen} if chosen else None
    if key == "via":
        return {"is": "in", "column": "via", "values": list(values)}
    if key == "tags":
        return {"is": "tags", "values": clean_tags(list(values))}
    if key == "cc":
        return {"is": "cc", "values": ids_of_people(values, member)}
    if key == "has_attachment":
        has = {"is": "attachment"}
        return has if values[0].lower() in ("true", "yes", "1") else {"is": "not", "of": has}
    field_key = FIELD_KEY.fullmatch(key)
    return {"is": "fields", "column": field_key[1] if field_key else "", "values": list(values)}


def _one_of(column: str, ids: list[int], values: tuple[str, ...]) -> Filter:
    chosen = {"is": "in", "column": column, "values": ids}
    if "none" not in [value.lower() for value in values]:
        return chosen
    return {"is": "any", "of": [{"is": "null", "column": column}, chosen]}


def _ordered(condition: Condition) -> list[str]:
    """The values that a key with a fixed order allows; `type:ticket`, by which the field tells tickets from
    users, allows all.
    """
    known = list(ORDERED[condition.key.removeprefix("ticket_")])
    wanted = [value.lower() for value in condition.values if (condition.key, value.lower()) != ("type", "ticket")]
    if unknown := set(wanted) - {*known, *(() if condition.key == "status" else ("none",))}:
        choices = ", ".join(known)
        raise _problem(condition, _("“%(value)s” is none of: %(choices)s.") % {"value": min(unknown), "choices": choices})
    if condition.operator == ":" or not wanted or wanted[0] == "none":
        return ["" if value == "none" else value for value in wanted]
    place = known.index(wanted[0])
    at_least, at_most = {
        "<": (0, place),
        "<=": (0, place + 1),
        ">": (place + 1, len(known)),
        ">=": (place, len(known)),
    }[condition.operator]
    # Nothing lies beyond the last value: a list that no ticket matches.
    return known[at_least:at_most] or ["-"]


def _time(condition: Condition, now: datetime, zone: tzinfo) -> Filter:
    column = TIMES[condition.key]
    if [value.lower() for value in condition.values] == ["none"]:
        return {"is": "null", "column": column}
    spans = [_limits(condition, value, now, zone) for value in condition.values]
    pieces = [{"is": "all", "of": [_bound(column, form, at) for form, at in limits]} for limits in spans]
    return pieces[0] if len(pieces) == 1 else {"is": "any", "of": pieces}


def _limits(condition: Condition, value: str, now: datetime, zone: tzinfo) -> list[tuple[str, datetime]]:
    try:
        start, end = read_span(value, now=now, zone=zone)
    except (ValueError, OverflowError):
        message = _("“%(value)s” is no date: write 2026-05-31, or 4hours for the last four.") % {"value": value}
        raise _problem(condition, message) from None
    after = start if is_ago(value) else end
    limits = {
        "<": [("before", start)],
        "<=": [("before", end)],
        ">": [("from", after)],
        ">=": [("from", start)],
    }
    return limits.get(condition.operator, [("from", start), ("before", end)])


def _bound(column: str, form: str, at: datetime) -> Filter:
    return {"is": form, "column": column, "values": [at.isoformat()]}


def _problem(condition: Condition, message: str) -> SyntaxProblem:
    term = f"{condition.key}{condition.operator}{','.join(condition.values)}"
    return SyntaxProblem(message, position=condition.position, term=term)
