"""Fills the mailboxes of a freshly loaded desk: the post of those customers whose tickets are still open."""

from crewdesk.accounts.models import User
from crewdesk.channels.email.mime import build_message
from crewdesk.channels.models import IncomingMail, OutgoingMail
from crewdesk.tickets.models import Ticket

from ..content.people import CLEO
from .letters import LetterBox

LATEST_OF_CLEO = 3


def deposit() -> None:
    """Put the mails of unsolved tickets, and of Cleo's latest ones, into their customers' mailboxes; desk in scope."""
    cleo = User.objects.filter(email=CLEO.email).first()
    hers = Ticket.objects.filter(requester=cleo).order_by("-id")[:LATEST_OF_CLEO] if cleo else []
    ids = {*Ticket.objects.unsolved().values_list("pk", flat=True), *(ticket.pk for ticket in hers)}
    for came in IncomingMail.objects.filter(ticket__in=ids, raw_dropped_at=None).order_by("id"):
        LetterBox(came.envelope_from).keep(bytes(came.raw), is_sent=True)
    for went in OutgoingMail.objects.filter(ticket__in=ids).select_related("user").order_by("id"):
        LetterBox(went.user.email).keep(build_message(went))
