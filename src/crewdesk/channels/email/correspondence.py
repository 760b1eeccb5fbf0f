"""The mails of a ticket so far, by their Message-IDs."""

from dataclasses import dataclass
from operator import itemgetter

from django.db import connection

from crewdesk.tickets.models import Ticket

from ..models import IncomingMail, OutgoingMail

MOST_REFERENCES = 10
# One statement for both directions: this is asked for with every mail that leaves.
_MAILS = f"""
SELECT id, message_id, NULL, true FROM {IncomingMail._meta.db_table} WHERE desk_id = %(desk)s AND ticket_id = %(ticket)s AND message_id <> ''
UNION ALL
SELECT id, message_id, comment_id, false FROM {OutgoingMail._meta.db_table} WHERE desk_id = %(desk)s AND ticket_id = %(ticket)s
"""


@dataclass(frozen=True)
class Correspondence:
    """`headers` continue the thread; `answered` are ids of comments that have been mailed."""

    headers: dict[str, str]
    answered: frozenset[int]


def correspondence_of(ticket: Ticket) -> Correspondence:
    """What was written about `ticket` by mail."""
    with connection.cursor() as cursor:
        cursor.execute(_MAILS, {"desk": ticket.desk_id, "ticket": ticket.pk})
        mails = sorted(cursor.fetchall(), key=itemgetter(0))
    came, went = (
        [message_id for _id, message_id, _comment, is_theirs in mails if is_theirs is theirs] for theirs in (True, False)
    )
    return Correspondence(
        _headers(came, went), frozenset(comment for _id, _message_id, comment, _theirs in mails if comment is not None)
    )


def _headers(came: list[str], went: list[str]) -> dict[str, str]:
    """In-Reply-To and References, so that the customer's program keeps the thread together (RFC 5322, 3.6.4)."""
    if not came and not went:
        return {}
    references = [*(came or went)[:1], *went[-MOST_REFERENCES:], *came[-2:]]
    return {"In-Reply-To": (came or went)[-1], "References": " ".join(dict.fromkeys(references))}
