"""Tables of the core: the event row, stored files, presence."""

from django.db import models

from .api.models import ApiCall, IdempotencyKey, JobStatus, RateWindow
from .files.models import StoredFile
from .live.models import Presence
from .tenancy import DeskModel

__all__ = ["ApiCall", "Event", "IdempotencyKey", "JobStatus", "Presence", "RateWindow", "StoredFile"]


class Event(DeskModel):
    """What happened: audit trail, live feed, webhook payload, trigger input and fact table in one row."""

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
        ]

    def __str__(self):
        return f"{self.kind} {self.subject_type}:{self.subject_id}"
