"""Folds quoted text and signatures, so that a reader sees what is new.

Folding hides text. Wherever the rules are in doubt, nothing is hidden: answers written between quoted
lines, forwarded messages and mails that would have nothing left stay whole.
"""

import re
from dataclasses import dataclass

from mailparser_reply.parser import EmailMessage
from quotequail import quote

from .html_lines import html_lines
from .limits import MAX_FOLDED_CHARS, MAX_FOLDED_LINES
from .signatures import LANGUAGES, signature_start

REPLY_MARKER = "##- Please type your reply above this line -##"

# The library's read() also hunts for disclaimers, which costs more than all the rest together.
_HEADERS = EmailMessage(text="", languages=LANGUAGES).HEADER_REGEX
_HEADER_BLOCK_LINES = 12
_FORWARDED = re.compile(
    r"(?i)^[-\s>*_]*(begin forwarded message|-+ ?forwarded message|anfang der weitergeleiteten"
    r"|weitergeleitete nachricht|début du message réexpédié|message (transféré|réexpédié)"
    r"|(inicio del )?mensaje reenviado|(inizio )?messaggio inoltrato|mensagem encaminhada"
    r"|doorgestuurd bericht|vidarebefordrat|пересылаемое сообщение)"
)
_HEADER_LINE = re.compile(r"^[>* ]*[^\s:][^:\n]{0,20}:", re.MULTILINE)
# The line that leads a quote in, in any language: it ends in a colon and names an address, a date or a time.
_ATTRIBUTION = re.compile(r"[@\d].*:\s*$")
_WRAPPED_ATTRIBUTION = re.compile(r"\d.{40,}\n.*:\s*$|\d.*[<,]\n.*:\s*$")
# quotequail tries some thirty patterns on every line and its neighbours; all of them end in one of these
# characters.
_INTRO_ENDS = (":", "-", "_", ">")
_INTRO_LINES = 3


@dataclass(frozen=True, slots=True)
class Parts:
    """A body in three: what the writer wrote now, what is quoted, the signature. All of it is in exactly
    one of them.
    """

    reply: str
    quoted: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class _Fold:
    """Line numbers: `quote_start` to `quote_stop` is quoted, `signature_start` to `quote_start` signs."""

    signature_start: int
    quote_start: int
    quote_stop: int


def split_reply_text(text: str) -> Parts:
    """Cut plain text into its parts; lines keep their indentation."""
    every = text.split("\n")
    lines = text[:MAX_FOLDED_CHARS].split("\n")[:MAX_FOLDED_LINES]
    fold = _fold(lines)
    signature, start, stop = (
        place if place < len(lines) else len(every) for place in (fold.signature_start, fold.quote_start, fold.quote_stop)
    )
    return Parts(
        reply="\n".join(every[:signature] + every[stop:]).strip("\n"),
        quoted="\n".join(every[start:stop]).strip("\n"),
        signature="\n".join(every[signature:start]).strip("\n"),
    )


def split_reply_html(html: str) -> Parts:
    """Cut HTML into its parts. They are fragments still to be passed through `clean.clean_html`."""
    found = html_lines(html)
    fold = _fold(found.lines, quote_mark=found.quote_mark, signature_mark=found.signature_mark)
    after = found.slice(fold.quote_stop, len(found.lines)) if fold.quote_stop < len(found.lines) else ""
    return Parts(
        reply=found.slice(0, fold.signature_start) + after,
        quoted=found.slice(fold.quote_start, fold.quote_stop) if fold.quote_start < fold.quote_stop else "",
        signature=(found.slice(fold.signature_start, fold.quote_start) if fold.signature_start < fold.quote_start else ""),
    )


def _fold(lines: list[str], *, quote_mark: int | None = None, signature_mark: int | None = None) -> _Fold:
    start, stop = _quoted_range(lines, quote_mark)
    signed = signature_start(lines[:start])
    if signature_mark is not None and _has_words(lines[:signature_mark]):
        signed = min(signed, signature_mark)
    return _Fold(min(signed, start), start, stop)


def _quoted_range(lines: list[str], quote_mark: int | None) -> tuple[int, int]:
    """Return where the quoted lines start and stop; both are len(lines) when nothing may be hidden."""
    whole = (len(lines), len(lines))
    marker = next((number for number, line in enumerate(lines) if REPLY_MARKER in line), None)
    start = _first_quote(lines[:marker], quote_mark)
    if marker is not None and _has_words(lines[: min(start, marker)]):
        return min(start, marker), len(lines)
    start = _first_quote(lines, quote_mark)
    if start == len(lines) or _FORWARDED.match("\n".join(lines[start : start + 3]).lstrip()):
        return whole
    stop = _angle_stop(lines, start)
    if stop is None or not _has_words(lines[:start] + lines[stop:]):
        return whole
    return start, stop


def _first_quote(lines: list[str], quote_mark: int | None) -> int:
    found = [_known_intro(lines), _angle_start(lines), *([quote_mark] if quote_mark is not None else [])]
    start = min([len(lines), *found])
    return min(start, _known_headers(lines[:start]))


def _known_intro(lines: list[str]) -> int:
    """Return the line where quotequail sees a quote begin, len(lines) if nowhere."""
    for number, line in enumerate(lines):
        if line.rstrip().endswith(_INTRO_ENDS):
            first = max(0, number - _INTRO_LINES + 1)
            pieces = quote("\n".join(lines[first : number + 1]), limit=None, quote_intro_line=True)
            if len(pieces) == 2:
                return number + 1 - len(pieces[1][1].split("\n"))
    return len(lines)


def _known_headers(lines: list[str]) -> int:
    """Return the line where mail-parser-reply sees headers of an earlier mail, len(lines) if nowhere."""
    for number, line in enumerate(lines):
        if _HEADER_LINE.match(line) or any(one.endswith(":") for one in lines[number : number + 2]):
            block = "\n".join(one.strip() for one in lines[number : number + _HEADER_BLOCK_LINES])
            found = _HEADERS.match(block)
            if found and _is_header_block(found[0]):
                return number
    return len(lines)


def _is_header_block(headers: str) -> bool:
    # "From: Berlin / To: London" is what a traveller writes: a mail's headers name an address, or are four.
    return "@" in headers or headers.rstrip().endswith(":") or len(_HEADER_LINE.findall(headers)) >= 4


def _angle_start(lines: list[str]) -> int:
    """Return where a block of `>` lines begins, with the line that leads it in; len(lines) if nowhere."""
    for number, line in enumerate(lines):
        if line.startswith(">"):
            above = number
            while above and not lines[above - 1].strip():
                above -= 1
            if _WRAPPED_ATTRIBUTION.search("\n".join(lines[max(0, above - 2) : above])):
                return above - 2
            if above and _ATTRIBUTION.search(lines[above - 1]):
                return above - 1
            rest_quoted = all(one.startswith(">") or not one.strip() for one in lines[number:])
            return number if rest_quoted else len(lines)
    return len(lines)


def _angle_stop(lines: list[str], start: int) -> int | None:
    """Return where `>` lines that follow `start` end; len(lines) for other styles; None when answers
    stand between.
    """
    first = next((number for number in range(start, min(start + 5, len(lines))) if lines[number].startswith(">")), None)
    if first is None:
        return len(lines)
    last = max(number for number, line in enumerate(lines) if line.startswith(">"))
    between = any(line.strip() and not line.startswith(">") for line in lines[first:last])
    return None if between else last + 1


def _has_words(lines: list[str]) -> bool:
    return any(any(char.isalnum() or char == "\ufffc" for char in line) for line in lines)
