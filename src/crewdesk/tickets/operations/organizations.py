"""An organization's tickets follow it into another one."""

from datetime import datetime

from django.db.models import F

from crewdesk.accounts.models import Organization, User
from crewdesk.accounts.operations.merge_organizations import brought_along
from crewdesk.core.events import record_many
from crewdesk.core.models import Event
from crewdesk.core.operations import operation

from ..events import TicketEvent
from ..models import Ticket


@brought_along
@operation(TicketEvent.UPDATED)
def move_tickets(loser: Organization, winner: Organization, *, by: User | None, via: str, at: datetime) -> None:
    """Give all tickets of `loser` to `winner`, closed ones and those in the bin too: it would leave them with none otherwise.

    Who may merge organizations may do this, whatever tickets they see: no right is asked here.
    """
    theirs = Ticket.objects.filter(organization=loser).order_by("pk")
    versions = dict(theirs.select_for_update().values_list("pk", "version"))
    Ticket.objects.filter(pk__in=list(versions)).update(organization=winner, version=F("version") + 1, updated_at=at)
    moved = {"organization_id": [loser.pk, winner.pk]}
    record_many(
        Event(
            at=at, kind=TicketEvent.UPDATED, actor_id=by.pk if by else None, via=str(via), subject_type="ticket", subject_id=pk,
            changes={"version": version + 1, **moved},
        )
        for pk, version in versions.items()
    )  # fmt: skip
