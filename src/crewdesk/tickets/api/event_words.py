"""Audits as the export of ticket events tells them: a change bears the name of its field (helpdesk-api.md, incremental exports)."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from crewdesk.core.api.sideloads import wanted
from crewdesk.core.models import Event

from .audit_words import Told, audits_json

# With this in `include` comments come whole; else only that there is one, and whether it is public.
WORDS = "comment_events"
# Doors have other names here than in every other reply of the dialect.
DOORS = {"web": "Web form", "api": "Web service", "email": "Mail", "chat": "Chat", "rule": "Rule", "system": "System"}


def ticket_events_json(request: HttpRequest, events: Iterable[Event]) -> list[Told]:
    """`events` of tickets, which the caller may see; those of tickets that are gone for good are left out."""
    events = list(events)
    seconds, is_whole = {event.pk: int(event.at.timestamp()) for event in events}, WORDS in wanted(request)
    return [_ticket_event(audit, seconds[audit["id"]], is_whole) for audit in audits_json(request, events)]


def _ticket_event(audit: Told, timestamp: int, is_whole: bool) -> Told:
    channel = audit["via"]["channel"]
    door = DOORS.get(channel, channel)
    return {
        "id": audit["id"], "ticket_id": audit["ticket_id"], "timestamp": timestamp, "created_at": audit["created_at"],
        "updater_id": audit["author_id"], "via": door, "system": audit["metadata"]["system"], "event_type": "Audit",
        "child_events": [_child(row, door, is_whole) for row in audit["events"]],
    }  # fmt: skip


def _child(row: Told, door: str, is_whole: bool) -> Told:
    by = {"id": row["id"], "via": door, "via_reference_id": None, "event_type": row["type"]}
    match row["type"]:
        case "Comment":
            return row | {"via_reference_id": None, "event_type": "Comment"} if is_whole else by | _hint(row["public"])
        case "Create" | "Change":
            return by | _field(row["field_name"], row["value"], row.get("previous_value"), is_new=row["type"] == "Create")
        case _:
            return by | {name: value for name, value in row.items() if is_whole or name != "body"}


def _hint(public: bool) -> Told:
    return {"comment_present": True, "comment_public": public}


def _field(name: str, value: Any, before: Any, *, is_new: bool) -> Told:
    told = {"custom_ticket_fields": {name: value}} if name.isdigit() else {name: value}
    if name == "tags":
        new, old = set(value or ()), set(before or ())
        told |= {"added_tags": sorted(new - old), "removed_tags": sorted(old - new)}
    return told if is_new else told | {"previous_value": before}
