"""Verbs on the server by which a desk's mail leaves, and on the key that signs it."""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.utils.translation import gettext as _

from crewdesk.accounts.models import Desk, User
from crewdesk.accounts.rights import require
from crewdesk.core import vault
from crewdesk.core.events import Via, record
from crewdesk.core.fetch import CannotFetch, public_address
from crewdesk.core.mail.transport import TransportError, send
from crewdesk.core.operations import Refused, operation
from crewdesk.core.tenancy import require_desk

from ..email.servers import options_of, outgoing_server, place_of, signed
from ..events import ChannelEvent
from ..models import MailServer, SupportAddress
from ._changes import apply

RSA_BITS = 2048


class CannotUseServer(Refused):
    """The server was left as it was, or does not do what it should."""


@operation(ChannelEvent.SERVER_CHANGED)
def save_server(*, by: User | None, at: datetime, password: str = "", **facts: Any) -> MailServer:
    """Make or change the desk's server. The password is sealed; left empty, the present one stays. Raises NotPermitted or CannotUseServer.

    `facts`: host, port, security, username, hourly_cap.
    """
    require(by, "mail.update")
    server = outgoing_server() or MailServer()
    try:
        public_address(facts.get("host", server.host), facts.get("port", server.port))
    except CannotFetch as problem:
        raise CannotUseServer(str(problem), field="host") from problem
    if password:
        facts["secret"] = vault.seal(password, place=place_of(require_desk(), "secret"))
    if changes := apply(server, facts, secret=("secret",)):
        record(ChannelEvent.SERVER_CHANGED, server, by=by, via=Via.WEB, at=at, changes=changes)
    return server


@operation(ChannelEvent.SERVER_CHANGED)
def remove_server(server: MailServer, *, by: User | None, at: datetime) -> None:
    """Let the desk's mail leave by the installation's server again. Raises NotPermitted."""
    require(by, "mail.update")
    record(ChannelEvent.SERVER_CHANGED, server, by=by, via=Via.WEB, at=at, changes={"host": [server.host, None]})
    server.delete()


@operation(ChannelEvent.SERVER_CHANGED)
def make_dkim_key(server: MailServer, *, domain: str, selector: str, by: User | None, at: datetime) -> MailServer:
    """Sign this desk's mail for `domain` with a new RSA key from now on. Raises NotPermitted."""
    require(by, "mail.update")
    key = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    sealed = vault.seal(pem.decode(), place=place_of(server.desk_id, "dkim_key"))
    facts = {"dkim_domain": domain.strip().lower(), "dkim_selector": selector.strip().lower(), "dkim_key": sealed}
    changes = apply(server, facts, secret=("dkim_key",))
    record(ChannelEvent.SERVER_CHANGED, server, by=by, via=Via.WEB, at=at, changes=changes)
    return server


def send_test_mail(*, to: str, desk: Desk, by: User, at: datetime) -> None:
    """Send a message by the desk's present server, signed as all its mail. Raises NotPermitted, or CannotUseServer with what the server said."""
    require(by, "mail.update")
    server = outgoing_server()
    sender = SupportAddress.objects.filter(is_active=True).order_by("-is_default", "id").values_list("address", flat=True).first()
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"] = sender or f"{desk.slug}@{settings.MAIL_DOMAIN}", to
    message["Subject"] = _("%(desk)s can send e-mail") % {"desk": " ".join(desk.name.split())}
    message["Date"], message["Message-ID"] = format_datetime(at), make_msgid(domain=settings.MAIL_DOMAIN)
    message.set_content(_("This is a test message that %(name)s asked for.") % {"name": by.name})
    try:
        send(signed(message.as_bytes(), server), server=options_of(server), envelope_from="", to=[to])
    except (TransportError, ValueError) as problem:
        raise CannotUseServer(_("The message was not taken: %(problem)s") % {"problem": problem}, field="to") from problem
