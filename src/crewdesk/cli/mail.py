"""`crewdesk mail`."""

import sys

import click

from .failures import WrongUse
from .program import desk_named, load_django

# <sysexits.h>: an MTA keeps the message and tries again. Any other code makes it send a bounce.
EX_TEMPFAIL = 75


@click.group()
def mail() -> None:
    """Deliver a message to a desk, try the outgoing server."""


@mail.command()
@click.option("--desk", required=True, metavar="SLUG")
@click.option("--from", "sender", default="", metavar="ADDRESS", help="Envelope sender.")
@click.option("--to", "recipients", multiple=True, metavar="ADDRESS", help="Envelope recipient; may be given again.")
def deliver(desk: str, sender: str, recipients: tuple[str, ...]) -> None:
    """Take a message from standard input. Ends with 0 once it is safe in the database, with 75 when to try again later."""
    raw = sys.stdin.buffer.read()
    load_django()
    _refuse_unfit(raw)
    try:
        with desk_named(desk) as found:
            from crewdesk.channels.email.intake import accept

            accept(raw, desk_id=found.pk, door="pipe", envelope_from=sender, envelope_to=list(recipients))
    except _temporary() as problem:
        click.echo(f"Not taken in, try again later: {str(problem).strip() or type(problem).__name__}", err=True)
        sys.exit(EX_TEMPFAIL)


@mail.command()
@click.option("--to", "recipient", required=True, metavar="ADDRESS", help="Who gets the test message.")
@click.option("--desk", default="", metavar="SLUG", help="Try this desk's own server instead of the installation's.")
def test(recipient: str, desk: str) -> None:
    """Send a test message and say what the server answered."""
    from email.utils import parseaddr

    server = _server(desk)
    from django.conf import settings

    from crewdesk.core.mail.transport import TransportError, send

    if not server.host:
        raise WrongUse("No mail server is set up. Set EMAIL_HOST and its login (docs/settings.md).")
    try:
        send(_test_message(recipient), server=server, envelope_from=parseaddr(settings.EMAIL_FROM)[1], to=[recipient])
    except TransportError as problem:
        click.echo(f"{server.host}:{server.port} did not take the message: {problem}", err=True)
        sys.exit(1)
    click.echo(f"{server.host}:{server.port} took the message for {recipient}.", err=True)


def _refuse_unfit(raw: bytes) -> None:
    from django.conf import settings

    if not raw.strip():
        raise WrongUse("Standard input is empty: crewdesk mail deliver --desk harbor < message.eml")
    if len(raw) > settings.MAIL_LIMIT_MB * 1024 * 1024:
        raise WrongUse(f"The message is larger than MAIL_LIMIT_MB={settings.MAIL_LIMIT_MB}.")


def _temporary() -> tuple[type[Exception], ...]:
    from django.db import DatabaseError

    from crewdesk.core.postgres.embedded import CannotStartPostgres
    from crewdesk.core.supervisor.folder import FolderUnfit

    return DatabaseError, CannotStartPostgres, FolderUnfit, OSError


def _server(desk: str):
    if desk:
        with desk_named(desk) as found:
            from crewdesk.channels.email.servers import server_of_desk

            return server_of_desk(found.pk)
    load_django()
    from django.conf import settings

    from crewdesk.core.mail.transport import ServerOptions

    return ServerOptions(
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_SECURITY, settings.EMAIL_USER, settings.EMAIL_PASSWORD
    )


def _test_message(recipient: str) -> bytes:
    from email.message import EmailMessage
    from email.utils import format_datetime, localtime, make_msgid

    from django.conf import settings

    message = EmailMessage()
    message["From"], message["To"] = settings.EMAIL_FROM, recipient
    message["Subject"] = "Crewdesk can send e-mail"
    message["Date"], message["Message-ID"] = format_datetime(localtime()), make_msgid(domain=settings.MAIL_DOMAIN)
    message.set_content(f"This message was sent by `crewdesk mail test` at {settings.SITE_URL}.\n")
    return message.as_bytes()
