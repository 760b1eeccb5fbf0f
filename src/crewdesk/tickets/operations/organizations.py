"""An organization's tickets follow it into another one."""

from datetime import datetime

from crewdesk.accounts.models import Organization, User
from crewdesk.accounts.operations.merge_organizations import brought_along
from crewdesk.core.operations import operation

from ..events import TicketEvent
from ..models import Ticket
from .moving import move_all


@brought_along
@operation(TicketEvent.UPDATED)
def move_tickets(loser: Organization, winner: Organization, *, by: User | None, via: str, at: datetime) -> None:
    """Give all tickets of `loser` to `winner`: it would leave them with none otherwise."""
    theirs = Ticket.objects.filter(organization=loser)
    move_all(theirs, "organization_id", loser.pk, winner.pk, by=by, via=via, at=at)
