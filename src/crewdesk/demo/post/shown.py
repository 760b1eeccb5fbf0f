"""A message as the mailbox page shows it."""

import base64
import re
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from crewdesk.core.html import text_to_html

from .letters import Letter

_CONTENT_ID = re.compile(r"cid:([^\"'>\s]+)")
LINE_PIXELS, LEAST_PIXELS, MOST_PIXELS = 21, 90, 640
STYLE = "<style>body{font:15px/1.5 system-ui,sans-serif;margin:12px;overflow-wrap:anywhere}img{max-width:100%}</style>"


@dataclass(frozen=True)
class Shown:
    """The facts of a message; its body stands in a frame of `height` pixels."""

    key: str
    is_sent: bool
    sender: str
    subject: str
    at: datetime
    files: list[str]
    height: int


def shown(letter: Letter) -> Shown:
    """What stands around the frame."""
    message = letter.message
    name, address = parseaddr(str(message["From"] or ""))
    plain = message.get_body(("plain",))
    lines = sum(1 + len(line) // 90 for line in plain.get_content().splitlines()) if plain else 12
    return Shown(
        key=letter.key, is_sent=letter.is_sent, sender=name or address, subject=str(message["Subject"] or ""),
        at=letter.at,
        files=[part.get_filename() or part.get_content_type() for part in message.iter_attachments()],
        height=max(LEAST_PIXELS, min(MOST_PIXELS, lines * LINE_PIXELS + 2 * LINE_PIXELS)),
    )  # fmt: skip


def document(letter: Letter) -> str:
    """The message's HTML, or its text as HTML, with its own pictures in it. Unclean: for a sandboxed frame under a strict policy."""
    message = letter.message
    part = message.get_body(("html", "plain"))
    content = part.get_content() if part else ""
    html = content if part and part.get_content_subtype() == "html" else text_to_html(content)
    pictures = {str(one["Content-ID"]).strip("<> "): one for one in message.walk() if one["Content-ID"]}
    return f'<!doctype html><meta charset="utf-8"><base target="_blank">{STYLE}' + _CONTENT_ID.sub(
        lambda found: _inline(pictures, found), html
    )


def _inline(pictures: dict, found: re.Match) -> str:
    if found[1] not in pictures:
        return found[0]
    picture = pictures[found[1]]
    return f"data:{picture.get_content_type()};base64,{base64.b64encode(picture.get_content()).decode()}"
