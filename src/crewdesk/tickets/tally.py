"""How many tickets each standing view holds, without counting tickets.

A trigger (sql/tally.sql) keeps deltas by status, assignee and group; this sums them, and folds them together
once many.
"""

from django.db import connection
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce

from crewdesk.accounts.models import User
from crewdesk.core.tenancy import require_desk

from .models import Status, Tally, Ticket
from .models.ticket import UNSOLVED

TABLE = Tally._meta.db_table
LONG = 2_000
# Restrictions that the counters know nothing of.
_COUNTED_BY_TICKET = {"organization", "requested"}


def view_counts(member: User) -> dict[str, int]:
    """Tickets in each standing view (keys of queries.views) that `member` may see. One small query."""
    groups = member.memberships.values("group_id")
    conditions = {
        "mine": Q(status__in=UNSOLVED, assignee_id=member.pk),
        "unassigned": Q(status__in=UNSOLVED, assignee_id=None) & (Q(group_id__in=groups) | Q(group_id=None)),
        "unsolved": Q(status__in=UNSOLVED),
        **{status: Q(status=status) for status in (Status.NEW, Status.PENDING, Status.HOLD, Status.SOLVED)},
    }
    if not member.is_staff_member or member.ticket_restriction in _COUNTED_BY_TICKET:
        tickets = Ticket.objects.visible_to(member).live()
        return {str(key): tickets.filter(condition).count() for key, condition in conditions.items()}
    sums = {str(key): Coalesce(Sum("delta", filter=condition), 0) for key, condition in conditions.items()}
    return Tally.objects.filter(_sight(member, groups)).aggregate(**sums)


def is_long() -> bool:
    """Whether the desk's counters have so many rows that folding pays."""
    return Tally.objects.count() > LONG


def fold() -> None:
    """Replace all deltas of the desk by one row a state; sums stay the same for every reader, at every
    moment.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH gone AS (DELETE FROM {TABLE} WHERE desk_id = %s"
            " RETURNING desk_id, status, assignee_id, group_id, delta)"
            f" INSERT INTO {TABLE} (desk_id, status, assignee_id, group_id, delta)"
            " SELECT desk_id, status, assignee_id, group_id, sum(delta) FROM gone"
            " GROUP BY desk_id, status, assignee_id, group_id HAVING sum(delta) <> 0",
            [require_desk()],
        )


def _sight(member: User, groups) -> Q:
    match member.ticket_restriction:
        case "groups":
            return Q(group_id__in=groups) | Q(assignee_id=member.pk)
        case "assigned":
            return Q(assignee_id=member.pk)
        case _:
            return Q()
