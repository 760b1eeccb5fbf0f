"""The state of a request in the customer's words."""

from typing import NamedTuple

from django.utils.translation import pgettext_lazy

from crewdesk.tickets.models import Ticket

WORDS = {
    "new": pgettext_lazy("status for customers", "Received"),
    "open": pgettext_lazy("status for customers", "In progress"),
    "pending": pgettext_lazy("status for customers", "Waiting for you"),
    # That we wait for somebody else is our affair.
    "hold": pgettext_lazy("status for customers", "In progress"),
    "solved": pgettext_lazy("status for customers", "Solved"),
    "closed": pgettext_lazy("status for customers", "Closed"),
}
# Which look a state has: no customer tells new from open by a colour.
LOOKS = {"new": "info", "open": "info", "hold": "info", "pending": "warning", "solved": "success", "closed": "neutral"}


class State(NamedTuple):
    """Label and look."""

    label: str
    look: str


def state_of(ticket: Ticket) -> State:
    """What a customer is told about where the request stands: the desk's own label where it has one for customers."""
    own = ticket.custom_status.end_user_label if ticket.custom_status_id else ""
    return State(own or str(WORDS[ticket.status]), LOOKS[ticket.status])
