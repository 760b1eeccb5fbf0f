"""What a file is, by its own bytes."""

from .models import PICTURE_TYPES

UNKNOWN = "application/octet-stream"
# Browsers would run these as a page of ours: they are handed out as plain bytes.
ACTIVE_ENDINGS = ("html", "xml", "svg", "javascript", "ecmascript", "xslt", "x-shockwave-flash")
_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
_PROVABLE = {*PICTURE_TYPES, "application/pdf"}


def sniff(head: bytes, claimed: str) -> str:
    """The content type by the first bytes. A claim that the bytes could prove, and do not, is not believed."""
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    for signature, content_type in _SIGNATURES:
        if head.startswith(signature):
            return content_type
    claimed = _well_formed(claimed)
    return UNKNOWN if claimed in _PROVABLE else claimed


def served_type(content_type: str) -> str:
    """The type under which a file is handed out: never one that a browser executes."""
    return UNKNOWN if content_type.endswith(ACTIVE_ENDINGS) or content_type.startswith("multipart/") else content_type


def _well_formed(claimed: str) -> str:
    kind = claimed.partition(";")[0].strip().lower()
    main, slash, sub = kind.partition("/")
    return kind if slash and len(kind) <= 100 and _is_token(main) and _is_token(sub) else UNKNOWN


def _is_token(text: str) -> bool:
    return bool(text) and text.isascii() and all(c.isalnum() or c in "!#$&^_.+-" for c in text)
