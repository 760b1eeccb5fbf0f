"""Cuts a raw mail into its parts, in time and memory linear in its size whatever its shape.

The standard library's parser takes 11-24 s for 50,000 parts and overflows the stack at some hundred
nested multiparts, so only blocks of headers, of bounded size, are given to it.
"""

import re
from dataclasses import dataclass, field
from email.message import Message
from email.parser import HeaderParser
from email.policy import compat32
from typing import NamedTuple

from .charsets import decode_headers
from .limits import (
    MAX_DEPTH,
    MAX_HEADER_BYTES,
    MAX_HEADER_VALUE_CHARS,
    MAX_PART_HEADER_BYTES,
    MAX_PARTS,
)

# What the standard library's parser takes for header lines; possessive, so that no number of lines needs a
# stack.
_HEADER_LINES = re.compile(rb"(?:(?:From |[!-9;-~]*+:|[\t ](?!\r?\n))[^\n]*+(?:\n|\Z))*+")
_DELIMITER_END = re.compile(rb"(--)?[ \t]*(?:\r?\n|\Z)")
_BLANK_LINE = re.compile(rb"[\t ]*+\r?\n")
_PARSER = HeaderParser(policy=compat32)


class _Delimiter(NamedTuple):
    start: int
    end: int
    closes: bool


@dataclass
class Part:
    """One MIME part: its headers, and where its content stands in the raw mail. `children` of a multipart
    only.
    """

    headers: Message
    start: int
    end: int
    children: list["Part"] = field(default_factory=list)

    @property
    def content_type(self) -> str:
        return self.headers.get_content_type()


class Splitter:
    """Splits one mail. `warnings` names the limits that were reached."""

    def __init__(self, raw: bytes) -> None:
        # Line ends of old Macs: without a single LF nothing below would find a line.
        self.raw = raw if b"\n" in raw else raw.replace(b"\r", b"\n")
        self.warnings: set[str] = set()
        self.count = 0

    def split(self) -> Part:
        """Return the whole mail as a tree of parts."""
        return self._part(0, len(self.raw), MAX_HEADER_BYTES, depth=0, default="text/plain")

    def _part(self, start: int, end: int, header_limit: int, *, depth: int, default: str) -> Part:
        self.count += 1
        part = self.headed(start, end, header_limit)
        part.headers.set_default_type(default)
        if part.headers.get_content_maintype() == "multipart":
            self._split_multipart(part, depth)
        return part

    def headed(self, start: int, end: int, limit: int) -> Part:
        """Read the headers that begin at `start`; the part's content is what follows them."""
        stop = _HEADER_LINES.match(self.raw, start, end).end()
        blank = _BLANK_LINE.match(self.raw, stop, end)
        if stop - start > limit:
            self.warnings.add("header-limit")
        headers = _PARSER.parsestr(decode_headers(self.raw[start : min(stop, start + limit)]))
        _drop_overlong(headers)
        return Part(headers, blank.end() if blank else stop, end)

    def _split_multipart(self, part: Part, depth: int) -> None:
        boundary = _boundary(part.headers)
        if not boundary:
            self.warnings.add("no-boundary")
        elif depth >= MAX_DEPTH:
            self.warnings.add("depth-limit")
        else:
            default = "message/rfc822" if part.content_type == "multipart/digest" else "text/plain"
            for start, end in self._segments(boundary, part.start, part.end):
                child = self._part(start, end, MAX_PART_HEADER_BYTES, depth=depth + 1, default=default)
                part.children.append(child)
            if not part.children:
                self.warnings.add("no-boundary")

    def _segments(self, boundary: bytes, start: int, end: int):
        """Yield where each part of a multipart starts and ends."""
        opened = None
        for delimiter in self._delimiters(boundary, start, end):
            if opened is not None:
                yield opened, self._line_end_before(delimiter.start, opened)
            opened = delimiter.end
            if delimiter.closes:
                return
            if self.count >= MAX_PARTS:
                self.warnings.add("part-limit")
                return
        if opened is not None:
            self.warnings.add("truncated")
            yield opened, end

    def _delimiters(self, boundary: bytes, start: int, end: int):
        needle = b"--" + boundary
        # Most of a mail's bytes are inside attachments: find() runs over them ten times as fast as a pattern.
        position = self.raw.find(needle, start, end)
        while position >= 0:
            line = _DELIMITER_END.match(self.raw, position + len(needle), end)
            if line and self.raw[position - 1 : position] in (b"\n", b""):
                yield _Delimiter(position, line.end(), bool(line[1]))
            position = self.raw.find(needle, position + len(needle), end)

    def _line_end_before(self, position: int, start: int) -> int:
        # The line end before a delimiter belongs to the delimiter (RFC 2046, section 5.1.1).
        position -= self.raw.endswith(b"\n", start, position)
        return position - self.raw.endswith(b"\r", start, position)


def _boundary(headers: Message) -> bytes:
    try:
        boundary = headers.get_boundary("") or ""
    except (ValueError, LookupError):
        return b""
    return boundary.encode() if len(boundary) <= 200 else b""


def _drop_overlong(headers: Message) -> None:
    # The parameter parser of the standard library is quadratic.
    for name in ("content-type", "content-disposition", "content-transfer-encoding"):
        if any(len(str(value)) > MAX_HEADER_VALUE_CHARS for value in headers.get_all(name, ())):
            del headers[name]


def top_headers(raw: bytes) -> Message:
    """Return the headers of the mail itself, without looking at its content."""
    return Splitter(raw).headed(0, len(raw), MAX_HEADER_BYTES).headers
