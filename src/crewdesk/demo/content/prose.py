"""Reads templates out of indented blocks: ``--`` between texts, ``>>`` before a reply, blank lines kept.

A text may begin with ``@13``: only the first and the third solution of its topic fit it, or with ``@2!``:
the second alone, and nothing is to be added or asked, because the text already says it all. A ``c`` or
``t`` in the mark (``@3c``) keeps the text for clients or for talent.
"""

import re
from dataclasses import dataclass

_OWN_LINE = ("- ", "* ", "• ", "1. ", "2. ", "3. ", "4. ")


_MARK = re.compile(r"@(\d*)([ct]?)(!?)\s+")
_SIDES = {"": "", "c": "client", "t": "talent"}


@dataclass(frozen=True, slots=True)
class Line:
    """A template, the solutions that fit it (from 1; empty: all), whether it stands alone, who may say it."""

    text: str
    fits: frozenset[int] = frozenset()
    alone: bool = False
    side: str = ""

    def suits(self, fits: frozenset[int]) -> bool:
        """Whether some solution fits both this text and what was said before."""
        return not self.fits or not fits or bool(self.fits & fits)


@dataclass(frozen=True, slots=True)
class Exchange:
    """A text and the replies that fit it."""

    line: Line
    replies: tuple[Line, ...]


def _paragraph(lines: list[str]) -> str:
    text = ""
    for line in lines:
        text += _seam(text, line) + line
    return text


def _seam(text: str, line: str) -> str:
    if text and line.startswith(_OWN_LINE):
        return "\n"
    # Chinese and Japanese letters begin at U+2E80; no space stands between their words.
    return "" if not text or text[-1] >= "\u2e80" else " "


def _flow(block: str) -> str:
    """The block with wrapped lines joined; list items keep their line."""
    paragraphs = "\n".join(line.strip() for line in block.strip().splitlines()).split("\n\n")
    return "\n\n".join(_paragraph(p.splitlines()) for p in paragraphs)


def _split(text: str, mark: str) -> list[str]:
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if line.strip() == mark:
            parts.append([])
        else:
            parts[-1].append(line)
    return ["\n".join(part) for part in parts]


def texts(source: str) -> tuple[str, ...]:
    """Texts separated by lines of ``--``, as they are."""
    return tuple(_flow(block) for block in _split(source, "--"))


def marked(source: str) -> tuple[Line, ...]:
    """Texts separated by lines of ``--``, with their marks read."""
    return tuple(_line(text) for text in texts(source))


def _line(text: str) -> Line:
    mark = _MARK.match(text)
    if not mark:
        return Line(text)
    return Line(text[mark.end() :], frozenset(int(digit) for digit in mark[1]), bool(mark[3]), _SIDES[mark[2]])


def lines(source: str) -> tuple[str, ...]:
    """One text a line."""
    return tuple(line.strip() for line in source.strip().splitlines())


def exchanges(source: str) -> tuple[Exchange, ...]:
    """A text and, each after ``>>``, the replies that fit it; exchanges are separated by ``--``."""
    found = []
    for block in _split(source, "--"):
        first, *replies = (_line(_flow(part)) for part in _split(block, ">>"))
        found.append(Exchange(first, tuple(replies)))
    return tuple(found)
