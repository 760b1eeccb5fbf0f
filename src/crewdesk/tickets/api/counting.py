"""Numbers of tickets beside users and organizations: `…/{id}/related`, `include=open_ticket_count`.

Each counts what the caller may see. Long lists are not counted further than they can be paged through.
"""

from django.db.models import Count, QuerySet, Sum

from crewdesk.accounts.api.related import OPEN_TICKETS, counts
from crewdesk.accounts.models import User
from crewdesk.core.api.paging import DEEPEST_ROW

from ..models import Participation, Tally, Ticket
from ..models.ticket import TicketQuerySet


@counts("user", "requested_tickets")
def requested(ids: set[int], member: User) -> dict[int, int]:
    """Tickets that a user asked for."""
    return _up_to_the_deepest("requester_id", ids, _live(member))


@counts("user", "assigned_tickets")
def assigned(ids: set[int], member: User) -> dict[int, int]:
    """Tickets that a user works on: by the counters, which know nothing of restrictions."""
    if not member.is_staff_member or member.ticket_restriction:
        return _up_to_the_deepest("assignee_id", ids, _live(member))
    return dict(Tally.objects.filter(assignee_id__in=ids).values_list("assignee_id").annotate(n=Sum("delta")))


@counts("user", "ccd_tickets")
def copied_in(ids: set[int], member: User) -> dict[int, int]:
    """Tickets on which a user is copied in."""
    rows = Participation.objects.filter(kind=Participation.Kind.CC, ticket__in=_live(member))
    return _up_to_the_deepest("user_id", ids, rows)


@counts("user", OPEN_TICKETS)
def open_of_user(ids: set[int], member: User) -> dict[int, int]:
    """Unsolved tickets that a user asked for."""
    rows = _live(member).unsolved().filter(requester__in=ids)
    return dict(rows.order_by().values_list("requester_id").annotate(n=Count("pk")))


@counts("organization", "tickets_count")
def of_organization(ids: set[int], member: User) -> dict[int, int]:
    """Tickets of an organization."""
    return _up_to_the_deepest("organization_id", ids, _live(member))


def _live(member: User) -> TicketQuerySet:
    return Ticket.objects.visible_to(member).live()


def _up_to_the_deepest(column: str, ids: set[int], rows: QuerySet) -> dict[int, int]:
    """One query for each id; `…/related` is about one."""
    return {pk: rows.filter(**{column: pk}).order_by()[:DEEPEST_ROW].count() for pk in ids}
