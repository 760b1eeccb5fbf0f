"""The same change on many tickets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crewdesk.accounts.models import User
from crewdesk.core.operations import Refused, operation

from ..events import TicketEvent
from ..models import Ticket
from .comments import Said
from .locking import locked_all
from .reply import reply
from .update import update_ticket


@dataclass(frozen=True)
class Result:
    """What became of one ticket: `refusal` is None where it worked."""

    ticket: Ticket
    refusal: Refused | None = None


@operation(TicketEvent.UPDATED, TicketEvent.COMMENTED)
def update_many(
    tickets: Iterable[Ticket], *, by: User, changes: dict[str, Any], via: str, at: datetime,
    said: Said | None = None, versions: Mapping[int, int] | None = None,
) -> list[Result]:  # fmt: skip
    """Apply `changes`, and say `said`, on each ticket; one that refuses stops no other. Results in the order
    given.

    `versions` names by ticket id the version that the person had seen.
    """
    rows = list(tickets)
    locked_all(rows)
    return [
        _update(ticket, by=by, changes=changes, via=via, at=at, said=said, seen=(versions or {}).get(ticket.pk))
        for ticket in rows
    ]


def _update(
    ticket: Ticket,
    *,
    by: User,
    changes: dict[str, Any],
    via: str,
    at: datetime,
    said: Said | None,
    seen: int | None,
) -> Result:
    try:
        if said is not None:
            reply(ticket, by=by, said=said, via=via, at=at, changes=changes, expected_version=seen)
        else:
            update_ticket(ticket, by=by, via=via, at=at, changes=changes, expected_version=seen)
    except Refused as refusal:
        return Result(ticket, refusal)
    return Result(ticket)
