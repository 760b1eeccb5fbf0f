"""What the API keeps for itself: running jobs, keys of calls that must not happen twice, allowances, who called what."""

import secrets

from django.db import models

from ..tenancy import DeskModel


def new_key() -> str:
    """The public name of a job: 32 hexadecimal digits."""
    return secrets.token_hex(16)


class JobStatus(DeskModel):
    """A bulk call that runs as a job. `items` is what is still asked for, `results` what became of each so far."""

    class State(models.TextChoices):
        QUEUED = "queued"
        WORKING = "working"
        COMPLETED = "completed"
        FAILED = "failed"

    key = models.CharField(max_length=32, default=new_key, editable=False)
    kind = models.CharField(max_length=60)
    # Plain ids: core knows no users.
    user_id = models.BigIntegerField()
    items = models.JSONField(default=list)
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    total = models.PositiveIntegerField()
    progress = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    results = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "key", name="job_status_once")]
        indexes = [models.Index("desk_id", "user_id", "id", name="job_status_by_user")]

    def __str__(self):
        return f"{self.kind} {self.progress}/{self.total}"


class IdempotencyKey(DeskModel):
    """A call that carried an Idempotency-Key, and how it was answered."""

    user_id = models.BigIntegerField()
    key = models.CharField(max_length=255)
    # SHA-256 of the body: the same key with another body is a mistake of the caller.
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(null=True)
    body = models.TextField(blank=True)
    location = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "user_id", "key", name="idempotency_key_once")]

    def __str__(self):
        return self.key


class RateWindow(DeskModel):
    """How many calls of the present minute a caller's processes have leased so far (limits.py)."""

    caller = models.CharField(max_length=40)
    starts_at = models.DateTimeField()
    used = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint("desk_id", "caller", name="rate_window_once")]

    def __str__(self):
        return f"{self.caller} {self.used}"


class ApiCall(DeskModel):
    """One call that may have changed something: who, with which token, from where, and how it ended."""

    at = models.DateTimeField()
    user_id = models.BigIntegerField()
    # Null for a call by password.
    token_id = models.BigIntegerField(null=True)
    ip = models.CharField(max_length=45, blank=True)
    method = models.CharField(max_length=7)
    path = models.CharField(max_length=300)
    status = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index("desk_id", models.F("id").desc(), name="api_call_newest")]

    def __str__(self):
        return f"{self.method} {self.path} {self.status}"
