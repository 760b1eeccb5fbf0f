"""A customer's requests follow them when they turn out to be somebody else."""

from datetime import datetime

from django.db.models import F

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.merge_users import brought_along

from ..models import Comment, Participation, Ticket
from .moving import move_all


@brought_along
def move_requests(loser: User, winner: User, *, by: User | None, via: str, at: datetime) -> None:
    """Give what `loser` asked, wrote and is copied in on to `winner`, who has their addresses now; who submitted a ticket stays."""
    move_all(Ticket.objects.filter(requester=loser), "requester_id", loser.pk, winner.pk, by=by, via=via, at=at)
    Comment.objects.filter(author=loser).update(author=winner)
    there = Participation.objects.filter(user=winner).values("ticket_id")
    Participation.objects.filter(user=loser, ticket__in=there).delete()
    Participation.objects.filter(user=loser).update(user=winner)
    # A requester needs no copy.
    Participation.objects.filter(user=winner, kind=Participation.Kind.CC, ticket__requester_id=F("user_id")).delete()
