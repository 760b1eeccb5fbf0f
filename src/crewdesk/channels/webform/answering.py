"""A customer's further words on a request, from its page or from the form where they found that they had asked before."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.core.events import Via
from crewdesk.core.operations import Refused
from crewdesk.tickets.models import Status, Ticket
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.followups import open_followup
from crewdesk.tickets.operations.reply import reply

from ..models import HeldFile
from . import files
from .counting import Kind, count

ANSWERS_AN_HOUR = 120


def ration(customer: User, *, at: datetime) -> None:
    """Count one more message of the customer. Raises Refused beyond what a person sends in an hour."""
    if count(Kind.ADDRESS, f"answers of {customer.pk}", at=at) > ANSWERS_AN_HOUR:
        raise Refused(_("You have sent many messages within an hour. Please wait a while; what you wrote is still here."))


def answer(
    ticket: Ticket, *, by: User, body: str, held: list[HeldFile], at: datetime, is_solved: bool = False
) -> Ticket:  # fmt: skip
    """Put the words and files on the request, or on the new one that follows it up when it is closed; returns which.

    Raises Refused or NotPermitted, and then the files still wait with the form.
    """
    with transaction.atomic():
        said = Said(body=body, attachments=files.attach(held, by=by))
        if ticket.is_closed:
            return open_followup(ticket, by=by, said=said, via=Via.WEB, at=at)
        reply(ticket, by=by, said=said, via=Via.WEB, at=at, changes={"status": Status.SOLVED} if is_solved else None)
    return ticket
