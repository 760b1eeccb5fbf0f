"""What happens at the doors."""

from enum import StrEnum

from crewdesk.core.events import event_kinds


@event_kinds
class ChannelEvent(StrEnum):
    """Kinds of event of this room."""

    MAIL_RECEIVED = "mail.received"
    MAIL_SUSPENDED = "mail.suspended"
    MAIL_IGNORED = "mail.ignored"
    MAIL_UNREADABLE = "mail.unreadable"
    MAIL_UNVERIFIED = "mail.unverified"
    MAIL_RECOVERED = "mail.recovered"
    MAIL_DISCARDED = "mail.discarded"
    MAIL_REDACTED = "mail.redacted"
    MAIL_DROPPED = "mail.dropped"
    HOOK_CALLED = "mail_hook.called"
    HOOK_CHANGED = "mail_hook.changed"
    MAIL_QUEUED = "mail.queued"
    MAIL_SENT = "mail.sent"
    MAIL_FAILED = "mail.failed"
    MAIL_BOUNCED = "mail.bounced"
    MAILBOX_CHANGED = "mailbox.changed"
    ADDRESS_CHANGED = "support_address.changed"
    SERVER_CHANGED = "mail_server.changed"
    SETTINGS_CHANGED = "mail_settings.changed"
    REQUEST_HELD = "web_request.held"
    REQUEST_RELEASED = "web_request.released"
    REQUEST_CONFIRMED = "web_request.confirmed"
    REQUEST_DISCARDED = "web_request.discarded"
    FORM_CHANGED = "web_form.changed"
