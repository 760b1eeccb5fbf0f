"""Requests that came by the web form and wait for a person, and what keeps the form from being flooded."""

from django.db import models

from crewdesk.core.tenancy import DeskForeignKey, DeskModel


class HeldRequest(DeskModel):
    """What somebody sent by the form. Its row in the suspended queue says why it waits and what became of it; then its words are wiped here."""

    # Who was signed in. Of anybody else `name` and `address` are a claim.
    requester = DeskForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    address = models.CharField(max_length=320, blank=True)
    name = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=500, blank=True)
    body = models.TextField(blank=True)
    priority = models.CharField(max_length=6, blank=True)
    form = DeskForeignKey("tickets.TicketForm", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    # {"<TicketField id>": value}, as the form's fields gave them.
    custom_fields = models.JSONField(default=dict, blank=True)
    locale = models.CharField(max_length=10, blank=True)
    # Opens nothing: whoever has the letter may let the request through, and no more.
    confirmation_hash = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index("desk_id", "confirmation_hash", name="held_by_confirmation", condition=~models.Q(confirmation_hash=""))
        ]

    def __str__(self):
        return self.subject


class HeldFile(DeskModel):
    """A file that came with a form: under the token of a form that is being filled in, or of a request that waits."""

    file = DeskForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, blank=True)
    request = DeskForeignKey(HeldRequest, on_delete=models.CASCADE, null=True, blank=True, related_name="files")
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index("desk_id", "token_hash", name="held_file_by_token"),
            models.Index("desk_id", "request", name="held_file_by_request"),
        ]

    def __str__(self):
        return f"file {self.file_id}"


class FormCount(DeskModel):
    """How often something was done within an hour by one address or network, of which only a keyed hash is kept."""

    class Kind(models.TextChoices):
        NETWORK = "network"
        ADDRESS = "address"
        FILE = "file"

    kind = models.CharField(max_length=7, choices=Kind.choices)
    key = models.CharField(max_length=64)
    hour = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "kind", "hour", "key", name="form_count_once")]

    def __str__(self):
        return f"{self.count} × {self.kind}"


class SpentProof(DeskModel):
    """A proof of work that was used: it is good for one request."""

    challenge = models.CharField(max_length=64)
    spent_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "challenge", name="proof_spent_once")]

    def __str__(self):
        return self.challenge[:12]
