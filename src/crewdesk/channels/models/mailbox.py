"""Mailboxes that are fetched by IMAP."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from crewdesk.core.tenancy import DeskModel


class Mailbox(DeskModel):
    """An IMAP account whose folder is watched."""

    class Sign(models.TextChoices):
        PASSWORD = "password", _("Password")
        OAUTH2 = "oauth2", _("OAuth 2")

    host = models.CharField(max_length=255)
    port = models.PositiveIntegerField(default=993)
    security = models.CharField(max_length=8, default="tls")
    username = models.CharField(max_length=255)
    sign_in = models.CharField(max_length=8, choices=Sign.choices, default=Sign.PASSWORD)
    # Encrypted (core.vault): a password, or the JSON of an OAuth 2 client with its refresh token.
    secret = models.BinaryField(default=b"")
    # Whose Authentication-Results are believed: those of this server, above its own so many Received lines.
    authserv_id = models.CharField(max_length=255, blank=True)
    authserv_hops = models.PositiveSmallIntegerField(default=1)
    folder = models.CharField(max_length=120, default="INBOX")
    uid_validity = models.BigIntegerField(default=0)
    last_uid = models.BigIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    last_checked_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Of the settings; what fetching notes here leaves it alone.
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return f"{self.username}@{self.host}"
