"""The server where the desk's own mail arrives in the demo."""

from email.utils import parseaddr

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings

from .letters import LetterBox


class Office:
    """Takes every message and puts it into the mailboxes of its recipients."""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  (aiosmtpd's name)
        """Keep the message as it came."""
        for recipient in envelope.rcpt_tos:
            address = parseaddr(recipient)[1]
            if "@" in address:
                LetterBox(address).keep(envelope.original_content)
        return "250 2.0.0 Kept"


def controller() -> Controller:
    """The server that EMAIL_HOST and EMAIL_PORT lead to, in a thread of its own once started."""
    return Controller(Office(), hostname="127.0.0.1", port=settings.EMAIL_PORT, ident="Crewdesk demo")
