"""Follow up a closed ticket."""

from datetime import datetime

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import can
from crewdesk.core.operations import NotPermitted, operation

from ..events import TicketEvent
from ..models import Ticket
from .comments import Said
from .create import create_ticket


@operation(TicketEvent.CREATED)
def open_followup(closed: Ticket, *, by: User, said: Said, via: str, at: datetime) -> Ticket:
    """Open a new ticket of the same requester that goes on from `closed`; tags, fields, group, brand and form
    are taken over.

    Raises NotPermitted, or CannotCreate when `closed` still takes replies.
    """
    if not can(by, "ticket.reply", closed):
        raise NotPermitted(_("You may not answer this ticket."))
    return create_ticket(
        requester=closed.requester, by=by, author=by, said=said, subject=closed.subject, followup_of=closed,
        via=via, at=at, recipient=closed.recipient,
    )  # fmt: skip
