"""Mail as it came in: the raw bytes first, everything else later."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crewdesk.accounts.models.user import RANK, Role
from crewdesk.core.tenancy import DeskForeignKey, DeskManager, DeskModel, DeskQuerySet


class Cause(models.TextChoices):
    """Why a message waits in the suspended queue."""

    LOOP = "loop", _("Sent from an address of this desk")
    AUTOMATED = "automated", _("Automatic reply")
    VERIFICATION = "verification", _("Verification mail of another service")
    SENDER_SUSPENDED = "sender_suspended", _("The sender is suspended")
    UNVERIFIED_AGENT = "unverified_agent", _("Claims to be from a member, unproved")
    REFUSED = "refused", _("The ticket takes no replies from this sender")
    TRAPPED = "trapped", _("A field that people do not see was filled in")
    HASTY = "hasty", _("Sent faster than a person writes")
    UNPROVED = "unproved", _("Sent without the browser's proof of work")
    FLOOD = "flood", _("More requests than one sender or network may send in an hour")


class IncomingMail(DeskModel):
    """One accepted message. Once this row is committed the sender may be told so."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        PROCESSED = "processed", _("Processed")
        SUSPENDED = "suspended", _("Suspended")
        IGNORED = "ignored", _("Ignored")
        UNREADABLE = "unreadable", _("Could not be read")

    # Empty once `raw_dropped_at` is set: by retention, or because what it said was redacted.
    raw = models.BinaryField()
    raw_dropped_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64)
    # The envelope, where the transport has one.
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = models.JSONField(default=list)
    # smtp, lmtp, imap, pipe, webhook
    door = models.CharField(max_length=10)
    peer = models.CharField(max_length=64, blank=True)
    # The mailbox that it was fetched from.
    mailbox = DeskForeignKey(
        "channels.Mailbox", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    cause = models.CharField(max_length=300, blank=True)
    message_id = models.CharField(max_length=998, blank=True)
    ticket = DeskForeignKey("tickets.Ticket", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    comment = DeskForeignKey("tickets.Comment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # Who took it out of the suspended queue: it is then filed whatever kind of message it is.
    recovered_by = DeskForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "digest", name="incoming_once")]
        indexes = [
            models.Index("desk_id", "message_id", name="incoming_by_message_id"),
            models.Index("desk_id", "state", "id", name="incoming_by_state"),
            models.Index("desk_id", "comment", name="incoming_by_comment"),
            models.Index("desk_id", "received_at", name="incoming_with_raw", condition=models.Q(raw_dropped_at__isnull=True)),
        ]

    def __str__(self):
        return self.message_id or self.digest[:12]


class SuspensionQuerySet(DeskQuerySet):
    """Messages in the suspended queue."""

    def waiting(self):
        """Those that nobody has dealt with."""
        return self.filter(recovered_at=None, deleted_at=None)

    def released(self):
        """Requests of the form that were let through and are not filed yet. Their words are wiped when they are; the ticket may be gone since."""
        return self.filter(recovered_at__isnull=False, deleted_at=None, ticket=None, held__isnull=False).exclude(held__body="")

    def visible_to(self, user):
        """Whoever reads the codes of other services that come to the desk's addresses passes as the desk there: admins only."""
        if not user.is_staff_member:
            return self.none()
        return self if user.rank >= RANK[Role.ADMIN] else self.exclude(cause=Cause.VERIFICATION)


class Suspension(DeskModel):
    """A message that waits for a person to say whether it becomes a ticket."""

    # One of the two: the mail, or the request of the web form.
    mail = DeskForeignKey(IncomingMail, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    held = DeskForeignKey("channels.HeldRequest", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    cause = models.CharField(max_length=60, choices=Cause.choices)
    author_name = models.CharField(max_length=200, blank=True)
    author_address = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    excerpt = models.TextField(blank=True)
    # The cleaned body, for the preview.
    html_body = models.TextField(blank=True)
    # Name, type, size and place in the text of each file inside the mail; null where it was suspended before they were noted.
    files = models.JSONField(null=True, blank=True)
    # The ticket that it would have been added to.
    ticket = DeskForeignKey("tickets.Ticket", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    recovered_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    objects = DeskManager.from_queryset(SuspensionQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint("desk_id", "mail", name="suspension_once"),
            models.UniqueConstraint("desk_id", "held", name="suspension_of_request_once", condition=models.Q(held__isnull=False)),
            models.CheckConstraint(
                condition=models.Q(mail__isnull=False) ^ models.Q(held__isnull=False), name="suspension_of_one"
            ),
        ]
        indexes = [
            models.Index(
                "desk_id",
                models.F("id").desc(),
                name="suspension_waiting",
                condition=models.Q(recovered_at=None, deleted_at=None),
            )
        ]

    def __str__(self):
        return self.subject
