"""Tables of the core: the event row, stored files, presence."""

from django.db import models

from .api.models import ApiCall, IdempotencyKey, JobStatus, RateWindow
from .exported import Exported
from .files.models import StoredFile
from .live.models import Presence
from .tenancy import DeskModel

__all__ = ["ApiCall", "Event", "IdempotencyKey", "JobStatus", "Presence", "RateWindow", "StoredFile"]


class Event(DeskModel, Exported):
    """What happened: audit trail, live feed, webhook payload, trigger input and fact table in one row.

    `at` is when it happened, which for imports and late mail lies before it was written: exports go by `changed_at`.
    """

    append_only = True

    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    actor_id = models.BigIntegerField(null=True)
    via = models.CharField(max_length=30)
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    changes = models.JSONField(default=dict)
    caused_by = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index("desk_id", "subject_type", "subject_id", "id", name="event_by_subject"),
            models.Index("desk_id", "id", name="event_in_order"),
            models.Index("desk_id", "changed_in", "id", name="event_by_change"),
            models.Index("desk_id", "subject_type", "changed_at", "id", name="event_by_change_time"),
        ]

    def __str__(self):
        return f"{self.kind} {self.subject_type}:{self.subject_id}"
