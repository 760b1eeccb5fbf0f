"""Customers write: real messages, delivered by SMTP to our own listener as an MTA in front of it would do."""

from collections.abc import Iterable
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr, make_msgid, parseaddr
from typing import Protocol

from django.conf import settings

from crewdesk.core.clock import now
from crewdesk.core.mail.transport import ServerOptions, send

from .letters import Letter, LetterBox


class File(Protocol):
    """A file to attach."""

    name: str
    content_type: str
    content: bytes


def write_new(
    *, name: str, address: str, to: str, subject: str, text: str, html: str | None = None, files: Iterable[File] = ()
) -> Letter:
    """A new message from a customer. Raises core.mail.transport.TransportError."""
    message = _message(name, address, to, subject)
    return _post(message, text, html, files, address, to)


def write_answer(letter: Letter, *, name: str, address: str, text: str, files: Iterable[File] = ()) -> Letter:
    """The answer to a message that came: to its Reply-To, with the thread's headers and the message quoted below."""
    asked = letter.message
    to = parseaddr(str(asked["Reply-To"] or asked["From"]))[1]
    subject = str(asked["Subject"] or "")
    message = _message(name, address, to, subject if subject.lower().startswith("re:") else f"Re: {subject}")
    message["In-Reply-To"] = asked["Message-ID"]
    message["References"] = f"{asked['References'] or ''} {asked['Message-ID']}".strip()
    return _post(message, f"{text.rstrip()}\n\n{quoted(letter)}\n", None, files, address, to)


def quoted(letter: Letter) -> str:
    """A message below the line that announces it, each line behind `>`."""
    message = letter.message
    body = message.get_body(("plain",))
    lines = body.get_content().rstrip().splitlines() if body else []
    return "\n".join([f"On {message['Date']}, {message['From']} wrote:", *(f"> {line}".rstrip() for line in lines)])


def _message(name: str, address: str, to: str, subject: str) -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = formataddr((name, address)), to, " ".join(subject.split())
    message["Date"] = format_datetime(now())
    message["Message-ID"] = make_msgid(domain=address.rpartition("@")[2])
    return message


def _post(message: EmailMessage, text: str, html: str | None, files: Iterable[File], address: str, to: str) -> Letter:
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for file in files:
        maintype, _slash, subtype = file.content_type.partition("/")
        message.add_attachment(file.content, maintype=maintype, subtype=subtype or "octet-stream", filename=file.name)
    raw = message.as_bytes()
    send(
        _vouched_for(raw, address), server=ServerOptions("127.0.0.1", settings.MAIL_PORT, "none"), envelope_from=address, to=[to]
    )
    return LetterBox(address).keep(raw, is_sent=True)


def _vouched_for(raw: bytes, address: str) -> bytes:
    """What an MTA writes on top that has checked the sender's domain (RFC 8601, 4.1) and hands the message on (RFC 5321, 4.4)."""
    domain, authserv = address.rpartition("@")[2], settings.MAIL_AUTHSERV_ID
    trace = (
        f"Authentication-Results: {authserv}; dmarc=pass header.from={domain}\r\n"
        f"Received: from mail.{domain} by {authserv} with ESMTPS; {format_datetime(now())}\r\n"
    )
    return trace.encode() + raw
