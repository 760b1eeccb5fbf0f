"""How a desk's mail leaves."""

from django.db import models

from crewdesk.core.tenancy import DeskModel


class MailServer(DeskModel):
    """The desk's own SMTP server and DKIM key; without one the installation's is used."""

    host = models.CharField(max_length=255)
    port = models.PositiveIntegerField(default=587)
    security = models.CharField(max_length=8, default="starttls")
    username = models.CharField(max_length=255, blank=True)
    secret = models.BinaryField(default=b"")
    dkim_domain = models.CharField(max_length=255, blank=True)
    dkim_selector = models.CharField(max_length=63, blank=True)
    dkim_key = models.BinaryField(default=b"")
    # Most messages an hour, so that a mistake cannot burn the domain's name.
    hourly_cap = models.PositiveIntegerField(default=2000)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return self.host
