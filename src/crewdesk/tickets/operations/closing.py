"""Closing, which no person does by hand: tickets close by themselves some days after they were solved, or in
a merge.
"""

from datetime import datetime, timedelta

from crewdesk.accounts.models import Desk
from crewdesk.core.events import Via
from crewdesk.core.operations import Refused
from crewdesk.core.tenancy import require_desk

from ..models import Status, Ticket
from .update import update_ticket

SETTING = "close_solved_after_days"
DEFAULT_DAYS = 4
BATCH = 100


def close_solved(*, at: datetime) -> bool:
    """Close a batch of tickets that were solved long enough ago; whether there may be more.

    A ticket that somebody works on at this moment is left for the next time.
    """
    days = Desk.objects.get(pk=require_desk()).settings.get(SETTING, DEFAULT_DAYS)
    due = Ticket.objects.live().filter(status=Status.SOLVED, solved_at__lte=at - timedelta(days=days)).order_by("pk")
    tickets = list(due.select_for_update(skip_locked=True)[:BATCH])
    closed = [ticket for ticket in tickets if _close(ticket, at)]
    return len(tickets) == BATCH and bool(closed)


def _close(ticket: Ticket, at: datetime) -> bool:
    try:
        update_ticket(ticket, by=None, via=Via.SYSTEM, at=at, changes={"status": Status.CLOSED})
    except Refused:
        return False
    return True
