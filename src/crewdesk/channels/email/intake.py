"""Take a message in: the raw bytes are committed before anybody is told that we have them."""

import hashlib
import json
import re

from django.db import connection

from crewdesk.core.clock import now
from crewdesk.core.events import record
from crewdesk.core.jobs import defer
from crewdesk.core.operations import operation
from crewdesk.core.tenancy import desk_scope, require_desk

from ..events import ChannelEvent
from ..models import IncomingMail

_END_OF_HEADERS = re.compile(rb"\r?\n\r?\n")
_MESSAGE_ID = re.compile(rb"^message-id:[ \t\r\n]*(<[^<>\r\n]{1,900}>)", re.IGNORECASE | re.MULTILINE)
# Headers are searched for a Message-ID this far; beyond it a message has none.
_HEADER_BYTES = 262_144
# Deliveries of one message that arrive together wait here for each other, and all but the first insert nothing.
_KEEP = f"""
INSERT INTO {IncomingMail._meta.db_table}
       (desk_id, raw, digest, envelope_from, envelope_to, door, peer, mailbox_id, state, cause, message_id, received_at)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'received', '', '', %s)
ON CONFLICT (desk_id, digest) DO NOTHING RETURNING id
"""


def accept(
    raw: bytes, *, desk_id: int, door: str, envelope_from: str = "", envelope_to: list[str] | None = None, peer: str = "",
    mailbox_id: int | None = None,
) -> IncomingMail:  # fmt: skip
    """Commit a message to `desk_id` and leave its reading to a job. When this returns, the sender may forget it.

    `door` is smtp, lmtp, imap, pipe or webhook. The same message delivered again is the row that stands already.
    """
    with desk_scope(desk_id):
        return keep_mail(
            raw, door=door, envelope_from=envelope_from, envelope_to=envelope_to or [], peer=peer, mailbox_id=mailbox_id
        )


@operation(ChannelEvent.MAIL_RECEIVED)
def keep_mail(
    raw: bytes, *, door: str, envelope_from: str = "", envelope_to: list[str] = (), peer: str = "", mailbox_id: int | None = None
) -> IncomingMail:
    """Store the raw message once, and wake the reader. Returns the row without its raw bytes."""
    from .processing import process_incoming

    digest, is_again = fingerprint(raw), False
    addresses = [_plain(address) for address in envelope_to[:100]]
    pk = _insert([require_desk(), raw, digest, _plain(envelope_from), json.dumps(addresses), door, peer[:64], mailbox_id, now()])
    if pk is None:
        pk, is_again = IncomingMail.objects.values_list("pk", flat=True).get(digest=digest), True
    else:
        defer(process_incoming, desk_id=require_desk(), mail_id=pk)
    mail = IncomingMail(pk=pk, desk_id=require_desk(), digest=digest, door=door)
    record(ChannelEvent.MAIL_RECEIVED, mail, by=None, via="email", changes={"door": door} | ({"again": True} if is_again else {}))
    return mail


def fingerprint(raw: bytes) -> str:
    """What makes two deliveries the same message: Message-ID and body. The trace headers differ with each delivery.

    The body counts too, so that nobody can hide a message by sending another under its Message-ID first.
    """
    end = _END_OF_HEADERS.search(raw, 0, _HEADER_BYTES)
    found = end and _MESSAGE_ID.search(raw, 0, end.start())
    parts = (found.group(1), raw[end.end() :]) if found else (raw,)
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def _insert(values: list) -> int | None:
    with connection.cursor() as cursor:
        cursor.execute(_KEEP, values)
        row = cursor.fetchone()
    return row and row[0]


def _plain(address: str) -> str:
    """An address of the envelope as the database takes it; bytes that are no UTF-8 come as lone surrogates."""
    return address.replace("\x00", "").encode("utf-8", "replace").decode()[:320]
