"""Hands messages to an SMTP server (RFC 5321)."""

import re
import smtplib
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

TIMEOUT_SECONDS = 20
# A connection that waited longer than this is not trusted any more; servers close idle ones (RFC 5321, 4.5.3.2.7: five minutes).
REUSE_SECONDS = 30
MOST_MESSAGES_A_CONNECTION = 100
ADDRESS = re.compile(r"([^\s<>@]+@[^\s<>@]+)?")
SECURITIES = ("starttls", "tls", "none")
_kept = threading.local()


class TransportError(Exception):
    """The message was not taken over. `permanent`: trying again is of no use (RFC 5321, 4.2.1: codes 5yz)."""

    def __init__(self, message: str, *, permanent: bool):
        super().__init__(message)
        self.permanent = permanent


@dataclass(frozen=True)
class ServerOptions:
    """An SMTP server: `security` is starttls, tls or none; without a `username` nobody signs in."""

    host: str
    port: int = 587
    security: str = "starttls"
    username: str = ""
    password: str = field(default="", repr=False)

    def __post_init__(self):
        if self.security not in SECURITIES:
            raise ValueError(f"{self.security!r} is not one of {', '.join(SECURITIES)}.")


def send(raw: bytes, *, server: ServerOptions, envelope_from: str, to: list[str]) -> None:
    """Give the message to `server`; returning means that it was taken over for all of `to`, raising that it was for none.

    `envelope_from` is empty for the null path. The connection is kept for the next message of this thread.
    Raises TransportError.
    """
    if not server.host:
        raise TransportError("No mail server is set up: set EMAIL_HOST, or one for this desk.", permanent=False)
    for address in [envelope_from, *to]:
        _refuse_odd(address)
    with _translated(server), _session(server) as smtp:
        code, text = smtp.mail(envelope_from, _mail_options(smtp, raw, [envelope_from, *to]))
        if code != 250:
            raise smtplib.SMTPSenderRefused(code, text, envelope_from)
        refused = {address: answer for address in to if (answer := smtp.rcpt(address))[0] not in (250, 251)}
        if refused:
            smtp.rset()
            raise smtplib.SMTPRecipientsRefused(refused)
        code, text = smtp.data(raw)
        if code != 250:
            raise smtplib.SMTPDataError(code, text)


def _refuse_odd(address: str) -> None:
    """smtplib would quietly make something else of an address with line breaks or brackets in it."""
    if not ADDRESS.fullmatch(address):
        raise TransportError(f"{address!r} is not a bare e-mail address.", permanent=True)


def hang_up() -> None:
    """Close this thread's kept connection."""
    kept, _kept.session = getattr(_kept, "session", None), None
    if kept:
        with suppress(smtplib.SMTPException, OSError):
            kept.smtp.quit()


@dataclass
class _Session:
    server: ServerOptions
    smtp: smtplib.SMTP
    used: int = 0
    last_used: float = field(default_factory=time.monotonic)

    def serves(self, server: ServerOptions) -> bool:
        """Whether the next message may go over this connection; asks the server whether it is still there."""
        young = time.monotonic() - self.last_used < REUSE_SECONDS
        if self.server != server or not young or self.used >= MOST_MESSAGES_A_CONNECTION:
            return False
        try:
            return self.smtp.rset()[0] == 250
        except (smtplib.SMTPException, OSError):
            return False


@contextmanager
def _session(server: ServerOptions) -> Iterator[smtplib.SMTP]:
    kept = getattr(_kept, "session", None)
    if kept is None or not kept.serves(server):
        hang_up()
        kept = _kept.session = _Session(server, _connect(server))
    try:
        yield kept.smtp
    except (smtplib.SMTPServerDisconnected, OSError):
        # An answer may still be under way: this connection must not be asked anything again.
        kept.smtp.close()
        _kept.session = None
        raise
    finally:
        kept.used, kept.last_used = kept.used + 1, time.monotonic()


def _connect(server: ServerOptions) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.security == "tls":
        smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        smtp.ehlo()
        if server.security == "starttls":
            smtp.starttls(context=context)
            smtp.ehlo()
        if server.username:
            smtp.login(server.username, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _mail_options(smtp: smtplib.SMTP, raw: bytes, addresses: list[str]) -> list[str]:
    options = [f"SIZE={len(raw)}"] if smtp.has_extn("size") else []
    if not raw.isascii() and smtp.has_extn("8bitmime"):
        options.append("BODY=8BITMIME")
    if not all(address.isascii() for address in addresses):
        if not smtp.has_extn("smtputf8"):
            raise smtplib.SMTPResponseException(553, "this server takes no addresses with letters beyond ASCII")
        options.append("SMTPUTF8")
        smtp.command_encoding = "utf-8"
    return options


@contextmanager
def _translated(server: ServerOptions) -> Iterator[None]:
    """What smtplib and the network raise, as TransportError."""
    where = f"{server.host}:{server.port}"
    try:
        yield
    except smtplib.SMTPRecipientsRefused as problem:
        answers = list(problem.recipients.values())
        permanent = all(code >= 500 for code, _text in answers)
        raise TransportError(_words(*answers[0]), permanent=permanent) from problem
    except smtplib.SMTPAuthenticationError as problem:
        # The password may be mended while the mail waits.
        raise TransportError(
            f"{where} refuses our sign-in: {_words(problem.smtp_code, problem.smtp_error)}", permanent=False
        ) from problem
    except smtplib.SMTPResponseException as problem:
        raise TransportError(_words(problem.smtp_code, problem.smtp_error), permanent=problem.smtp_code >= 500) from problem
    except smtplib.SMTPNotSupportedError as problem:
        raise TransportError(f"{where}: {problem}", permanent=False) from problem
    except (smtplib.SMTPException, OSError) as problem:
        raise TransportError(f"{where} cannot be reached: {problem}", permanent=False) from problem


def _words(code: int, text: bytes | str) -> str:
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(plain.split())}"[:300]
