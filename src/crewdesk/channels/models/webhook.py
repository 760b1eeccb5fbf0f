"""Addresses outside that are told what happens on the desk."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _

from crewdesk.core.tenancy import DeskForeignKey, DeskManager, DeskModel, DeskQuerySet


class WebhookQuerySet(DeskQuerySet):
    """Webhooks of the desk in scope."""

    def active(self):
        return self.filter(state=Webhook.State.ACTIVE)

    def listening_to(self, words: Sequence[str]):
        """Those that are called when something is heard by one of `words`."""
        return self.active().filter(events__has_any_keys=list(words))


class Webhook(DeskModel):
    """An address that is called when something is heard by one of `events`: our kinds, or words of webhooks/dialect.py."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        DISABLED = "disabled", _("Turned off")

    class Method(models.TextChoices):
        POST = "POST", "POST"
        PUT = "PUT", "PUT"
        PATCH = "PATCH", "PATCH"
        GET = "GET", "GET"
        DELETE = "DELETE", "DELETE"

    class Format(models.TextChoices):
        JSON = "json", _("JSON")
        FORM = "form_encoded", _("Form fields")

    class Sign(models.TextChoices):
        NONE = "", _("None")
        BASIC = "basic_auth", _("User name and password")
        BEARER = "bearer_token", _("Bearer token")
        API_KEY = "api_key", _("A key in a header")

    name = models.CharField(max_length=120)
    endpoint = models.URLField(max_length=2000)
    http_method = models.CharField(max_length=6, choices=Method.choices, default=Method.POST)
    request_format = models.CharField(max_length=12, choices=Format.choices, default=Format.JSON)
    events = models.JSONField(default=list)
    # Encrypted (core.vault); signs every call.
    secret = models.BinaryField()
    # How the receiver is told who calls; `sign_in_name` is the user name, or the name of the header.
    sign_in = models.CharField(max_length=12, choices=Sign.choices, default=Sign.NONE, blank=True)
    sign_in_name = models.CharField(max_length=255, blank=True)
    # Headers of the admin's own, by name. Their values are in `credentials`.
    header_names = models.JSONField(default=list)
    # Encrypted (core.vault): what the receiver is shown (webhooks/credentials.py); empty where that is nothing.
    credentials = models.BinaryField(default=b"")
    state = models.CharField(max_length=8, choices=State.choices, default=State.ACTIVE)
    disabled_at = models.DateTimeField(null=True, blank=True)
    disabled_reason = models.CharField(max_length=300, blank=True)
    # Since when no call has been taken; null while they are.
    failing_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    # Nothing is called before; grows with every failure in a row.
    rests_until = models.DateTimeField(null=True, blank=True)
    # Took long lately, or gave no answer: such webhooks share a few places, so that they hold up nobody else.
    is_slow = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = DeskManager.from_queryset(WebhookQuerySet)()

    def __str__(self):
        return self.name

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    @property
    def has_body(self) -> bool:
        """Whether its calls have a body; the others tell what happened in their address."""
        return self.http_method not in WITHOUT_BODY


WITHOUT_BODY = (Webhook.Method.GET, Webhook.Method.DELETE)


class Invocation(DeskModel):
    """One thing that a webhook is told, however many calls that takes."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        DELIVERED = "delivered", _("Taken")
        FAILED = "failed", _("Failed")

    webhook = DeskForeignKey(Webhook, on_delete=models.CASCADE, related_name="invocations")
    # None for a test call. The body is made from the event, which never changes, so it need not be kept.
    event = DeskForeignKey("core.Event", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    # The word by which it is heard.
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=9, choices=State.choices, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    response_status = models.PositiveSmallIntegerField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    # The last call but for its body, which is made anew: address, method, format and headers, those that prove us hidden.
    sent = models.JSONField(null=True, blank=True)
    # SHA-256 of the body that was sent last.
    body_digest = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    next_attempt_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index("desk_id", "webhook", models.F("id").desc(), name="invocation_by_webhook"),
            models.Index("desk_id", "webhook", "next_attempt_at", name="invocation_due", condition=models.Q(state="queued")),
        ]

    def __str__(self):
        return f"{self.kind} to {self.webhook_id}"
