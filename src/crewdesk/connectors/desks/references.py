"""Ids that stand inside of JSON columns, translated from the old desk's to the new one's.

A reference whose row did not come along becomes None, never the old number: at the new place that number is another row, or will be.
"""

from functools import cache
from typing import Any, Protocol

from django.apps import apps
from django.db import models

from crewdesk.core.tenancy import DeskForeignKey
from crewdesk.core.tenancy.walls import desk_models

FIELD, STATUS, USER, TICKET, COMMENT = (
    "tickets.TicketField",
    "tickets.CustomStatus",
    "accounts.User",
    "tickets.Ticket",
    "tickets.Comment",
)


class Translation(Protocol):
    """From old ids to new ones."""

    # Lookup fields by their old id: the table that their values name.
    lookups: dict[int, str]

    def new(self, label: str, old: int) -> int | None:
        """The new id of a row of `label`; None when it did not come along."""


def lookup(label: str) -> type[models.Model]:
    """The model of that label; raises LookupError."""
    return apps.get_model(label)


# Words under which verbs name rows in an event or in the facts of a comment, beside the names of foreign keys.
WORDS = {
    "comment": COMMENT, "comments": COMMENT, "ticket": TICKET, "into": TICKET, "split_from": TICKET, "sources": TICKET, "related": TICKET,
    "merged_into": TICKET, "followup_of": TICKET, "suspended": USER, "followers": USER, "ccs": USER, "members": USER, "loser": USER,
    "winner": USER, "attachments": "tickets.Attachment", "wording": "tickets.Wording", "mail": "channels.IncomingMail",
    "ticket_field_ids": FIELD, "parent_field_id": FIELD, "categories": "tickets.TicketForm",
    # These rows stay behind.
    "invocation": "", "of": "", "call": "",
}  # fmt: skip
# Under these stands what clients and desks say in words of their own: of a comment, a user, an organization.
THEIR_WORDS = {"custom", "user_fields", "organization_fields"}


def named(value: Any, to: Translation) -> Any:
    """JSON in which ids stand under a word that says what they are: event changes, facts of a comment."""
    if isinstance(value, list):
        return [named(one, to) for one in value]
    if not isinstance(value, dict):
        return value
    return {word: _under(word, one, to) for word, one in value.items()}


def _under(word: str, value: Any, to: Translation) -> Any:
    if word in THEIR_WORDS:
        return value
    if word == "custom_fields" and isinstance(value, list):
        return [named(field_values(one, to), to) for one in value]
    if word in ("agent_conditions", "end_user_conditions"):
        return [conditions(one, to) for one in value]
    label = words().get(word)
    return named(value, to) if label is None else _ids_in(value, label, to)


def _ids_in(value: Any, label: str, to: Translation) -> Any:
    if isinstance(value, list):
        return [_ids_in(one, label, to) for one in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return to.new(label, value) if label else None
    return named(value, to)


@cache
def words() -> dict[str, str]:
    """Words by the table whose rows they name: WORDS and all foreign keys, with and without `_id`."""
    found: dict[str, str] = {}
    for model in desk_models():
        for key in model._meta.concrete_fields:
            if isinstance(key, DeskForeignKey):
                found |= dict.fromkeys((key.name, key.attname), key.related_model._meta.label)
    return found | WORDS


def field_values(value: dict | None, to: Translation) -> dict | None:
    """`Ticket.custom_fields`: values by the id of their field."""
    if not isinstance(value, dict):
        return value
    result = {}
    for old, held in value.items():
        new = to.new(FIELD, int(old)) if old.isdecimal() else None
        if new is not None:
            result[str(new)] = _lookup(int(old), held, to)
    return result


def _lookup(field: int, held: Any, to: Translation) -> Any:
    label = to.lookups.get(field)
    return to.new(label, held) if label and isinstance(held, int) else held


def field_ids(value: list, to: Translation) -> list:
    """Ids of fields; those that did not come along are left out."""
    return [new for old in value if (new := to.new(FIELD, old)) is not None]


def mentions(value: list, to: Translation) -> list:
    """Ids of users."""
    return [new for old in value if (new := to.new(USER, old)) is not None]


def conditions(value: list | None, to: Translation) -> list | None:
    """Conditions of a form (tickets/operations/conditions.py)."""
    return value and [_condition(one, to) for one in value]


def _condition(one: dict, to: Translation) -> dict:
    children = [child | {"id": to.new(FIELD, child["id"])} | _statuses(child, to) for child in one["child_fields"]]
    return one | {"parent_field_id": to.new(FIELD, one["parent_field_id"]), "child_fields": children}


def _statuses(child: dict, to: Translation) -> dict:
    on = child.get("required_on_statuses")
    if not on or "custom_statuses" not in on:
        return {}
    return {"required_on_statuses": on | {"custom_statuses": [to.new(STATUS, old) for old in on["custom_statuses"]]}}
