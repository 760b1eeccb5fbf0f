"""Build the message of a queued mail.

By the older classes of the standard library: EmailMessage reads every header by its grammar again, which takes five times as long.
What strangers can write into a header (names, subjects) is freed of controls and encoded here.
"""

import binascii
import secrets
from email.encoders import encode_base64
from email.header import Header
from email.message import Message
from email.policy import compat32
from email.utils import format_datetime, formataddr

from django.core.files.storage import default_storage

from crewdesk.tickets.models import Attachment

from ..models import OutgoingMail
from .files import enclosures_of

POLICY = compat32.clone(linesep="\r\n")


def build_message(mail: OutgoingMail) -> bytes:
    """The bytes of a mail: plain text and HTML, inline pictures, attachments. The headers are the same for every attempt."""
    enclosures = enclosures_of(mail.comment) if mail.comment else None
    pictures = [_picture(each) for each in enclosures.inline] if enclosures else []
    files = [_file(each) for each in enclosures.attached] if enclosures else []
    html = _text(mail.html, "html")
    shown = _multipart("related", html, *pictures) if pictures else html
    body = _multipart("alternative", _text(mail.text, "plain"), shown)
    message = _multipart("mixed", body, *files) if files else body
    for name, value in _headers(mail).items():
        message[name] = value
    return message.as_bytes(policy=POLICY)


def _headers(mail: OutgoingMail) -> dict[str, str]:
    headers = {
        "MIME-Version": "1.0",
        "From": _address(mail.from_name, mail.from_address),
        "To": _address(mail.user.name if mail.user else "", mail.to_address),
        "Subject": Header(
            one_line(mail.subject), "us-ascii" if mail.subject.isascii() else "utf-8", header_name="Subject"
        ).encode(),
        "Date": format_datetime(mail.created_at),
        "Message-ID": mail.message_id,
    }
    if mail.reply_to:
        headers["Reply-To"] = mail.reply_to
    # One id a line: References of a long thread are longer than a line may be (RFC 5322, 2.1.1).
    return headers | {
        name: "\r\n ".join(one_line(value).split(" ")) if name == "References" else one_line(value)
        for name, value in mail.headers.items()
    }


def one_line(text: str) -> str:
    """Without line breaks and other controls, which could begin a header of their own."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _address(name: str, address: str) -> str:
    # An encoded word may be 75 characters long (RFC 2047, 2); longer names would have to be folded.
    return formataddr((one_line(name)[:60], one_line(address)))


def _multipart(subtype: str, *parts: Message) -> Message:
    message = Message()
    message["Content-Type"] = f'multipart/{subtype}; boundary="={secrets.token_hex(12)}="'
    for part in parts:
        message.attach(part)
    return message


def _text(text: str, subtype: str) -> Message:
    part = Message()
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    part.set_payload(binascii.b2a_qp(text.replace("\r\n", "\n").encode()).decode())
    return part


def _picture(attachment: Attachment) -> Message:
    part = _bytes(attachment, "inline")
    part["Content-ID"] = f"<{one_line(attachment.content_id)}>"
    return part


def _file(attachment: Attachment) -> Message:
    return _bytes(attachment, "attachment")


def _bytes(attachment: Attachment, disposition: str) -> Message:
    kind, _slash, subtype = attachment.file.content_type.partition("/")
    # A message or multipart of its own would be taken apart by the receiver.
    part = Message()
    part["Content-Type"] = (
        "application/octet-stream" if kind in ("message", "multipart") or not subtype else attachment.file.content_type
    )
    name = one_line(attachment.file.name)
    part.add_header("Content-Disposition", disposition, filename=name if name.isascii() else ("utf-8", "", name))
    with default_storage.open(attachment.file.key) as stream:
        part.set_payload(stream.read())
    encode_base64(part)
    return part
