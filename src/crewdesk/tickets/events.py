"""What happens to tickets. One verb, one event: a reply that also solves is one row with both."""

from enum import StrEnum

from crewdesk.core.events import event_kinds


@event_kinds
class TicketEvent(StrEnum):
    """Kinds of event of this room."""

    CREATED = "ticket.created"
    COMMENTED = "ticket.commented"
    UPDATED = "ticket.updated"
    MERGED = "ticket.merged"
    SPLIT = "ticket.split"
    LINKED = "ticket.linked"
    UNLINKED = "ticket.unlinked"
    MARKED_SPAM = "ticket.marked_spam"
    UNMARKED_SPAM = "ticket.unmarked_spam"
    DELETED = "ticket.deleted"
    RESTORED = "ticket.restored"
    PURGED = "ticket.purged"
    REDACTED = "ticket.redacted"
    MADE_PRIVATE = "ticket.comment_made_private"
    PARTICIPANTS_CHANGED = "ticket.participants_changed"
    DELIVERED = "ticket.delivery_changed"
    FIELD_CHANGED = "field.changed"
    FORM_CHANGED = "form.changed"
    STATUS_CHANGED = "custom_status.changed"
    EXPORTED = "ticket.exported"
