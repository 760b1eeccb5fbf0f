"""What there is to hear, and what happens to webhooks themselves."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from crewdesk.accounts.events import AccountEvent
from crewdesk.core.events import event_kinds
from crewdesk.tickets.events import TicketEvent

TEST = "webhook.test"


@event_kinds
class WebhookEvent(StrEnum):
    """Kinds of event about webhooks. No webhook hears of them."""

    CREATED = "webhook.created"
    UPDATED = "webhook.updated"
    DISABLED = "webhook.disabled"
    ENABLED = "webhook.enabled"
    DELETED = "webhook.deleted"
    SECRET_RENEWED = "webhook.secret_renewed"
    TESTED = "webhook.tested"
    REPLAYED = "webhook.replayed"


LABELS: dict[StrEnum, Promise] = {
    TicketEvent.CREATED: _("A ticket is opened"),
    TicketEvent.COMMENTED: _("A reply or a note is written"),
    TicketEvent.UPDATED: _("A ticket's fields change"),
    TicketEvent.PARTICIPANTS_CHANGED: _("Followers or CCs change"),
    TicketEvent.MERGED: _("A ticket is merged"),
    TicketEvent.SPLIT: _("A ticket is split"),
    TicketEvent.LINKED: _("Tickets are linked"),
    TicketEvent.UNLINKED: _("A link is taken away"),
    TicketEvent.MARKED_SPAM: _("A ticket is marked as spam"),
    TicketEvent.UNMARKED_SPAM: _("A ticket is no spam after all"),
    TicketEvent.REDACTED: _("Something is redacted"),
    TicketEvent.MADE_PRIVATE: _("A reply is made private"),
    TicketEvent.DELETED: _("A ticket is deleted"),
    TicketEvent.RESTORED: _("A ticket is restored"),
    AccountEvent.USER_CREATED: _("A person is added"),
    AccountEvent.USER_UPDATED: _("A person's facts change"),
    AccountEvent.USER_SUSPENDED: _("A person is shut out or let in"),
    AccountEvent.USER_MERGED: _("Two people become one"),
    AccountEvent.USER_ERASED: _("A deleted person is erased for good"),
    AccountEvent.ORGANIZATION_CREATED: _("An organization is added"),
    AccountEvent.ORGANIZATION_UPDATED: _("An organization's facts change"),
    AccountEvent.ORGANIZATION_MERGED: _("Two organizations become one"),
    AccountEvent.ORGANIZATION_DELETED: _("An organization is deleted"),
}
