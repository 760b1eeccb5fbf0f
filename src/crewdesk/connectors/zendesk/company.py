"""Who else takes part in a ticket."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.tickets.models import Participation, Ticket
from crewdesk.tickets.operations.participants import MOST_CCS

from .people import People
from .running import Work
from .words import Row, key, keys

Kind = Participation.Kind


def named_in(row: Row) -> set[str]:
    """Everybody of whom a ticket of theirs speaks, by id."""
    one = {key(row.get(name)) for name in ("requester_id", "submitter_id", "assignee_id")}
    return (one | {theirs for name in ("follower_ids", "email_cc_ids", "collaborator_ids") for theirs in keys(row.get(name))}) - {
        ""
    }


def company_of(work: Work, ticket: Ticket, row: Row, people: People) -> Iterator[tuple[str, User]]:
    """(kind, user): staff follow, the others are copied in. The older `collaborator_ids` are read where there is neither list."""
    number = f"#{key(row['id'])}"
    copied = 0
    for theirs in _wanted(row):
        user = people.user(theirs)
        if user is None or not user.is_active or user.suspended or user.pk == ticket.requester_id:
            continue
        if user.is_staff_member:
            yield Kind.FOLLOWER, user
        elif theirs in keys(row.get("follower_ids")) and theirs not in keys(row.get("email_cc_ids")):
            work.note(_("Follower is no member of this desk: they follow no more"), f"{number} {user.email}")
        elif copied == MOST_CCS:
            work.note(_("More people are copied in than a ticket may have"), number)
        else:
            copied += 1
            yield Kind.CC, user


def _wanted(row: Row) -> list[str]:
    both = [*keys(row.get("follower_ids")), *keys(row.get("email_cc_ids"))]
    return list(dict.fromkeys(both or keys(row.get("collaborator_ids"))))
