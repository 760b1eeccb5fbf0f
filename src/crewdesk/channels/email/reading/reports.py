"""Delivery and disposition reports (RFC 6522, RFC 3464, RFC 8098) out of a split mail."""

from email.message import Message
from email.parser import HeaderParser

from .bodies import content
from .headers import decoded, header_items, message_ids
from .limits import MAX_ADDRESS_CHARS, MAX_NAME_CHARS, MAX_REPORT_BYTES, MAX_REPORT_RECIPIENTS
from .mail import Recipient, Report
from .mime import Part, Splitter

_STATUS_PARTS = ("message/delivery-status", "message/global-delivery-status")
_NOTIFICATION_PARTS = ("message/disposition-notification", "message/global-disposition-notification")
_ORIGINAL_PARTS = ("message/rfc822", "text/rfc822-headers", "message/global", "message/global-headers")


def report_of(splitter: Splitter, root: Part) -> Report | None:
    """Return the report that a multipart/report carries, None for any other mail."""
    leaves = {child.content_type: child for child in root.children}
    if root.content_type != "multipart/report" and not leaves.keys() & {*_STATUS_PARTS, *_NOTIFICATION_PARTS}:
        return None
    status = next((leaves[kind] for kind in _STATUS_PARTS if kind in leaves), None)
    notification = next((leaves[kind] for kind in _NOTIFICATION_PARTS if kind in leaves), None)
    original = next((leaves[kind] for kind in _ORIGINAL_PARTS if kind in leaves), None)
    kind = decoded(str(root.headers.get_param("report-type", "") or ""), MAX_NAME_CHARS).lower()
    return Report(
        kind=kind or ("delivery-status" if status else "disposition-notification" if notification else ""),
        recipients=tuple(_recipients(_text(splitter, status))) if status else (),
        original_message_id=_original_id(splitter, original, notification),
    )


def _text(splitter: Splitter, part: Part) -> str:
    return content(splitter.raw, part)[:MAX_REPORT_BYTES].decode("utf-8", "replace").replace("\r\n", "\n")


def _fields(text: str) -> dict[str, str]:
    headers: Message = HeaderParser().parsestr(text)
    return dict(reversed(header_items(headers)))


def _recipients(text: str):
    for block in text.strip().split("\n\n")[: MAX_REPORT_RECIPIENTS + 1]:
        found = _fields(block.lstrip("\n"))
        address = found.get("final-recipient") or found.get("original-recipient")
        if address:
            yield Recipient(
                address=decoded(address.rpartition(";")[2], MAX_ADDRESS_CHARS).strip("<>"),
                action=decoded(found.get("action", ""), MAX_NAME_CHARS).lower(),
                status=decoded(found.get("status", ""), MAX_NAME_CHARS).partition(" ")[0],
                diagnostic=decoded(found.get("diagnostic-code", ""), 2 * MAX_NAME_CHARS),
            )


def _original_id(splitter: Splitter, original: Part | None, notification: Part | None) -> str:
    named = _fields(_text(splitter, notification)).get("original-message-id", "") if notification else ""
    if original and not named:
        named = _fields(_text(splitter, original).lstrip("\n")).get("message-id", "")
    return next(iter(message_ids(named)), "")
