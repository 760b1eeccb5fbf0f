"""Tags: small words that views, rules and reports go by."""

import re
from typing import Any

from ..models import Ticket

MOST_TAGS = 200
CLOSED_BY_MERGE = "closed_by_merge"
# The field's convention: what separates tags elsewhere cannot stand within one.
_NOT_IN_A_TAG = re.compile(r"[\s,;\"'\x00]+")


def clean_tag(raw: str) -> str:
    """One tag: lower case, blanks to underscores, at most 100 characters; '' when nothing is left."""
    return _NOT_IN_A_TAG.sub("_", str(raw).strip().casefold())[:100].strip("_")


def clean_tags(raw: list[str]) -> list[str]:
    """Tags without repetitions, sorted."""
    return sorted({tag for tag in map(clean_tag, raw) if tag})[:MOST_TAGS]


def changed_tags(ticket: Ticket, changes: dict[str, Any]) -> list[str]:
    """The ticket's tags after `tags` (replaces), `add_tags` and `remove_tags`."""
    base = changes["tags"] if changes.get("tags") is not None else ticket.tags
    removed = set(clean_tags(changes.get("remove_tags") or []))
    return [tag for tag in clean_tags([*base, *(changes.get("add_tags") or [])]) if tag not in removed]
