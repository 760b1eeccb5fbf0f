"""What of a change goes into the event, which can never be altered: words of people are kept aside and named
by id.
"""

import json
from typing import Any

from crewdesk.core.models import Event

from ..models import FieldType, Ticket, TicketField, Wording
from .changes import Diff

# Values of these are the desk's own words, not people's.
OF_THE_DESK = {FieldType.TAGGER, FieldType.MULTISELECT, FieldType.CHECKBOX}


def by_reference(ticket: Ticket, diff: Diff) -> Diff:
    """`diff` for an event: subjects and free field values become {"wording": id}."""
    kept = dict(diff)
    if "subject" in kept:
        kept["subject"] = _kept_aside(ticket, kept["subject"])
    if "custom_fields" in kept:
        kept["custom_fields"] = _fields_aside(ticket, *kept["custom_fields"])
    return kept


def metadata_aside(ticket: Ticket, metadata: dict[str, Any] | None) -> dict[str, Any]:
    """`metadata` of a save that brings no comment, as JSON that can be redacted."""
    return {"metadata": _kept_aside(ticket, [json.dumps(metadata)])[0]} if metadata else {}


def _kept_aside(ticket: Ticket, values: list) -> list:
    rows = Wording.objects.bulk_create([Wording(ticket=ticket, text=str(value)) for value in values if value])
    written = iter(rows)
    return [{"wording": next(written).pk} if value else value for value in values]


def _fields_aside(ticket: Ticket, before: dict[str, Any] | None, after: dict[str, Any]) -> list[dict]:
    before = before or {}
    open_to_all = {
        str(pk) for pk in TicketField.objects.filter(pk__in={*before, *after}, type__in=OF_THE_DESK).values_list("pk", flat=True)
    }
    result: list[dict] = [{}, {}]
    for field in sorted({*before, *after}):
        values = [before.get(field), after.get(field)]
        result[0][field], result[1][field] = values if field in open_to_all else _kept_aside(ticket, values)
    return result


def with_wordings(events: list[Event]) -> list[dict]:
    """The changes of `events` with the words put back, as far as nobody redacted them; one query for all."""
    texts = {row.pk: row.text for row in Wording.objects.filter(pk__in=_references([event.changes for event in events]))}
    return [_resolved(event.changes, texts) for event in events]


def _references(value: Any) -> set[int]:
    if isinstance(value, dict):
        return {value["wording"]} if set(value) == {"wording"} else _references(list(value.values()))
    return {pk for one in value for pk in _references(one)} if isinstance(value, list) else set()


def _resolved(value: Any, texts: dict[int, str]) -> Any:
    if isinstance(value, dict):
        return (
            texts.get(value["wording"], "") if set(value) == {"wording"} else {k: _resolved(v, texts) for k, v in value.items()}
        )
    return [_resolved(one, texts) for one in value] if isinstance(value, list) else value
