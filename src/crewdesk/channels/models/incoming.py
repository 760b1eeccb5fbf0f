"""Mail as it came in: the raw bytes first, everything else later."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crewdesk.core.tenancy import DeskForeignKey, DeskModel


class IncomingMail(DeskModel):
    """One accepted message. Once this row is committed the sender may be told so."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        PROCESSED = "processed", _("Processed")
        SUSPENDED = "suspended", _("Suspended")
        IGNORED = "ignored", _("Ignored")
        UNREADABLE = "unreadable", _("Could not be read")

    raw = models.BinaryField()
    digest = models.CharField(max_length=64)
    # The envelope, where the transport has one.
    envelope_from = models.CharField(max_length=320, blank=True)
    envelope_to = models.JSONField(default=list)
    # smtp, imap, pipe, webhook
    door = models.CharField(max_length=10)
    peer = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RECEIVED)
    cause = models.CharField(max_length=300, blank=True)
    message_id = models.CharField(max_length=998, blank=True)
    ticket = DeskForeignKey("tickets.Ticket", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    comment = DeskForeignKey("tickets.Comment", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "digest", name="incoming_once")]
        indexes = [
            models.Index("desk_id", "message_id", name="incoming_by_message_id"),
            models.Index("desk_id", "state", "id", name="incoming_by_state"),
            models.Index("desk_id", "comment", name="incoming_by_comment"),
        ]

    def __str__(self):
        return self.message_id or self.digest[:12]


class Suspension(DeskModel):
    """A message that waits for a person to say whether it becomes a ticket."""

    mail = DeskForeignKey(IncomingMail, on_delete=models.CASCADE, related_name="+")
    cause = models.CharField(max_length=60)
    author_name = models.CharField(max_length=200, blank=True)
    author_address = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    excerpt = models.TextField(blank=True)
    # The ticket that it would have been added to.
    ticket = DeskForeignKey("tickets.Ticket", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    recovered_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "mail", name="suspension_once")]

    def __str__(self):
        return self.subject
