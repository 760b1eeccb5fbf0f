"""Addresses of hostile mail, read by a strict grammar without recursion.

The standard library reads `alice@victim.example)bob@evil.example` as Alice on many releases
(CVE-2023-27043). Here anything but `addr-spec`, `addr-spec (comment)` or `name <addr-spec>` is refused:
better unknown than somebody else.
"""

import re

from .headers import decoded
from .limits import (
    MAX_ADDRESS_CHARS,
    MAX_ADDRESS_LIST_CHARS,
    MAX_ADDRESSES,
    MAX_COMMENT_DEPTH,
    MAX_HEADER_VALUE_CHARS,
    MAX_NAME_CHARS,
)
from .mail import Mailbox

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+"
_LABEL = r"[A-Za-z0-9\u0080-\U0010ffff](?:[A-Za-z0-9\u0080-\U0010ffff-]{0,61}[A-Za-z0-9\u0080-\U0010ffff])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")
_ENCODED_WORD = r"=\?[^?\s<>@]+\?[bBqQ]\?[^?\s<>@]*\?="
_QUOTED = r'"(?:[^"\\]|\\.)*"'
# An @ or a bracket in a bare name is how one address poses as another.
_NAME = re.compile(rf"(?:{_ENCODED_WORD}|{_QUOTED}|[^\s\"<>@,;:()\[\]\\]+|\s+)*")
_ANGLE = re.compile(r"(?P<name>.*?)<\s*(?P<address>[^<>\s]+)\s*>", re.DOTALL)
_INVISIBLE = re.compile("[\u0000-\u0020\u007f-\u00a0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufffd\ud800-\udfff]")
_GROUP = re.compile(r"^\s*[^\s\"<>@,;:()][^\"<>@,;:()]*:")


class MalformedAddress(ValueError):
    """The text is not exactly one well-formed mailbox."""


def mailbox(value: str) -> Mailbox:
    """Return the single mailbox that `value` spells, the domain in lower case. Raises MalformedAddress
    otherwise.
    """
    if len(value) > MAX_HEADER_VALUE_CHARS:
        raise MalformedAddress("too long")
    bare, comment = _without_comments(value.strip())
    angle = _ANGLE.fullmatch(bare)
    if angle:
        name = angle["name"].strip()
        if not _NAME.fullmatch(name):
            raise MalformedAddress("name not well formed")
        return Mailbox(_address(angle["address"]), _name(name))
    return Mailbox(_address(bare), decoded(comment, MAX_NAME_CHARS))


def mailboxes(value: str) -> tuple[tuple[Mailbox, ...], bool]:
    """Return the well-formed mailboxes of a list header, and whether all of it was read."""
    complete = len(value) <= MAX_ADDRESS_LIST_CHARS
    found = []
    for item in _items(value[:MAX_ADDRESS_LIST_CHARS]):
        try:
            found.append(mailbox(_GROUP.sub("", item)))
        except MalformedAddress:
            complete = False
    return tuple(found[:MAX_ADDRESSES]), complete and len(found) <= MAX_ADDRESSES


def _address(text: str) -> str:
    if len(text) > MAX_ADDRESS_CHARS or _INVISIBLE.search(text) or not _ADDRESS.fullmatch(text):
        raise MalformedAddress("address not well formed")
    local, _, domain = text.rpartition("@")
    return f"{local}@{domain.lower()}"


def _name(text: str) -> str:
    if text.startswith('"') and text.endswith('"') and len(text) > 1:
        text = re.sub(r"\\(.)", r"\1", text[1:-1])
    return decoded(text, MAX_NAME_CHARS)


def _without_comments(value: str) -> tuple[str, str]:
    """Return the text outside comments, and the comments' text. A comment leaves a blank: it never joins
    two words.
    """
    outside, inside, depth = [], [], 0
    for char, quoted in _marked(value):
        if char == "(" and not quoted:
            depth += 1
            outside.append(" ")
        elif char == ")" and not quoted:
            depth -= 1
        else:
            (inside if depth else outside).append(char)
        if not 0 <= depth <= MAX_COMMENT_DEPTH:
            raise MalformedAddress("comments not well formed")
    if depth:
        raise MalformedAddress("comment left open")
    return "".join(outside).strip(), "".join(inside)


def _marked(value: str):
    """Yield each character and whether quotes or a backslash take its meaning away."""
    quoted = escaped = False
    for char in value:
        yield char, quoted or escaped
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == '"':
            quoted = not quoted


def _items(value: str):
    """Yield the pieces between top-level commas, and semicolons that end a group."""
    piece, depth = [], 0
    for char, quoted in _marked(value):
        if not quoted:
            depth += (char in "(<") - (char in ")>")
        if char in ",;" and not quoted and depth <= 0:
            yield from filter(str.strip, ["".join(piece)])
            piece, depth = [], 0
        else:
            piece.append(char)
    yield from filter(str.strip, ["".join(piece)])
