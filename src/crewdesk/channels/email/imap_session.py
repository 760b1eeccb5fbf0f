"""A signed-in connection to an IMAP mailbox, and words for what may go wrong with one."""

import json
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from crewdesk.core import vault
from crewdesk.core.fetch import CannotFetch, public_address

from ..models import Mailbox
from .oauth import CannotSignIn, access_token

TIMEOUT_SECONDS = 30
PROBLEMS = (IMAPClientError, OSError, vault.CannotUnseal, CannotSignIn, CannotFetch, ValueError)


@contextmanager
def session(mailbox: Mailbox, *, timeout: float = TIMEOUT_SECONDS) -> Iterator[IMAPClient]:
    """A connection with the mailbox's folder selected. Raises one of PROBLEMS."""
    public_address(mailbox.host, mailbox.port)
    client = IMAPClient(mailbox.host, port=mailbox.port, ssl=mailbox.security == "tls", timeout=timeout)
    try:
        if mailbox.security == "starttls":
            client.starttls()
        _sign_in(client, mailbox)
        _select(client, mailbox)
        yield client
    finally:
        _hang_up(client)


def place_of(desk_id: int) -> str:
    """Where the sealed credential of a mailbox belongs (core.vault)."""
    return f"desk {desk_id} mailbox.secret"


def words_for(problem: Exception) -> str:
    """What went wrong, for the desk's admin."""
    if isinstance(problem, LoginError | CannotSignIn):
        return _("The server refuses the sign-in: %(problem)s") % {"problem": _said(problem)}
    if isinstance(problem, ssl.SSLError):
        return _("No encrypted connection: %(problem)s. Check port and encryption.") % {"problem": _said(problem)}
    if isinstance(problem, TimeoutError | socket.gaierror | ConnectionError | CannotFetch):
        return _("The server cannot be reached: %(problem)s") % {"problem": _said(problem)}
    return _("The server answers: %(problem)s") % {"problem": _said(problem)}


def _said(problem: Exception) -> str:
    text = problem.args[0] if problem.args and isinstance(problem.args[0], bytes | str) else str(problem)
    return (text.decode("utf-8", "replace") if isinstance(text, bytes) else text)[:200] or type(problem).__name__


def _sign_in(client: IMAPClient, mailbox: Mailbox) -> None:
    secret = vault.unseal(mailbox.secret, place=place_of(mailbox.desk_id))
    if mailbox.sign_in == Mailbox.Sign.OAUTH2:
        client.oauth2_login(mailbox.username, access_token(json.loads(secret)))
    else:
        client.login(mailbox.username, secret)


def _select(client: IMAPClient, mailbox: Mailbox) -> None:
    """Select the folder. Another UIDVALIDITY means that all UIDs are new (RFC 3501, 2.3.1.1), so fetching begins anew."""
    answer = client.select_folder(mailbox.folder)
    if mailbox.uid_validity != answer[b"UIDVALIDITY"]:
        mailbox.uid_validity, mailbox.last_uid = answer[b"UIDVALIDITY"], 0


def _hang_up(client: IMAPClient) -> None:
    try:
        client.logout()
    except PROBLEMS:
        client.shutdown()
