"""Numbers of tickets beside users and organizations: `…/{id}/related`, `include=open_ticket_count`."""

from django.db.models import Count, QuerySet

from crewdesk.accounts.api.related import OPEN_TICKETS, counts

from ..models import Participation, Ticket


@counts("user", "requested_tickets")
def requested(ids: set[int]) -> dict[int, int]:
    """Tickets that a user asked for."""
    return _by("requester_id", Ticket.objects.live().filter(requester__in=ids))


@counts("user", "assigned_tickets")
def assigned(ids: set[int]) -> dict[int, int]:
    """Tickets that a user works on."""
    return _by("assignee_id", Ticket.objects.live().filter(assignee__in=ids))


@counts("user", "ccd_tickets")
def copied_in(ids: set[int]) -> dict[int, int]:
    """Tickets on which a user is copied in."""
    live = {"ticket__deleted_at": None, "ticket__is_spam": False}
    return _by("user_id", Participation.objects.filter(user__in=ids, kind=Participation.Kind.CC, **live))


@counts("user", OPEN_TICKETS)
def open_of_user(ids: set[int]) -> dict[int, int]:
    """Unsolved tickets that a user asked for."""
    return _by("requester_id", Ticket.objects.live().unsolved().filter(requester__in=ids))


@counts("organization", "tickets_count")
def of_organization(ids: set[int]) -> dict[int, int]:
    """Tickets of an organization."""
    return _by("organization_id", Ticket.objects.live().filter(organization__in=ids))


def _by(column: str, rows: QuerySet) -> dict[int, int]:
    return dict(rows.order_by().values_list(column).annotate(n=Count("pk")))
