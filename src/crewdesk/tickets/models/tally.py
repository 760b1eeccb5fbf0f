"""Counters behind the views' badges."""

from django.db import models

from crewdesk.core.tenancy import DeskModel


class Tally(DeskModel):
    """How many live tickets stand in one state, as a sum of deltas.

    A trigger on the ticket table appends -1 for the old state and +1 for the new one, so two agents who work
    at once never wait for a shared counter row; a job folds the deltas together.
    """

    status = models.CharField(max_length=8)
    assignee_id = models.BigIntegerField(null=True)
    group_id = models.BigIntegerField(null=True)
    delta = models.IntegerField()

    class Meta:
        indexes = [models.Index("desk_id", "status", "assignee_id", "group_id", name="tally_by_state", include=["delta"])]

    def __str__(self):
        return f"{self.status} {self.delta:+d}"
