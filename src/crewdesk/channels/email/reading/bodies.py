"""Chooses the body among the parts of a mail; whatever is not body becomes an attachment, so that nothing
is lost.
"""

import binascii

from crewdesk.core.html import html_to_text, text_to_html

from .charsets import decode
from .flowed import unflow
from .headers import decoded
from .limits import MAX_BODY_BYTES, MAX_FILE_NAME_CHARS, MAX_ID_CHARS
from .mail import Attachment
from .mime import Part, Splitter

_DEFAULT_NAMES = {
    "message/rfc822": "message.eml",
    "text/calendar": "invitation.ics",
    "text/plain": "text.txt",
    "text/html": "page.html",
    "message/delivery-status": "delivery-status.txt",
}
# (plain, html) of one stretch of the body; None where the writer gave no such version.
Stretch = tuple[str | None, str | None]


class BodyReader:
    """Collects body and attachments of one split mail into `text`, `html` and `attachments`."""

    def __init__(self, splitter: Splitter, root: Part) -> None:
        self.raw, self.warnings = splitter.raw, splitter.warnings
        self.attachments: list[Attachment] = []
        self.room = MAX_BODY_BYTES
        self.offset = 0
        stretches = self._stretches(root)
        self.text = "\n".join(plain if plain is not None else html_to_text(html or "") for plain, html in stretches)
        self.html = ""
        if any(html for _, html in stretches):
            self.html = "\n".join(html or text_to_html(plain or "") for plain, html in stretches)

    def _stretches(self, part: Part) -> list[Stretch]:
        if part.children:
            inner = [stretch for child in part.children for stretch in self._stretches(child)]
            return _best(inner) if part.content_type == "multipart/alternative" else inner
        return self._leaf(part)

    def _leaf(self, part: Part) -> list[Stretch]:
        data = content(self.raw, part)
        kind = part.content_type
        if part.headers.get_content_maintype() == "multipart":
            kind = "text/plain"
        if kind not in ("text/plain", "text/html") or self._is_file(part):
            self._attach(part, data)
            return []
        if len(data) > self.room:
            self.warnings.add("body-limit")
            self._attach(part, data)
            return []
        self.room -= len(data)
        text = self._text(part, data)
        return [(text, None) if kind == "text/plain" else (None, text)]

    def _is_file(self, part: Part) -> bool:
        disposition = part.headers.get_content_disposition()
        started = self.room < MAX_BODY_BYTES
        return disposition == "attachment" or (started and bool(_file_name(part)))

    def _text(self, part: Part, data: bytes) -> str:
        text, sure = decode(data, _parameter(part, "charset"))
        if not sure:
            self.warnings.add("charset-guessed")
        if _parameter(part, "format").lower() == "flowed":
            return unflow(text, delete_space=_parameter(part, "delsp").lower() == "yes")
        return text

    def _attach(self, part: Part, data: bytes) -> None:
        content_id = decoded(str(part.headers.get("content-id", "")), MAX_ID_CHARS).strip("<> ")
        disposition = part.headers.get_content_disposition()
        self.attachments.append(
            Attachment(
                name=_file_name(part) or _DEFAULT_NAMES.get(part.content_type, ""),
                content_type=decoded(part.content_type, MAX_FILE_NAME_CHARS),
                content_id=content_id,
                inline=disposition == "inline" or (bool(content_id) and disposition != "attachment"),
                size=len(data),
                offset=self.offset,
                data=data,
            )
        )
        self.offset += len(data)


def content(raw: bytes, part: Part) -> bytes:
    """Return a part's content with its transfer encoding undone; as it stands when that fails."""
    data = raw[part.start : part.end]
    encoding = str(part.headers.get("content-transfer-encoding", "")).strip().lower()
    if encoding == "base64":
        return _base64(data)
    if encoding == "quoted-printable":
        return binascii.a2b_qp(data)
    if "uu" in encoding:
        part.headers.set_payload(data.decode("ascii", "surrogateescape"))
        return part.headers.get_payload(decode=True) or data
    return data


def _base64(data: bytes) -> bytes:
    for padding in (b"", b"==", b"A=="):
        try:
            return binascii.a2b_base64(data + padding)
        except binascii.Error:
            continue
    return data


def _best(stretches: list[Stretch]) -> list[Stretch]:
    """Make one stretch of alternatives: the first plain one and the last HTML one (RFC 2046: the last is
    the richest).
    """
    plain = next((plain for plain, _ in stretches if plain is not None), None)
    html = next((html for _, html in reversed(stretches) if html is not None), None)
    return [(plain, html)] if stretches else []


def _parameter(part: Part, name: str) -> str:
    try:
        value = part.headers.get_param(name, "")
    except (ValueError, LookupError):
        return ""
    return value if isinstance(value, str) else str(value[-1])


def _file_name(part: Part) -> str:
    try:
        name = part.headers.get_filename("")
    except (ValueError, LookupError):
        return ""
    return decoded(name or "", MAX_FILE_NAME_CHARS)
