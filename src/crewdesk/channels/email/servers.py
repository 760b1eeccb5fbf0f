"""Which SMTP server a desk's mail leaves by, and who signs it."""

from email.utils import parseaddr

from django.conf import settings

from crewdesk.core import vault
from crewdesk.core.mail.backend import installation_server
from crewdesk.core.mail.dkim import Signer
from crewdesk.core.mail.transport import ServerOptions
from crewdesk.core.tenancy import desk_scope

from ..models import MailServer, OutgoingMail


def outgoing_server() -> MailServer | None:
    """The SMTP server of the desk in scope, or None where it uses the installation's."""
    return MailServer.objects.order_by("id").first()


def address_of(server: MailServer | None) -> tuple[str, int]:
    """Its host and port."""
    return (server.host, server.port) if server else (settings.EMAIL_HOST, settings.EMAIL_PORT)


def server_of_desk(desk_id: int) -> ServerOptions:
    """How mail of a desk leaves, for whoever is in no desk's scope. Raises CannotUnseal."""
    with desk_scope(desk_id):
        return options_of(outgoing_server())


def options_of(server: MailServer | None) -> ServerOptions:
    """How to reach it. Raises CannotUnseal when its password cannot be read."""
    if server is None:
        return installation_server()
    password = vault.unseal(server.secret, place=place_of(server.desk_id, "secret")) if server.secret else ""
    return ServerOptions(server.host, server.port, server.security, server.username, password)


def signed(raw: bytes, server: MailServer | None) -> bytes:
    """The message with the desk's DKIM signature, where the desk has a key."""
    if server is None or not server.dkim_key:
        return raw
    key = vault.unseal(server.dkim_key, place=place_of(server.desk_id, "dkim_key"))
    return Signer(server.dkim_domain, server.dkim_selector, key.encode()).sign(raw)


def place_of(desk_id: int, column: str) -> str:
    """Where a sealed credential of the mail server belongs (core.vault)."""
    return f"desk {desk_id} mail_server.{column}"


def envelope_sender(mail: OutgoingMail) -> str:
    """To whom delivery reports go: the reply address, or nobody for automatic mail (RFC 3834, 3.3)."""
    if mail.kind != OutgoingMail.Kind.REPLY:
        return ""
    return mail.reply_to or parseaddr(settings.EMAIL_FROM)[1]
