"""The lines of an HTML body, each with the place in the HTML where it starts, so that text rules can cut
HTML.
"""

import re
from dataclasses import dataclass, field

import nh3

from crewdesk.core.html import ATTRIBUTES, BLOCKS, DROPPED_WHOLE, INLINE, URL_SCHEMES

from .limits import MAX_FOLDED_LINES

# How mail programs mark quotes and signatures in the HTML they write, by class or id: Gmail, Yahoo, Proton,
# Zoho, Thunderbird, Apple Mail, Outlook (desktop, web, Mac), Hotmail, Windows Mail.
_QUOTE_CLASSES = {
    "gmail_quote",
    "yahoo_quoted",
    "protonmail_quote",
    "zmail_extra",
    "moz-cite-prefix",
    "OutlookMessageHeader",
}
_QUOTE_IDS = {
    "OLK_SRC_BODY_SECTION",
    "appendonsend",
    "divRplyFwdMsg",
    "mail-editor-reference-message-container",
    "stopSpelling",
}
_SIGNATURE_CLASSES = {"gmail_signature", "moz-signature", "protonmail_signature_block"}
_SIGNATURE_IDS = {"Signature", "AppleMailSignature", "ms-outlook-mobile-signature"}
_TAGS_MARKED = ("div", "blockquote", "span", "hr", "table", "p", "pre")
_MARKER = nh3.Cleaner(
    tags=BLOCKS | INLINE,
    clean_content_tags=DROPPED_WHOLE,
    attributes=ATTRIBUTES,
    allowed_classes=dict.fromkeys(_TAGS_MARKED, _QUOTE_CLASSES | _SIGNATURE_CLASSES),
    tag_attribute_values={tag: {"id": _QUOTE_IDS | _SIGNATURE_IDS} for tag in _TAGS_MARKED},
    link_rel=None,
    url_schemes=URL_SCHEMES,
    url_relative="deny",
)
_TOKEN = re.compile(r'<(/?)([a-z0-9]+)((?: [a-z-]+="[^"]*")*)>')
_NAMES = re.compile(r' (?:class|id)="([^"]*)"')
IMAGE = "\ufffc"


@dataclass
class HtmlLines:
    """`html` in nh3's spelling; `lines[i]` starts at `html[starts[i]]`. Lines in a blockquote begin with
    `> `.
    """

    html: str
    lines: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    quote_mark: int | None = None
    signature_mark: int | None = None

    def slice(self, start: int, stop: int) -> str:
        """Return the HTML of lines[start:stop]; the first slice takes what stands before the first line."""
        begin = self.starts[start] if 0 < start < len(self.starts) else 0 if start == 0 else len(self.html)
        end = self.starts[stop] if stop < len(self.starts) else len(self.html)
        return self.html[begin:end]


def html_lines(html: str) -> HtmlLines:
    """Return the lines of untrusted HTML, the first MAX_FOLDED_LINES of them."""
    found = HtmlLines(_MARKER.clean(html))
    pieces: list[str] = []
    start, depth, position = 0, 0, 0

    def end_line(next_start: int, *, keep_empty: bool) -> None:
        nonlocal start, pieces
        text = " ".join("".join(pieces).split())
        if text or keep_empty:
            found.lines.append(("> " * depth + text).rstrip() if depth else text)
            found.starts.append(start)
            start = next_start
        pieces = []

    for tag in _TOKEN.finditer(found.html):
        closing, name = tag[1], tag[2]
        pieces.append(_unescaped(found.html[position : tag.start()]))
        position = tag.end()
        if name == "img":
            pieces.append(IMAGE)
        elif name == "br":
            end_line(tag.end(), keep_empty=True)
        elif name in BLOCKS:
            end_line(tag.end() if closing else tag.start(), keep_empty=False)
            if closing:
                start = tag.end()
            _note_marks(found, tag)
            depth += (name == "blockquote") * (-1 if closing else 1)
        if len(found.lines) >= MAX_FOLDED_LINES:
            break
    else:
        pieces.append(_unescaped(found.html[position:]))
        end_line(len(found.html), keep_empty=False)
    return found


def _note_marks(found: HtmlLines, tag: re.Match) -> None:
    names = {name for value in _NAMES.findall(tag[3]) for name in value.split()}
    if found.quote_mark is None and names & (_QUOTE_CLASSES | _QUOTE_IDS):
        found.quote_mark = len(found.lines)
    if found.signature_mark is None and names & (_SIGNATURE_CLASSES | _SIGNATURE_IDS):
        found.signature_mark = len(found.lines)


def _unescaped(text: str) -> str:
    return text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", '"').replace("&amp;", "&")
