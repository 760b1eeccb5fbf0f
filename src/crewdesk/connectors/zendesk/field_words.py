"""What a field of theirs would be here. Pure."""

from dataclasses import dataclass, field
from typing import Any

from crewdesk.tickets.models import FieldType
from crewdesk.tickets.operations.tags import clean_tag

from .words import Row, flag, listed, prose, text, word

# Every ticket has these; they are columns here.
OF_EVERY_TICKET = {
    "subject",
    "description",
    "status",
    "tickettype",
    "priority",
    "basic_priority",
    "group",
    "assignee",
    "custom_status",
}
LOOKUPS = {"zen:user": "user", "zen:organization": "organization", "zen:ticket": "ticket"}


@dataclass(frozen=True)
class Wish:
    """A field to be made."""

    type: str
    title: str
    key: str
    facts: dict[str, Any]
    options: list[dict[str, Any]] = field(default_factory=list)


def is_of_every_ticket(row: Row) -> bool:
    """Whether this is no custom field."""
    return word(row, "type") in OF_EVERY_TICKET


def wish_of(row: Row) -> Wish | None:
    """The field as it would be made, None for a type that has no place here: parts of card numbers, custom objects, what is not known yet."""
    kind = word(row, "type")
    target = LOOKUPS.get(prose(row.get("relationship_target_type"), 100), "")
    if kind not in FieldType.values or (kind == FieldType.LOOKUP and not target):
        return None
    title = text(row.get("title"), 120) or text(row.get("raw_title"), 120) or kind
    facts = {
        "title_in_portal": text(row.get("title_in_portal"), 120), "description": prose(row.get("description"), 5_000),
        "agent_description": prose(row.get("agent_description"), 5_000), "is_active": flag(row, "active", True),
        **{name: flag(row, name) for name in ("required", "visible_in_portal", "editable_in_portal", "required_in_portal")},
        "regexp_for_validation": prose(row.get("regexp_for_validation"), 300) if kind == FieldType.REGEXP else "",
        "tag": clean_tag(prose(row.get("tag"), 100)) if kind == FieldType.CHECKBOX else "", "lookup_target": target,
    }  # fmt: skip
    if facts["title_in_portal"] == title:
        facts["title_in_portal"] = ""
    return Wish(
        kind,
        title,
        text(row.get("key"), 60) or title,
        facts,
        options_of(row) if kind in (FieldType.TAGGER, FieldType.MULTISELECT) else [],
    )


def options_of(row: Row) -> list[dict[str, Any]]:
    """The choices of a field of theirs."""
    found: list[dict[str, Any]] = []
    for one in listed(row, "custom_field_options"):
        value = clean_tag(prose(one.get("value"), 100))
        if value:
            found.append({"name": text(one.get("name"), 120) or value, "value": value, "default": flag(one, "default")})
    return found
