"""Header values to clean text: 8-bit bytes, encoded words (RFC 2047), dates and message ids."""

import binascii
import re
from datetime import UTC, datetime
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parsedate_to_datetime

from crewdesk.core.html import clean_text

from .charsets import decode
from .limits import MAX_HEADER_FIELDS, MAX_HEADER_VALUE_CHARS, MAX_ID_CHARS, MAX_REFERENCES

_MESSAGE_ID = re.compile(rf"<([^<>\s]{{1,{MAX_ID_CHARS}}})>")
_BLANKS = re.compile(r"\s+")


def header_items(message: Message) -> list[tuple[str, str]]:
    """Return (lower-case name, raw value) of the first headers, topmost first."""
    return [(name.lower(), str(value)) for name, value in list(message.raw_items())[:MAX_HEADER_FIELDS]]


def decoded(value: str, limit: int) -> str:
    """Return a header value as one line of clean text of at most `limit` characters."""
    value = value[:MAX_HEADER_VALUE_CHARS]
    if "=?" in value:
        # Unfolded first: decode_header takes each line for a header of its own and eats the blanks between.
        value = _decoded_words(_BLANKS.sub(" ", value))
    return _BLANKS.sub(" ", clean_text(value)).strip()[:limit]


def _decoded_words(value: str) -> str:
    try:
        chunks = decode_header(value)
    except (HeaderParseError, binascii.Error, ValueError):
        return value
    # decode_header hands plain stretches over in the second of these, which takes a writer's backslash.
    plain = "latin-1" if all(char < "\u0100" for char in value) else "raw-unicode-escape"
    return "".join(_chunk(text, charset, plain) for text, charset in chunks)


def _chunk(text: str | bytes, charset: str | None, plain: str) -> str:
    if isinstance(text, str):
        return text
    if charset is None:
        return text.decode(plain, "replace")
    # RFC 2231, section 5: a language may follow the charset after an asterisk.
    return decode(text, charset.partition("*")[0])[0]


def message_ids(value: str) -> tuple[str, ...]:
    """Return the message ids in a header value, without angle brackets, the last MAX_REFERENCES of them."""
    return tuple(_MESSAGE_ID.findall(clean_text(value)))[-MAX_REFERENCES:]


def date(value: str) -> datetime | None:
    """Return an RFC 5322 date in UTC, or None when it does not read as one between 1980 and 2200."""
    try:
        found = parsedate_to_datetime(value[:100])
        found = (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    return found if 1980 <= found.year < 2200 else None
