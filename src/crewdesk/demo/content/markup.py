"""Plain text as the simple HTML that a mail program or an editor would have made of it."""

import re
from html import escape
from itertools import groupby

_BULLETS = ("- ", "* ", "• ")
_SPECIAL = re.compile(r"^(?:>|[-*•] |    )", re.M)


def _kind(line: str) -> str:
    if line.startswith(">"):
        return "quote"
    if line.startswith(_BULLETS):
        return "list"
    if line.startswith("    "):
        return "code"
    return "text"


def _block(kind: str, lines: list[str]) -> str:
    if kind == "list":
        return "<ul>" + "".join(f"<li>{escape(line[2:], False)}</li>" for line in lines) + "</ul>"
    if kind == "code":
        return "<pre>" + escape("\n".join(line[4:] for line in lines), False) + "</pre>"
    if kind == "quote":
        return (
            "<blockquote>" + escape("\n".join(line[1:].strip() for line in lines), False).replace("\n", "<br>") + "</blockquote>"
        )
    return "<p>" + escape("\n".join(lines), False).replace("\n", "<br>") + "</p>"


def _paragraph(paragraph: str) -> str:
    lines = paragraph.split("\n")
    return "".join(_block(kind, list(run)) for kind, run in groupby(lines, _kind))


def simple_html(text: str) -> str:
    """Paragraphs, line breaks, bullets, quotes (``>``) and code (four spaces) of ``text``, escaped."""
    if not _SPECIAL.search(text):
        return "<p>" + escape(text, False).replace("\n\n", "</p><p>").replace("\n", "<br>") + "</p>"
    return "".join(_paragraph(p) for p in text.split("\n\n") if p.strip("\n"))
