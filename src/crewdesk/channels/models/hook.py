"""Mail that providers hand over by HTTP."""

from django.db import models

from crewdesk.core.tenancy import DeskForeignKey, DeskModel


class MailHook(DeskModel):
    """An address that a mail provider posts incoming mail to. `secret_hash` is SHA-256 of 256 random bits in that address."""

    class Provider(models.TextChoices):
        # As anymail names its packages.
        MAILGUN = "mailgun", "Mailgun"
        MAILJET = "mailjet", "Mailjet"
        POSTMARK = "postmark", "Postmark"
        SENDGRID = "sendgrid", "SendGrid"

    provider = models.CharField(max_length=20, choices=Provider.choices)
    secret_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    last_called_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "secret_hash", name="mail_hook_once")]

    def __str__(self):
        return self.get_provider_display()


class HookCall(DeskModel):
    """One call, kept as it came until the mail in it is kept; then this row goes."""

    hook = DeskForeignKey(MailHook, on_delete=models.CASCADE, related_name="+")
    content_type = models.CharField(max_length=255)
    body = models.BinaryField()
    received_at = models.DateTimeField()

    def __str__(self):
        return f"call of {self.hook_id}"
