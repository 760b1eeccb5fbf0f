"""What the doors keep of a customer who turns out to be somebody else."""

from datetime import datetime

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.merge_users import brought_along

from ..models import HeldRequest, OutgoingMail, ThreadAddress


@brought_along
def bring_mail(loser: User, winner: User, *, by: User | None, via: str, at: datetime) -> None:
    """Mails, reply addresses and waiting requests of `loser` become `winner`'s: an answer to an old mail is the winner's, who has the
    addresses now.
    """
    there = ThreadAddress.objects.filter(user=winner).values("ticket_id")
    # One each on a ticket. Where both had one, the loser's still leads to the ticket, and proves nobody.
    ThreadAddress.objects.filter(user=loser).exclude(ticket__in=there).update(user=winner)
    OutgoingMail.objects.filter(user=loser).update(user=winner)
    HeldRequest.objects.filter(requester=loser).update(requester=winner)
