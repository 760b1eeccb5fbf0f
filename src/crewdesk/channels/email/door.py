"""What the mail server answers at each step of a conversation (RFC 5321, RFC 2033).

A message is accepted only after its raw bytes are committed. An address that leads to no desk is refused at once,
so we never send a delivery report to anybody.
"""

import asyncio
from functools import partial

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import Error, close_old_connections

from .finding import desk_of
from .intake import accept

log = structlog.get_logger("crewdesk.mail")
MOST_RECIPIENTS = 50
MOST_CONVERSATIONS = 500
TIMEOUT_SECONDS = 120
# RFC 5321 allows 998 bytes a line; real mail does not keep to it. A conversation buffers twice this at most.
LONGEST_LINE = 1024 * 1024
TRY_LATER = "451 4.3.0 Cannot store the message now; try again later"


class Door:
    """The hooks of aiosmtpd, one instance for each conversation."""

    def __init__(self):
        self.desks: dict[str, int] = {}

    async def handle_MAIL(self, server, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        """Begin a message."""
        self.desks = {}
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 2.1.0 OK"

    async def handle_RCPT(self, server, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802
        """Take an address that leads to a desk."""
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients; send the rest in another message"
        try:
            desk_id = await asyncio.to_thread(_with_fresh_connection, desk_of, address)
        except Error as problem:
            return _later(problem)
        if desk_id is None:
            return "550 5.1.1 Nobody here has that address"
        envelope.rcpt_tos.append(address)
        self.desks[address] = desk_id
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Commit the message at every desk that it is for, then say so. LMTP wants an answer for each recipient."""
        peer = session.peer[0] if isinstance(session.peer, tuple) else ""
        answers = {}
        for desk_id in dict.fromkeys(self.desks.values()):
            addresses = [address for address in envelope.rcpt_tos if self.desks[address] == desk_id]
            answers[desk_id] = await self._keep(envelope, desk_id, addresses, peer)
        if isinstance(server, LMTP):
            return "\r\n".join(answers[self.desks[address]] for address in envelope.rcpt_tos)
        # One answer for all: whoever has it already knows it again when it comes a second time.
        return TRY_LATER if TRY_LATER in answers.values() else next(iter(answers.values()))

    async def handle_exception(self, error: Exception) -> str:
        """Anything unforeseen: the sender keeps the message."""
        log.error("conversation failed", exc_info=error)
        return TRY_LATER

    async def _keep(self, envelope: Envelope, desk_id: int, addresses: list[str], peer: str) -> str:
        take = partial(
            accept, envelope.original_content, desk_id=desk_id, door=settings.MAIL_PROTOCOL,
            envelope_from=envelope.mail_from or "", envelope_to=addresses, peer=peer,
        )  # fmt: skip
        try:
            await asyncio.to_thread(_with_fresh_connection, take)
        except Error as problem:
            return _later(problem)
        return "250 2.0.0 Safe with us"


class _Crowded:
    """Counts conversations, so that a flood of them is told to come back."""

    open_now = 0
    is_counted = False

    def connection_made(self, transport) -> None:
        _Crowded.open_now, self.is_counted = _Crowded.open_now + 1, True
        if _Crowded.open_now > MOST_CONVERSATIONS:
            transport.write(b"421 4.3.2 Too many conversations; try again later\r\n")
            transport.close()
            return
        super().connection_made(transport)

    def connection_lost(self, error) -> None:
        # aiosmtpd calls this itself when a conversation breaks off, and asyncio does so again.
        _Crowded.open_now, self.is_counted = _Crowded.open_now - self.is_counted, False
        if self.transport is not None:
            super().connection_lost(error)


class SmtpDoor(_Crowded, SMTP):
    """SMTP."""

    line_length_limit = LONGEST_LINE


class LmtpDoor(_Crowded, LMTP):
    """LMTP, for an MTA on the same machine or network."""

    line_length_limit = LONGEST_LINE


def protocol() -> SMTP:
    """A new conversation."""
    kind = LmtpDoor if settings.MAIL_PROTOCOL == "lmtp" else SmtpDoor
    return kind(
        Door(), data_size_limit=settings.MAIL_LIMIT_MB * 1024 * 1024, enable_SMTPUTF8=True, timeout=TIMEOUT_SECONDS,
        ident="Crewdesk", hostname=settings.MAIL_DOMAIN,
    )  # fmt: skip


def _later(problem: Error) -> str:
    log.error("mail refused for now", problem=str(problem))
    return TRY_LATER


def _with_fresh_connection(work, *arguments):
    """Run in a thread; each thread keeps its own connection, dropped when the server has closed it."""
    close_old_connections()
    return work(*arguments)
