"""Blacks out words in text and in HTML. Pure."""

import html
import re
from collections.abc import Iterable
from typing import Any

from crewdesk.core.html import html_to_text, text_to_html

MARK = "▇▇▇▇"
# A line of a message this long is taken for a copy when it stands in somebody else's quotation.
LEAST_COPIED = 6


def black_out(text: str, words: Iterable[str]) -> str:
    """`text` with every one of `words` blacked out, however they are cased and spaced. The mark does not tell
    their length.
    """
    for word in sorted(_worth(words), key=len, reverse=True):
        text = _pattern(word).sub(MARK, text)
    return text


def holds(text: str, words: Iterable[str]) -> bool:
    """Whether one of `words` stands in `text`."""
    return any(_pattern(word).search(text) for word in _worth(words))


def black_out_html(source: str, words: Iterable[str]) -> str:
    """The same for HTML. Where markup cuts through a word, or an attribute holds it, the markup goes and the
    text stays.
    """
    words = list(_worth(words))
    text = html_to_text(source)
    if not holds(text, words) and not holds(html.unescape(source), words):
        return source
    kept = "".join(part if part.startswith("<") else _black_out_escaped(part, words) for part in re.split(r"(<[^>]*>)", source))
    if holds(html_to_text(kept), words) or holds(html.unescape(kept), words):
        return text_to_html(black_out(text, words))
    return kept


def black_out_json(value: Any, words: Iterable[str]) -> Any:
    """The same for every string in plain JSON; keys stay."""
    words = list(words)
    if isinstance(value, str):
        return black_out(value, words)
    if isinstance(value, dict):
        return {key: black_out_json(one, words) for key, one in value.items()}
    return [black_out_json(one, words) for one in value] if isinstance(value, list) else value


def copied_lines(body: str) -> list[str]:
    """The lines by which a quotation of `body` is known."""
    lines = [line.strip() for line in body.splitlines() if len(line.strip()) >= LEAST_COPIED]
    return lines or [body.strip()]


def _worth(words: Iterable[str]) -> list[str]:
    return [word for word in words if word.strip()]


def _pattern(word: str) -> re.Pattern:
    return re.compile(r"\s+".join(re.escape(part) for part in word.split()), re.IGNORECASE)


def _black_out_escaped(part: str, words: list[str]) -> str:
    plain = html.unescape(part)
    return html.escape(black_out(plain, words), quote=False) if holds(plain, words) else part
