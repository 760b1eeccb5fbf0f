"""Tickets that change hands in bulk because whom they belong to has."""

from datetime import datetime

from django.db.models import F, QuerySet

from crewdesk.accounts.models import User
from crewdesk.core.events import record_many
from crewdesk.core.models import Event

from ..events import TicketEvent
from ..models import Ticket


def move_all(theirs: QuerySet, column: str, old: int, new: int, *, by: User | None, via: str, at: datetime) -> None:
    """Write `new` into `column` of tickets that hold `old` there, closed ones and those in the bin too, with an event each.

    Part of a verb: whoever may do that may do this, whatever tickets they see.
    """
    versions = dict(theirs.order_by("pk").select_for_update().values_list("pk", "version"))
    Ticket.objects.filter(pk__in=list(versions)).update(**{column: new}, version=F("version") + 1, updated_at=at)
    moved = {column: [old, new]}
    record_many(
        Event(
            at=at, kind=TicketEvent.UPDATED, actor_id=by.pk if by else None, via=str(via), subject_type="ticket", subject_id=pk,
            changes={"version": version + 1, **moved},
        )
        for pk, version in versions.items()
    )  # fmt: skip
