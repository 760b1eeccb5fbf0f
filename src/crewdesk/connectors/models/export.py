"""A desk that was asked for as a file."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from crewdesk.core.tenancy import DeskForeignKey, DeskModel


class DeskExport(DeskModel):
    """The whole desk in one file, for a day; then the bytes go and this row stays as the trace."""

    class State(models.TextChoices):
        RUNNING = "running", _("Being written")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Failed")
        DISCARDED = "gone", _("Deleted")

    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    file = DeskForeignKey("core.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    problem = models.CharField(max_length=500, blank=True)
    asked_by = DeskForeignKey("accounts.User", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index("desk_id", models.F("id").desc(), name="desk_export_newest")]

    def __str__(self):
        return f"export of {self.created_at:%Y-%m-%d %H:%M}"

    def is_open(self, at: datetime) -> bool:
        """Whether the file can be fetched."""
        return self.state == self.State.READY and self.file_id is not None and self.expires_at > at
