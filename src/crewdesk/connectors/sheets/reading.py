"""Reads CSV as people have it: any encoding, any delimiter, broken in places. In memory is one record at a time."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import BinaryIO

from django.utils.translation import gettext as _

from crewdesk.core.operations import Refused

BLOCK = 1024 * 1024
HEAD = 64 * 1024
DELIMITERS = {",": ",", ";": ";", "tab": "\t", "|": "|"}
ENCODINGS = ("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1")
# A cell of a megabyte is a long ticket; more is a quotation mark that nobody closed.
LONGEST_CELL = 2 * 1024 * 1024
MOST_COLUMNS = 500
_NOT_TEXT = {b"PK\x03\x04": "XLSX", b"\xd0\xcf\x11\xe0": "XLS", b"%PDF": "PDF", b"\x1f\x8b": "GZIP"}
csv.field_size_limit(LONGEST_CELL)


class BadSheet(Refused):
    """The file cannot be read as CSV at all."""


@dataclass(frozen=True)
class Shape:
    """How the bytes of a file are to be read."""

    encoding: str = "utf-8-sig"
    delimiter: str = ","

    def plain(self) -> dict[str, str]:
        """As it is stored."""
        return asdict(self)


@dataclass(frozen=True)
class Record:
    """One row: the line on which it begins, and its cells or why there are none."""

    line: int
    cells: list[str]
    problem: str = ""


class Measured(io.RawIOBase):
    """A stream that knows how many bytes were read."""

    def __init__(self, stream: BinaryIO):
        self._stream, self.done = stream, 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self.done += len(data)
        return len(data)


def detect(stream: BinaryIO) -> Shape:
    """Find encoding and delimiter; reads all of `stream` once. Raises BadSheet for what is no text."""
    head = stream.read(HEAD)
    if not head.strip():
        raise BadSheet(_("This file is empty. Choose another one."), field="file")
    for magic, name in _NOT_TEXT.items():
        if head.startswith(magic):
            raise BadSheet(
                _("This is %(kind)s, not CSV. Open it in a spreadsheet and save it as “CSV UTF-8”.") % {"kind": name},
                field="file",
            )
    stream.seek(0)
    encoding = _encoding(stream, head)
    text = codecs.getincrementaldecoder(encoding)(errors="replace").decode(head)
    return Shape(encoding, _delimiter(text))


def records(stream: BinaryIO, shape: Shape) -> Iterator[Record]:
    """The rows below and with the heading, which is the first. Blank lines are passed over."""
    # A BOM in the middle, NUL and the like are no letters of anybody's.
    raw = stream if isinstance(stream, Measured) else Measured(stream)
    text = io.TextIOWrapper(io.BufferedReader(raw, BLOCK), shape.encoding, errors="replace", newline="")
    reader = csv.reader((_plain(line) for line in text), delimiter=DELIMITERS.get(shape.delimiter, shape.delimiter), strict=True)
    before = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            yield Record(before + 1, [], _explained(problem, reader.line_num))
        else:
            if any(cell.strip() for cell in cells):
                yield Record(before + 1, cells[:MOST_COLUMNS])
        before = reader.line_num


def _plain(line: str) -> str:
    return line.replace("\x00", "") if "\x00" in line else line


def _explained(problem: csv.Error, line: int) -> str:
    said = str(problem)
    if "field larger" in said or "unexpected end" in said:
        return _("A quotation mark is opened and not closed before line %(line)s. Close it, or write it twice within a cell.") % {
            "line": line
        }
    return _('A quotation mark stands where none may be. Write marks within a cell twice: "".')


def _encoding(stream: BinaryIO, head: bytes) -> str:
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if not head.startswith(codecs.BOM_UTF8) and (wide := _wide(head)):
        return wide
    if _reads_as(stream, "utf-8"):
        return "utf-8-sig"
    stream.seek(0)
    return "cp1252" if _reads_as(stream, "cp1252") else "latin-1"


def _wide(head: bytes) -> str:
    """UTF-16 without its mark: every other byte of western text is zero."""
    even, odd = head[::2].count(0), head[1::2].count(0)
    if odd > len(head) * 0.3 and even < odd / 8:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) * 0.3 and odd < even / 8 else ""


def _reads_as(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        while block := stream.read(BLOCK):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(text: str) -> str:
    """The one that cuts most lines into equally many cells."""

    def evenness(delimiter: str) -> tuple[float, int]:
        try:
            rows = [row for row in csv.reader(io.StringIO(_plain(text), newline=""), delimiter=delimiter) if row]
        except csv.Error:
            return (0, 0)
        rows = rows[:-1] if len(rows) > 1 and len(text) >= HEAD // 4 else rows
        width = len(rows[0]) if rows else 1
        same = sum(len(row) == width for row in rows) / max(len(rows), 1)
        return (same if width > 1 else 0, width)

    return max(DELIMITERS, key=lambda name: evenness(DELIMITERS[name]))
