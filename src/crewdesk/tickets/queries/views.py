"""The standing views of a desk: which tickets each one holds."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crewdesk.accounts.models import User

from ..models import Status, Ticket
from ..models.ticket import TicketQuerySet

DEFAULT_VIEW = "mine"


@dataclass(frozen=True)
class TicketView:
    """A named selection of tickets. `when_empty` says what it means that there are none."""

    key: str
    label: Promise
    icon: str
    keeps: Callable[[TicketQuerySet, User], TicketQuerySet]
    when_empty: Promise

    def tickets(self, member: User) -> TicketQuerySet:
        """The tickets in this view that `member` may see."""
        return self.keeps(Ticket.objects.visible_to(member), member)


def _mine(tickets: TicketQuerySet, member: User) -> TicketQuerySet:
    return tickets.live().unsolved().filter(assignee=member)


def _unassigned(tickets: TicketQuerySet, member: User) -> TicketQuerySet:
    groups = member.memberships.values("group_id")
    return tickets.live().unsolved().filter(Q(group__in=groups) | Q(group=None), assignee=None)


def _in_status(status: str) -> Callable[[TicketQuerySet, User], TicketQuerySet]:
    return lambda tickets, member: tickets.live().filter(status=status)


_NOBODY_WAITS = _("Nobody is waiting here. New tickets appear by themselves.")
_NOTHING = _("Tickets show up here as soon as there are some.")

VIEWS: dict[str, TicketView] = {
    view.key: view
    for view in (
        TicketView(
            "mine", _("Your unsolved"), "user", _mine, _("Take one from “Unassigned in your groups”, or press “Next ticket”.")
        ),
        TicketView("unassigned", _("Unassigned in your groups"), "user-group", _unassigned, _NOBODY_WAITS),
        TicketView(
            "unsolved", _("All unsolved"), "inbox-stack", lambda tickets, member: tickets.live().unsolved(), _NOBODY_WAITS
        ),
        TicketView("new", _("New"), "sparkles", _in_status(Status.NEW), _NOBODY_WAITS),
        TicketView("pending", _("Pending"), "clock", _in_status(Status.PENDING), _("No ticket waits for its customer.")),
        TicketView("hold", _("On hold"), "pause-circle", _in_status(Status.HOLD), _("No ticket waits for a third party.")),
        TicketView("recent", _("Recently updated"), "arrow-path", lambda tickets, member: tickets.live(), _NOTHING),
        TicketView("solved", _("Recently solved"), "check-circle", _in_status(Status.SOLVED), _NOTHING),
        TicketView(
            "spam",
            _("Spam"),
            "no-symbol",
            lambda tickets, member: tickets.filter(is_spam=True, deleted_at=None),
            _NOTHING,
        ),
        TicketView(
            "deleted",
            _("Deleted"),
            "trash",
            lambda tickets, member: tickets.filter(deleted_at__isnull=False),
            _NOTHING,
        ),
    )
}


def view_named(key: str | None) -> TicketView:
    """The view called `key`, or the default one for None; raises KeyError for a name that no view has."""
    return VIEWS[key or DEFAULT_VIEW]


def longest_waiting(view: TicketView, member: User, *, besides: int | None = None) -> Ticket | None:
    """The ticket of `view` whose customer has waited longest; then those that only need work, by age."""
    tickets = view.tickets(member).exclude(number=besides)
    return (
        tickets.filter(waiting_since__isnull=False).order_by("waiting_since", "id").first()
        or tickets.order_by("updated_at", "id").first()
    )
