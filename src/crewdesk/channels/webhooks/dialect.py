"""The dialect's own words for what a webhook may hear, beside our kinds (helpdesk-api.md §5, Webhooks).

Where the dialect has one word for each field that changes, we have one event for each save: such a word is heard when its field is in the
event, and the call bears the word. Many words can come of one event; each is a call of its own with an id of its own.
"""

from enum import StrEnum

from crewdesk.accounts.events import AccountEvent
from crewdesk.core.models import Event
from crewdesk.tickets.events import TicketEvent

from .kinds import LABELS

PREFIX = "zen:event-type:"
# Called by triggers and automations; nothing that happens calls it by itself.
CONDITIONAL = "conditional_ticket_events"
WHOLE: dict[str, StrEnum] = {
    "ticket.comment_added": TicketEvent.COMMENTED,
    "ticket.marked_as_spam": TicketEvent.MARKED_SPAM,
    "ticket.soft_deleted": TicketEvent.DELETED,
    "ticket.undeleted": TicketEvent.RESTORED,
    "ticket.comment_redacted": TicketEvent.REDACTED,
    "user.suspended_changed": AccountEvent.USER_SUSPENDED,
}
FIELDS: dict[str, str] = {
    "ticket.agent_assignment_changed": "assignee_id",
    "ticket.brand_changed": "brand_id",
    "ticket.custom_field_changed": "custom_fields",
    "ticket.custom_status_changed": "custom_status_id",
    "ticket.email_ccs_changed": "ccs",
    "ticket.external_id_changed": "external_id",
    "ticket.followers_changed": "followers",
    "ticket.form_changed": "form_id",
    "ticket.group_assignment_changed": "group_id",
    "ticket.organization_changed": "organization_id",
    "ticket.priority_changed": "priority",
    "ticket.problem_link_changed": "problem_id",
    "ticket.requester_changed": "requester_id",
    "ticket.status_changed": "status",
    "ticket.subject_changed": "subject",
    "ticket.tags_changed": "tags",
    "ticket.task_due_at_changed": "due_at",
    "ticket.ticket_type_changed": "type",
}
SAVES = {TicketEvent.COMMENTED, TicketEvent.UPDATED, TicketEvent.PARTICIPANTS_CHANGED}
KNOWN = {*map(str, LABELS), *WHOLE, *FIELDS, CONDITIONAL}


def words_for(kind: str) -> list[str]:
    """Every word that an event of `kind` may be heard by."""
    same = [word for word, ours in WHOLE.items() if ours == kind]
    return [kind, *same, *(FIELDS if kind in SAVES else ())]


def words_of(event: Event) -> list[str]:
    """The words that this event is heard by."""
    return [word for word in words_for(event.kind) if word not in FIELDS or FIELDS[word] in event.changes]


def subscription_of(word: str) -> str:
    """A word as the dialect writes it in `subscriptions`."""
    return word if word == CONDITIONAL else PREFIX + word
