"""Tickets and what hangs on them."""

from .comment import Attachment, Comment, Delivery
from .draft import Draft
from .field import CustomStatus, FieldOption, FieldType, TicketField, TicketForm
from .link import TicketLink
from .participation import Participation
from .search import SearchDocument
from .tally import Tally
from .ticket import Priority, Status, Ticket, TicketType
from .wording import Wording

__all__ = [
    "Attachment",
    "Comment",
    "CustomStatus",
    "Delivery",
    "Draft",
    "FieldOption",
    "FieldType",
    "Participation",
    "Priority",
    "SearchDocument",
    "Status",
    "Tally",
    "Ticket",
    "TicketField",
    "TicketForm",
    "TicketLink",
    "TicketType",
    "Wording",
]
