"""Who is looking at what right now."""

from django.db import models

from crewdesk.core.tenancy import DeskModel


class Presence(DeskModel):
    """A member is viewing or typing on a subject until `until`; refreshed by the page's heartbeat."""

    user_id = models.BigIntegerField()
    subject_type = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    is_typing = models.BooleanField(default=False)
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("desk_id", "subject_type", "subject_id", "user_id", name="presence_once"),
        ]
        # For what a member looked at last. Without `until`, so that a heartbeat moves no entry.
        indexes = [models.Index("desk_id", "user_id", name="presence_by_user")]

    def __str__(self):
        return f"user {self.user_id} at {self.subject_type}:{self.subject_id}"
