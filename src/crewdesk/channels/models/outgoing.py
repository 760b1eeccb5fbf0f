"""Mail on its way out."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crewdesk.core.tenancy import DeskForeignKey, DeskModel


class ThreadAddress(DeskModel):
    """The unguessable reply address of one user on one ticket: `reply+<token>@<mail domain>`."""

    ticket = DeskForeignKey("tickets.Ticket", on_delete=models.CASCADE, related_name="+")
    user = DeskForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    # 128 random bits, base32. Kept in the clear, as it stands in every mail anyway; alone it opens nothing.
    token = models.CharField(max_length=32)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("desk_id", "ticket", "user", name="thread_address_once"),
            models.UniqueConstraint("desk_id", "token", name="thread_token_once"),
        ]

    def __str__(self):
        return self.token


class OutgoingMail(DeskModel):
    """One message to one recipient. Its Message-ID is fixed before the first attempt."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Queued")
        SENT = "sent", _("Sent")
        BOUNCED = "bounced", _("Bounced")
        FAILED = "failed", _("Failed")

    class Kind(models.TextChoices):
        REPLY = "reply", _("Reply")
        ACKNOWLEDGEMENT = "acknowledgement", _("Acknowledgement")
        # To an address that nobody has proved to be the sender's; these are rationed over all desks.
        UNVERIFIED_ACKNOWLEDGEMENT = "unverified_ack", _("Acknowledgement to an unverified address")

    kind = models.CharField(max_length=20, choices=Kind.choices)
    ticket = DeskForeignKey("tickets.Ticket", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    comment = DeskForeignKey("tickets.Comment", on_delete=models.CASCADE, null=True, blank=True, related_name="outgoing_mails")
    user = DeskForeignKey("accounts.User", on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    to_address = models.CharField(max_length=320)
    from_address = models.CharField(max_length=320)
    from_name = models.CharField(max_length=250, blank=True)
    reply_to = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict, blank=True)
    message_id = models.CharField(max_length=255)
    state = models.CharField(max_length=8, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()
    # When a person asked for another try: patience begins anew.
    retried_at = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "message_id", name="outgoing_message_id_once")]
        indexes = [
            models.Index("desk_id", "ticket", "id", name="outgoing_by_ticket"),
            models.Index("desk_id", "to_address", "created_at", name="outgoing_by_recipient"),
            models.Index("desk_id", "state", "next_attempt_at", name="outgoing_by_state", condition=models.Q(state="queued")),
            models.Index("desk_id", "sent_at", name="outgoing_by_sending", condition=models.Q(sent_at__isnull=False)),
            models.Index("desk_id", "created_at", name="outgoing_unverified_by_desk", condition=models.Q(kind="unverified_ack")),
            # Over all desks: see sql/automatic_mail.sql.
            models.Index(
                "to_address", "created_at", name="outgoing_unverified_by_address", condition=models.Q(kind="unverified_ack")
            ),
        ]

    def __str__(self):
        return f"{self.kind} to {self.to_address}"
