"""Headers of an admin's own, and which of them a call may bear."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from crewdesk.core.operations import Refused

MOST_HEADERS = 5
LONGEST_NAME, LONGEST_VALUE = 128, 4000
# RFC 9110, 5.6.2 and 5.5: with these no value can begin a header or a request of its own.
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?")
# Of the connection (RFC 9110, 7.6.1), or written by us.
OURS = {
    "accept-encoding", "authorization", "connection", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade",
    "user-agent",
}  # fmt: skip
OUR_BEGINNINGS = ("content-", "proxy-", "x-crewdesk-", "x-zendesk-")


def header_value(name: str, value: str) -> str:
    """The value as it is sent. Raises Refused for a header that a call may not bear."""
    value = value.strip(" \t")
    if not _TOKEN.fullmatch(name) or len(name) > LONGEST_NAME:
        raise Refused(_("“%(name)s” is not the name of a header.") % {"name": name[:LONGEST_NAME]}, field="custom_headers")
    if name.lower() in OURS or name.lower().startswith(OUR_BEGINNINGS):
        raise Refused(_("The header “%(name)s” cannot be chosen.") % {"name": name}, field="custom_headers")
    if not is_sendable(value):
        raise Refused(_("The value of “%(name)s” cannot be sent in a header.") % {"name": name}, field="custom_headers")
    return value


def refuse_too_many(names: Iterable[str]) -> None:
    """Refuse more headers than a call may bear, and a name that comes twice, in whatever case."""
    names = [name.lower() for name in names]
    if len(names) > MOST_HEADERS:
        raise Refused(_("A webhook has at most %(most)s headers of its own.") % {"most": MOST_HEADERS}, field="custom_headers")
    if len(set(names)) < len(names):
        raise Refused(_("A header is named twice."), field="custom_headers", code="DuplicateValue")


def is_name(name: str) -> bool:
    """Whether a key may be sent in a header of this name: any but those of the connection and of the call."""
    is_key = name.lower() == "authorization" or (name.lower() not in OURS and not name.lower().startswith(OUR_BEGINNINGS))
    return bool(_TOKEN.fullmatch(name)) and len(name) <= LONGEST_NAME and is_key


def is_sendable(value: str) -> bool:
    """Whether `value` can stand in a header."""
    return bool(_VALUE.fullmatch(value)) and len(value) <= LONGEST_VALUE
