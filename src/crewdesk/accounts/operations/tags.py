"""Tags of users and organizations, written as those of tickets are."""

import re
from collections.abc import Iterable

MOST_TAGS = 200
# What separates tags elsewhere cannot stand within one.
_NOT_IN_A_TAG = re.compile(r"[\s,;\"'\x00]+")


def clean_tags(raw: Iterable[str]) -> list[str]:
    """Lower case, blanks to underscores, each once, sorted."""
    return sorted({tag for tag in map(_clean, raw) if tag})[:MOST_TAGS]


def _clean(raw: str) -> str:
    return _NOT_IN_A_TAG.sub("_", str(raw).strip().casefold())[:100].strip("_")
