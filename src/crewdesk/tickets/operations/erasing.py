"""What tickets keep of a person who is erased, beside their words."""

from datetime import datetime

from django.db.models import F, Func, JSONField, Q
from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.erase_user import forgotten_along
from crewdesk.core.operations import Refused

from ..models import Comment, Draft, Ticket


@forgotten_along
def forget_person(user: User, *, addresses: list[str], by: User | None, via: str, at: datetime) -> None:
    """Forget from where they wrote, and what they began to write. Raises Refused while they have unsolved tickets, asked or assigned."""
    theirs = Ticket.objects.live().unsolved().filter(Q(requester=user) | Q(assignee=user))
    if theirs.exists():
        raise Refused(_("This user has unsolved tickets. Solve them, or give them to somebody else."))
    Draft.objects.filter(user=user).delete()
    for rows in (Comment.objects.filter(author=user), Ticket.objects.filter(requester=user)):
        written_from = rows.filter(via_source__from__address__isnull=False)
        written_from.update(via_source=Func(F("via_source"), template="%(expressions)s - 'from'", output_field=JSONField()))
