"""How many tickets each standing view holds, without counting tickets.

A trigger (sql/tally.sql) keeps deltas by status, assignee and group; this sums them, and folds them together
once many.
"""

from django.db import connection
from django.db.models import Q

from crewdesk.accounts.models import User
from crewdesk.core.tenancy import require_desk

from .models import Status, Tally, Ticket
from .models.ticket import UNSOLVED, TicketQuerySet

TABLE = Tally._meta.db_table
LONG = 2_000
# As text, because building it by the ORM takes a fifth of a list page.
_OWN_GROUPS = "SELECT group_id FROM accounts_membership WHERE desk_id = %(desk)s AND user_id = %(member)s"
_UNSOLVED = "status IN ('new', 'open', 'pending', 'hold')"
_VIEWS = {
    "mine": f"{_UNSOLVED} AND assignee_id = %(member)s",
    "unassigned": f"{_UNSOLVED} AND assignee_id IS NULL AND (group_id IS NULL OR group_id IN ({_OWN_GROUPS}))",
    "unsolved": _UNSOLVED,
    **{status: f"status = '{status}'" for status in ("new", "pending", "hold", "solved")},
}
_SIGHT = {"groups": f"(group_id IN ({_OWN_GROUPS}) OR assignee_id = %(member)s)", "assigned": "assignee_id = %(member)s"}
_SUMS = ", ".join(f"coalesce(sum(delta) FILTER (WHERE {condition}), 0)" for condition in _VIEWS.values())
# Beyond this, what the counters know nothing of is not counted.
MOST_COUNTED = 10_000
# Restrictions that the counters know nothing of.
_COUNTED_BY_TICKET = {"organization", "requested"}


def view_counts(member: User) -> dict[str, int]:
    """Tickets in each standing view (keys of queries.views) that `member` may see. One small query."""
    if not member.is_staff_member or member.ticket_restriction in _COUNTED_BY_TICKET:
        return _counted_by_ticket(member)
    sight = _SIGHT.get(member.ticket_restriction, "true")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_SUMS} FROM {TABLE} WHERE desk_id = %(desk)s AND {sight}", {"desk": require_desk(), "member": member.pk}
        )
        return dict(zip(_VIEWS, map(int, cursor.fetchone()), strict=True))


def live_count(member: User) -> int:
    """How many tickets `member` may see that are neither deleted nor spam. One small query."""
    if not member.is_staff_member or member.ticket_restriction in _COUNTED_BY_TICKET:
        return _up_to_the_most(Ticket.objects.visible_to(member).live())
    sight = _SIGHT.get(member.ticket_restriction, "true")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(sum(delta), 0) FROM {TABLE} WHERE desk_id = %(desk)s AND {sight}",
            {"desk": require_desk(), "member": member.pk},
        )
        return int(cursor.fetchone()[0])


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


def _counted_by_ticket(member: User) -> dict[str, int]:
    tickets, groups = Ticket.objects.visible_to(member).live(), member.memberships.values("group_id")
    conditions = {
        "mine": Q(status__in=UNSOLVED, assignee_id=member.pk),
        "unassigned": Q(status__in=UNSOLVED, assignee_id=None) & (Q(group_id__in=groups) | Q(group_id=None)),
        "unsolved": Q(status__in=UNSOLVED),
        **{status: Q(status=status) for status in (Status.NEW, Status.PENDING, Status.HOLD, Status.SOLVED)},
    }
    return {str(key): _up_to_the_most(tickets.filter(condition)) for key, condition in conditions.items()}


def _up_to_the_most(tickets: TicketQuerySet) -> int:
    return tickets.order_by()[:MOST_COUNTED].count()
