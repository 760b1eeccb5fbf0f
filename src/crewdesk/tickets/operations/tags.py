"""Tags: small words that views, rules and reports go by."""

from typing import Any

from crewdesk.accounts.operations.tags import MOST_TAGS, clean_tag, clean_tags

from ..models import Ticket

__all__ = ["CLOSED_BY_MERGE", "MOST_TAGS", "changed_tags", "clean_tag", "clean_tags"]

CLOSED_BY_MERGE = "closed_by_merge"


def changed_tags(ticket: Ticket, changes: dict[str, Any]) -> list[str]:
    """The ticket's tags after `tags` (replaces), `add_tags` and `remove_tags`."""
    base = changes["tags"] if changes.get("tags") is not None else ticket.tags
    removed = set(clean_tags(changes.get("remove_tags") or []))
    return [tag for tag in clean_tags([*base, *(changes.get("add_tags") or [])]) if tag not in removed]
