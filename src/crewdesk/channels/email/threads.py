"""Which ticket a message belongs to, and whether its sender may write there.

Everything in a message is attacker text. A thread is found by the unguessable reply address or by the Message-ID of a mail
that we sent or took in; it is joined only by somebody whom the thread knows (trust.md, 'Spoofed mail', 'Forged agent reply').
"""

import base64
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db import connection

from crewdesk.accounts.models import User
from crewdesk.core.tenancy import require_desk
from crewdesk.tickets.models import Participation, Ticket

from ..models import IncomingMail, OutgoingMail, ThreadAddress
from .reading.mail import ParsedMail

REPLY_LOCAL = "reply+"
_TOKEN = re.compile(r"^reply\+([a-z2-7]{26})@", re.IGNORECASE)
# Message-IDs looked up of one message; a long thread repeats its beginning.
MOST_REFERENCES = 20
# A merged ticket leads on to the one that it was merged into, and so on.
MOST_MERGES = 5
# The update changes nothing: it makes the row that stands already be returned.
_ADDRESSES = f"""
INSERT INTO {ThreadAddress._meta.db_table} (desk_id, ticket_id, user_id, token, created_at)
SELECT %s, %s, unnest(%s::bigint[]), unnest(%s::text[]), now()
ON CONFLICT (desk_id, ticket_id, user_id) DO UPDATE SET ticket_id = excluded.ticket_id RETURNING user_id, token
"""


@dataclass(frozen=True)
class Thread:
    """A ticket that a message points to. `user` is the one for whom the reply address was made, if that is how it was found."""

    ticket: Ticket
    user_id: int | None


def thread_of(mail: ParsedMail, envelope_to: list[str]) -> Thread | None:
    """Find the thread by reply address first, by References second; a merged ticket stands for the one that took it over."""
    found = _by_token(mail, envelope_to) or _by_references(mail)
    return found and Thread(_survivor(found.ticket), found.user_id)


def knows(thread: Thread, sender: User) -> bool:
    """Whether `sender` is somebody of this thread: its requester, the owner of the reply address, a CC, or staff."""
    ticket = thread.ticket
    if sender.pk in (ticket.requester_id, thread.user_id):
        return True
    if sender.is_staff_member:
        return True
    return Participation.objects.filter(ticket=ticket, user=sender).exists()


def reply_addresses(ticket: Ticket, users: Iterable[User]) -> dict[int, str]:
    """The addresses at which answers of `users` to `ticket` arrive, by user id; made once, 130 random bits each."""
    ids = [user.pk for user in users]
    with connection.cursor() as cursor:
        cursor.execute(_ADDRESSES, [require_desk(), ticket.pk, ids, [new_token() for _user in ids]])
        return {user_id: f"{REPLY_LOCAL}{token}@{settings.MAIL_DOMAIN}" for user_id, token in cursor.fetchall()}


def in_brackets(message_id: str) -> str:
    """A Message-ID as headers and our tables spell it; the reader gives it bare."""
    return f"<{message_id}>" if message_id else ""


def new_token() -> str:
    """26 letters of base32: survives mail systems that fold case."""
    return base64.b32encode(secrets.token_bytes(17))[:26].decode().lower()


def token_in(address: str) -> str | None:
    """The token of a reply address of this installation."""
    found = _TOKEN.match(address)
    own = address.rpartition("@")[2].lower() == settings.MAIL_DOMAIN.lower()
    return found.group(1).lower() if found and own else None


def _survivor(ticket: Ticket) -> Ticket:
    for _merge in range(MOST_MERGES):
        if ticket.merged_into_id is None:
            break
        ticket = ticket.merged_into
    return ticket


def _by_token(mail: ParsedMail, envelope_to: list[str]) -> Thread | None:
    addresses = [*envelope_to, *(box.address for box in (*mail.to, *mail.cc, *mail.delivered_to))]
    tokens = {token for address in addresses if (token := token_in(address))}
    if not tokens:
        return None
    row = ThreadAddress.objects.select_related("ticket").filter(token__in=tokens).order_by("-id").first()
    return Thread(row.ticket, row.user_id) if row else None


def _by_references(mail: ParsedMail) -> Thread | None:
    ids = [in_brackets(i) for i in (mail.in_reply_to, *reversed(mail.references)) if i][:MOST_REFERENCES]
    if not ids:
        return None
    for model in (OutgoingMail, IncomingMail):
        row = (
            model.objects.filter(message_id__in=ids, ticket__isnull=False)
            .order_by("-id")
            .only("desk_id", "ticket")
            .select_related("ticket")
            .first()
        )
        if row:
            return Thread(row.ticket, None)
    return None
