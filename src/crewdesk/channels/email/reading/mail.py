"""What a mail says, as plain frozen values that travel as JSON between processes."""

import base64
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One address with the name written beside it; both are claims of the writer, not facts."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that is not body text. `name` is as written: hostile, never a path. `offset` is where its bytes
    stand in `ParsedMail.blob()`."""

    name: str
    content_type: str
    content_id: str
    inline: bool
    size: int
    offset: int
    data: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Recipient:
    """The fate of one recipient in a delivery report (RFC 3464, section 2.3)."""

    address: str
    action: str
    status: str
    diagnostic: str


@dataclass(frozen=True, slots=True)
class Report:
    """A machine-readable report (RFC 6522): `kind` is its report-type."""

    kind: str
    recipients: tuple[Recipient, ...] = ()
    original_message_id: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The body ready to be shown: sanitised HTML and its plain text, each cut into reply, quoted part and
    signature.
    """

    html_reply: str = ""
    html_quoted: str = ""
    html_signature: str = ""
    text_reply: str = ""
    text_quoted: str = ""
    text_signature: str = ""
    remote_images: int = 0


@dataclass(frozen=True, slots=True)
class ParsedMail:
    """A mail taken apart. Every string is free of NUL, control characters and lone surrogates.

    `sender` is the single address of a From header that is well formed, else None with `sender_problem`
    set. `html` is raw and unsafe; `body` (set by `read.read_mail`) holds what may be shown. `headers`
    maps lower-case names of the headers kept (see `parse.KEPT_HEADERS`) to their values, topmost first.
    """

    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    date: datetime | None = None
    subject: str = ""
    sender: str | None = None
    sender_name: str = ""
    sender_problem: str = ""
    reply_to: tuple[Mailbox, ...] = ()
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()
    delivered_to: tuple[Mailbox, ...] = ()
    content_type: str = "text/plain"
    headers: dict[str, list[str]] = field(default_factory=dict)
    text: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    report: Report | None = None
    warnings: tuple[str, ...] = ()
    body: Body | None = None

    def header(self, name: str) -> str:
        """Return the topmost value of a kept header, or an empty string."""
        return next(iter(self.headers.get(name.lower(), ())), "")

    @property
    def auto_submitted(self) -> str:
        return self.header("auto-submitted")

    @property
    def precedence(self) -> str:
        return self.header("precedence")

    @property
    def content_language(self) -> str:
        return self.header("content-language")

    @property
    def list_headers(self) -> dict[str, str]:
        """The List-* headers (RFC 2369, RFC 2919) by lower-case name."""
        return {name: values[0] for name, values in self.headers.items() if name.startswith("list-")}

    @property
    def authentication_results(self) -> list[str]:
        """Authentication-Results headers as written, by anyone: only `authenticity.judge` may weigh them."""
        return self.headers.get("authentication-results", [])

    def blob(self) -> bytes:
        """Return the bytes of all attachments, one after the other."""
        return b"".join(attachment.data for attachment in self.attachments)

    def to_dict(self) -> dict:
        """Return plain JSON values, without the attachments' bytes (see `blob`)."""
        values = asdict(self)
        values["date"] = self.date and self.date.isoformat()
        for attachment in values["attachments"]:
            del attachment["data"]
        return values

    @classmethod
    def from_dict(cls, values: dict, blob: bytes = b"") -> "ParsedMail":
        """Rebuild what `to_dict` and `blob` gave. Raises TypeError or KeyError on another shape."""
        values = dict(values)
        values["date"] = values["date"] and datetime.fromisoformat(values["date"])
        values["references"] = tuple(values["references"])
        values["warnings"] = tuple(values["warnings"])
        for name in ("reply_to", "to", "cc", "delivered_to"):
            values[name] = tuple(Mailbox(**item) for item in values[name])
        values["attachments"] = tuple(_attachment(item, blob) for item in values["attachments"])
        values["report"] = values["report"] and _report(values["report"])
        values["body"] = values["body"] and Body(**values["body"])
        return cls(**values)

    def to_json(self) -> str:
        """Return everything as one JSON text, attachments' bytes in base64."""
        return json.dumps({**self.to_dict(), "blob": base64.b64encode(self.blob()).decode()})

    @classmethod
    def from_json(cls, text: str) -> "ParsedMail":
        """Rebuild what `to_json` gave. Raises ValueError, TypeError or KeyError on anything else."""
        values = json.loads(text)
        return cls.from_dict(values, base64.b64decode(values.pop("blob")))


def _attachment(item: dict, blob: bytes) -> Attachment:
    return Attachment(**item, data=blob[item["offset"] : item["offset"] + item["size"]])


def _report(item: dict) -> Report:
    return Report(**{**item, "recipients": tuple(Recipient(**one) for one in item["recipients"])})
