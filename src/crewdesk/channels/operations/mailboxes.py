"""Verbs on mailboxes that are fetched by IMAP."""

import json
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import require
from crewdesk.core import vault
from crewdesk.core.events import Via, record
from crewdesk.core.operations import Refused, operation
from crewdesk.core.tenancy import require_desk

from ..email.imap_session import PROBLEMS, place_of, session, words_for
from ..events import ChannelEvent
from ..models import Mailbox
from ._changes import apply

# A page waits for the answer.
TRY_SECONDS = 10
OAUTH_FACTS = ("token_url", "client_id", "client_secret", "refresh_token", "scope")


class CannotUseMailbox(Refused):
    """The mailbox was left as it was."""


@operation(ChannelEvent.MAILBOX_CHANGED)
def save_mailbox(row: Mailbox | None, *, by: User | None, at: datetime, password: str = "", **facts: Any) -> Mailbox:
    """Make or change a mailbox. What is secret is sealed; left empty, the present one stays. Raises NotPermitted or CannotUseMailbox.

    `facts`: host, port, security, username, sign_in, folder, authserv_id, authserv_hops, is_active, and for OAuth 2 token_url,
    client_id, client_secret, refresh_token, scope.
    """
    require(by, "mail.update")
    box = row or Mailbox()
    secret = _secret(facts.pop("sign_in", box.sign_in), password, {name: facts.pop(name, "") for name in OAUTH_FACTS}, box)
    values = {name: value for name, value in facts.items() if value is not None} | secret
    if row is None and "secret" not in values:
        raise CannotUseMailbox(_("Give a password."), field="password", code="BlankValue")
    if {"host", "username", "folder"} & {name for name, value in values.items() if getattr(box, name) != value}:
        values |= {"uid_validity": 0, "last_uid": 0}
    if changes := apply(box, values | {"problem": ""}, secret=("secret",)):
        record(ChannelEvent.MAILBOX_CHANGED, box, by=by, via=Via.WEB, at=at, changes=changes)
    return box


@operation(ChannelEvent.MAILBOX_CHANGED)
def remove_mailbox(row: Mailbox, *, by: User | None, at: datetime) -> None:
    """Stop watching a mailbox and forget its credentials. Raises NotPermitted."""
    require(by, "mail.update")
    record(ChannelEvent.MAILBOX_CHANGED, row, by=by, via=Via.WEB, at=at, changes={"host": [row.host, None]})
    row.delete()


@operation(ChannelEvent.MAILBOX_CHANGED)
def try_mailbox(row: Mailbox, *, by: User | None, at: datetime) -> str:
    """Sign in once; returns what went wrong, in words, or an empty string. The page shows the same later. Raises NotPermitted."""
    require(by, "mail.update")
    try:
        with session(row, timeout=TRY_SECONDS):
            problem = ""
    except PROBLEMS as trouble:
        problem = words_for(trouble)
    Mailbox.objects.filter(pk=row.pk).update(problem=problem[:300], last_checked_at=timezone.now())
    record(ChannelEvent.MAILBOX_CHANGED, row, by=by, via=Via.WEB, at=at, changes={"problem": [row.problem, problem[:300]]})
    return problem


def _secret(sign_in: str, password: str, oauth: dict[str, str], box: Mailbox) -> dict[str, Any]:
    chosen = {"sign_in": sign_in}
    given = password if sign_in == Mailbox.Sign.PASSWORD else json.dumps(oauth) if any(oauth.values()) else ""
    if given:
        if sign_in == Mailbox.Sign.OAUTH2 and not all(oauth[name] for name in OAUTH_FACTS[:2]):
            raise CannotUseMailbox(_("Token address and client id are needed."), field="token_url", code="BlankValue")
        return chosen | {"secret": vault.seal(given, place=place_of(require_desk()))}
    if box.pk and sign_in != box.sign_in:
        raise CannotUseMailbox(_("Another way to sign in needs its own secret."), field="sign_in", code="BlankValue")
    return chosen
