"""Tags of users, organizations and tickets are written in one way."""

import re
from collections.abc import Iterable

MOST_TAGS = 200
# The field's convention: what separates tags elsewhere cannot stand within one.
_NOT_IN_A_TAG = re.compile(r"[\s,;\"'\x00]+")


def clean_tags(raw: Iterable[str]) -> list[str]:
    """Lower case, blanks to underscores, each once, sorted."""
    return sorted({tag for tag in map(clean_tag, raw) if tag})[:MOST_TAGS]


def clean_tag(raw: str) -> str:
    """One tag of at most 100 characters; '' when nothing is left."""
    return _NOT_IN_A_TAG.sub("_", str(raw).strip().casefold())[:100].strip("_")
