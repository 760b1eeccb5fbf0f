"""What a cell says, by what it is meant to be. Pure; a cell that cannot be read raises BadCell with what to do."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from crewdesk.tickets.operations.tags import clean_tags

YES = {"yes", "true", "1", "x", "on", "y", "ja", "oui", "si", "sí"}
NO = {"no", "false", "0", "", "off", "n", "nein", "non"}
_DAY_FIRST = re.compile(
    r"(\d{1,2})[./-](\d{1,2})[./-](\d{2,4})(?:[ T,]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)? ?(am|pm)?)?", re.IGNORECASE
)
_ZONE_WORD = re.compile(r" ?(?:UTC|GMT|Z)$", re.IGNORECASE)


class BadCell(ValueError):
    """A cell that does not fit; the message says what is wrong and what to do."""


def plain(text: str) -> str:
    """Text with one blank between its words and none around them. What rows are known by is compared, looked up and written so."""
    return " ".join(text.split())


def address(text: str) -> str:
    """An e-mail address in lower case, without the signs that some programs put around it; it may be none."""
    return plain(text).lower().strip("<> ").removeprefix("mailto:")


def email(text: str) -> str:
    """An address that is one."""
    found = address(text)
    try:
        validate_email(found)
    except ValidationError as problem:
        raise BadCell(_("“%(value)s” is not an e-mail address. Correct it.") % {"value": shown(text)}) from problem
    if len(found) > 254:
        raise BadCell(_("This e-mail address is too long."))
    return found


def words(text: str) -> list[str]:
    """Tags, however they are separated."""
    return clean_tags(re.split(r"[\s,;|]+", text))


def parts(text: str) -> list[str]:
    """Values that are separated by commas, semicolons or bars, and may hold blanks."""
    return [part.strip() for part in re.split(r"[,;|\n]+", text) if part.strip()]


def flag(text: str) -> bool:
    """Yes or no."""
    word = text.strip().casefold()
    if word not in YES | NO:
        raise BadCell(_("“%(value)s” is neither yes nor no. Write one of them.") % {"value": shown(text)})
    return word in YES


def moment(text: str, *, order: str, zone: ZoneInfo, latest: datetime) -> datetime:
    """An instant. Without a zone of its own it is one of `zone`; `order` is dmy or mdy where numbers alone do not tell."""
    text = text.strip()
    try:
        at = _moment(text, order, zone).astimezone(UTC)
    except (ValueError, OverflowError) as problem:
        raise BadCell(_("“%(value)s” is not a date. Write it like 2024-05-31 14:30.") % {"value": shown(text)}) from problem
    if at.year < 1990 or at > latest:
        raise BadCell(_("“%(value)s” lies too far back or in the future. Correct it.") % {"value": shown(text)})
    return at


def _moment(text: str, order: str, zone: ZoneInfo) -> datetime:
    if re.fullmatch(r"\d{10}(\d{3})?", text):
        return datetime.fromtimestamp(int(text[:10]), UTC)
    if found := _DAY_FIRST.fullmatch(text):
        return _by_numbers(found, order).replace(tzinfo=zone)
    has_zone_word = _ZONE_WORD.search(text)
    at = datetime.fromisoformat(_ZONE_WORD.sub("", text).replace("/", "-"))
    return at if at.tzinfo else at.replace(tzinfo=UTC if has_zone_word else zone)


def _by_numbers(found: re.Match, order: str) -> datetime:
    first, second, year = int(found[1]), int(found[2]), int(found[3])
    day, month = (second, first) if order == "mdy" else (first, second)
    hour = int(found[4] or 0)
    if half := (found[7] or "").lower():
        hour = hour % 12 + (12 if half == "pm" else 0)
    return datetime(year + 2000 if year < 100 else year, month, day, hour, int(found[5] or 0), int(found[6] or 0))


def date_order(samples: list[str]) -> str:
    """dmy or mdy, by what the samples leave possible."""
    pairs = [(int(found[1]), int(found[2])) for text in samples if (found := _DAY_FIRST.fullmatch(text.strip()))]
    return "mdy" if any(second > 12 for _first, second in pairs) and not any(first > 12 for first, _second in pairs) else "dmy"


def short(text: str, most: int, what: str) -> str:
    """Text that fits its column."""
    text = plain(text)
    if len(text) > most:
        raise BadCell(_("%(what)s is longer than %(most)s letters. Shorten it.") % {"what": what, "most": most})
    return text


def shown(text: str) -> str:
    """A piece of a cell for a message."""
    return text if len(text) <= 60 else f"{text[:60]}…"
