"""Secrets that let somebody in: only hashes are kept, each has an end."""

from datetime import datetime

from django.db import models

from crewdesk.core.tenancy import DeskForeignKey, DeskManager, DeskModel, DeskQuerySet

from .user import Role


class InvitationQuerySet(DeskQuerySet):
    """Offers to join."""

    def pending(self, at: datetime):
        """Those that can still be accepted."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)


class ApiToken(DeskModel):
    """A program's key to the API, acting as one user. `secret_hash` is SHA-256 of 256 random bits."""

    user = DeskForeignKey("accounts.User", on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=120)
    secret_hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    allowed_ips = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self):
        return self.name


class Invitation(DeskModel):
    """An open offer to join the desk: for one address, in one role, once, for seven days."""

    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=12, choices=Role.choices)
    groups = models.JSONField(default=list, blank=True)
    secret_hash = models.CharField(max_length=64)
    invited_by = DeskForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = DeskManager.from_queryset(InvitationQuerySet)()

    class Meta:
        indexes = [models.Index("desk_id", "email", name="invitation_by_email")]

    def __str__(self):
        return self.email


class MagicLink(DeskModel):
    """A customer's way in by e-mail: 15 minutes, once, used by POST; a six-digit code does the same."""

    user = DeskForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    # The address that it was sent to; using the link proves it.
    address = models.EmailField()
    secret_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    # Tries at the code so far.
    wrong_codes = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index("desk_id", "secret_hash", name="magic_link_by_hash"),
            models.Index("desk_id", "address", name="magic_link_by_address"),
        ]

    def __str__(self):
        return f"link for {self.user_id}"
