"""By which door something came in, in the dialect's words."""

from typing import Any


def via_json(channel: str, source: dict[str, Any] | None = None) -> dict[str, Any]:
    """The `via` of a ticket, comment or audit; `source` is kept in the dialect's own shape."""
    source = source or {}
    return {
        "channel": channel,
        "source": {"from": source.get("from", {}), "to": source.get("to", {}), "rel": source.get("rel")},
    }
