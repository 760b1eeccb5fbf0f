"""Reads the members of the other side's rows. Any of them may be missing, null, of another type or absurd: nothing here raises."""

import re
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any
from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from crewdesk.core.html import clean_text

Row = dict[str, Any]
LARGEST = 2**63 - 1
MOST_FIELDS = 200
LONGEST_VALUE = 5_000
_CHANNEL = re.compile(r"[a-z][a-z_]{0,29}")


def listed(data: Any, name: str) -> list[Row]:
    """The rows under `name`, those that are rows."""
    rows = data.get(name) if isinstance(data, dict) else None
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def identified(data: Any, name: str) -> list[Row]:
    """The rows under `name` that have an id, each once: the last of those with the same."""
    return list({key(row.get("id")): row for row in listed(data, name) if key(row.get("id"))}.values())


def key(value: Any) -> str:
    """An id of theirs as text, '' for none."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return ""
    return clean_text(str(value)).strip()[:255]


def keys(value: Any) -> list[str]:
    """Ids of theirs, each once."""
    found = (key(one) for one in value) if isinstance(value, list) else ()
    return list(dict.fromkeys(one for one in found if one))


def text(value: Any, most: int) -> str:
    """Text on one line, cut to `most` letters."""
    return " ".join(prose(value, most * 4).splitlines())[:most].strip()


def prose(value: Any, most: int = 500_000) -> str:
    """Text with its lines."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return clean_text(str(value)).strip()[:most]


def email(value: Any) -> str:
    """An e-mail address in lower case, '' for what is none."""
    address = text(value, 255).lower()
    with suppress(ValidationError):
        validate_email(address)
        return address if len(address) <= 254 else ""
    return ""


def word(row: Row, name: str) -> str:
    """A member that is one of a few known words, '' where it is no text at all."""
    return clean_text(row[name]) if isinstance(row.get(name), str) else ""


def flag(row: Row, name: str, default: bool = False) -> bool:
    """Yes or no; `default` where it says neither."""
    return row[name] if isinstance(row.get(name), bool) else default


def instant(value: Any, latest: datetime) -> datetime | None:
    """An instant between 1990 and `latest`, which later ones are cut to."""
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value.strip())
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return min(at, latest) if at.year >= 1990 else None


def number(value: Any) -> int | None:
    """A whole number from 1 that fits a column."""
    found = int(value) if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20 else value
    return found if isinstance(found, int) and not isinstance(found, bool) and 0 < found <= LARGEST else None


def channel(row: Row) -> str:
    """The channel of its `via`, '' for one that is no word."""
    via = row.get("via")
    name = str(via.get("channel") or "") if isinstance(via, dict) else ""
    return name if _CHANNEL.fullmatch(name) else ""


def source(row: Row) -> Row:
    """What its `via` says beside the channel: from and to as far as they are words, and `rel`."""
    via = row.get("via")
    said = via.get("source") if isinstance(via, dict) else None
    if not isinstance(said, dict):
        return {}
    kept: Row = {name: _address(said.get(name)) for name in ("from", "to") if _address(said.get(name))}
    return kept | ({"rel": text(said["rel"], 40)} if isinstance(said.get("rel"), str) else {})


def followed(row: Row) -> str:
    """The ticket that this one follows up, ''."""
    via = row.get("via")
    said = via.get("source") if isinstance(via, dict) else None
    if not isinstance(said, dict) or said.get("rel") != "follow_up" or not isinstance(said.get("from"), dict):
        return ""
    return key(said["from"].get("ticket_id"))


def address_parts(value: str) -> SplitResult:
    """An address in its parts, all of them empty for one that cannot be read."""
    try:
        return urlsplit(value)
    except ValueError:
        return urlsplit("")


def strings(value: Any) -> list[str]:
    """The texts of a list."""
    return [clean_text(one) for one in value if isinstance(one, str)] if isinstance(value, list) else []


def plain_fields(value: Any) -> Row:
    """Custom values of a user or organization: words, numbers and lists of words, as they are."""
    if not isinstance(value, dict):
        return {}
    pairs = ((text(name, 100), _plain(held)) for name, held in list(value.items())[:MOST_FIELDS])
    return {name: held for name, held in pairs if name and held not in (None, "", [])}


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if abs(value) <= LARGEST else None
    return [text(one, 200) for one in strings(value)] if isinstance(value, list) else prose(value, LONGEST_VALUE)


def _address(value: Any) -> Row:
    return (
        {name: text(value[name], 320) for name in ("address", "name") if text(value.get(name), 320)}
        if isinstance(value, dict)
        else {}
    )


def first(values: Iterable[str]) -> str:
    """The first that says anything."""
    return next((one for one in values if one), "")
