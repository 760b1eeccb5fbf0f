"""Django's e-mail backend over the installation's SMTP server; account e-mails use it."""

from email.utils import parseaddr

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from .transport import ServerOptions, TransportError, send


class InstallationMail(BaseEmailBackend):
    """Sends by EMAIL_HOST and its companions."""

    def send_messages(self, email_messages) -> int:
        """Send each message; the number of those that were taken over. Raises TransportError unless `fail_silently`."""
        sent = 0
        for message in email_messages:
            try:
                self._send(message)
                sent += 1
            except TransportError:
                if not self.fail_silently:
                    raise
        return sent

    def _send(self, message) -> None:
        to = [parseaddr(address)[1] for address in message.recipients()]
        if to:
            raw = message.message().as_bytes(linesep="\r\n")
            send(raw, server=installation_server(), envelope_from=parseaddr(message.from_email)[1], to=to)


def installation_server() -> ServerOptions:
    """The SMTP server of the installation."""
    return ServerOptions(
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_SECURITY, settings.EMAIL_USER, settings.EMAIL_PASSWORD
    )
