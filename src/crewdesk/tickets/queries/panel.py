"""What the panel beside a conversation offers and tells."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User

from ..models import Status, Ticket, TicketLink, TicketType
from .around import Around

OTHERS_SHOWN = 5
INCIDENTS_SHOWN = 10
# What an agent may choose; closing is left to time.
CHOOSABLE = (Status.OPEN, Status.PENDING, Status.HOLD, Status.SOLVED)
SEEN = ("number", "subject", "status", "updated_at")


@dataclass(frozen=True)
class StatusChoice:
    """A status to be chosen: a category (`solved`) or one of the desk's own within it (`custom:7`)."""

    value: str
    category: str
    label: str
    is_current: bool


def status_choices(ticket: Ticket, here: Around) -> list[StatusChoice]:
    """The statuses that `ticket` may be given, in the order of a ticket's life, its present one among them."""
    categories = list(CHOOSABLE) if ticket.status in CHOOSABLE else [Status(ticket.status), *CHOOSABLE]
    choices = []
    for category in categories:
        is_here = ticket.status == category
        choices.append(StatusChoice(category, category, str(category.label), is_here and ticket.custom_status_id is None))
        choices += [
            StatusChoice(f"custom:{own['pk']}", category, own["label"], own["pk"] == ticket.custom_status_id)
            for own in here.statuses if own["category"] == category
        ]  # fmt: skip
    return choices


@dataclass(frozen=True)
class LinkedTicket:
    """Another ticket and what it is to the first; `is_removable` where the tie can be undone."""

    label: str
    number: int
    subject: str
    status: str
    is_removable: bool = False


def linked_tickets(ticket: Ticket, here: Around, member: User) -> list[LinkedTicket]:
    """Problem, incidents, related and split tickets that `member` may see."""
    linked = _visible(here.links, member)
    tickets = Ticket.objects.visible_to(member)
    if ticket.problem_id:
        linked = [_tied(_("Problem"), row) for row in tickets.filter(pk=ticket.problem_id).values(*SEEN)] + linked
    if ticket.type == TicketType.PROBLEM:
        incidents = tickets.live().filter(problem=ticket).order_by("-id").values(*SEEN)[:INCIDENTS_SHOWN]
        linked = [_tied(_("Incident"), row) for row in incidents] + linked
    return linked


def other_tickets(ticket: Ticket, member: User) -> list[dict[str, Any]]:
    """The latest other tickets of the same requester."""
    tickets = Ticket.objects.visible_to(member).live().filter(requester_id=ticket.requester_id).exclude(pk=ticket.pk)
    return list(tickets.order_by("-id").values(*SEEN)[:OTHERS_SHOWN])


def _visible(links: list[dict[str, Any]], member: User) -> list[LinkedTicket]:
    if links and member.ticket_restriction:
        seen = set(Ticket.objects.visible_to(member).filter(pk__in=[link["pk"] for link in links]).values_list("pk", flat=True))
        links = [link for link in links if link["pk"] in seen]
    return [_tied(_tie(link), link, is_removable=link["kind"] == TicketLink.Kind.RELATED) for link in links]


def _tie(link: dict[str, Any]) -> str:
    if link["kind"] == TicketLink.Kind.RELATED:
        return _("Related")
    return _("Split off") if link["is_source"] else _("Split from")


def _tied(label: str, row: dict[str, Any], *, is_removable: bool = False) -> LinkedTicket:
    return LinkedTicket(label, row["number"], row["subject"], row["status"], is_removable)
