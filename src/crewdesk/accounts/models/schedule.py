"""Business hours."""

from django.db import models

from crewdesk.core.tenancy import DeskForeignKey, DeskModel

MINUTES_A_WEEK = 7 * 24 * 60


class Schedule(DeskModel):
    """Hours in which the desk, or a group, is at work, in one time zone."""

    name = models.CharField(max_length=120)
    time_zone = models.CharField(max_length=64)
    # ISO country (and subdivision) of the public holidays, taken from the library `holidays`; empty: none.
    country = models.CharField(max_length=2, blank=True)
    subdivision = models.CharField(max_length=10, blank=True)
    is_default = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    def __str__(self):
        return self.name


class ScheduleInterval(DeskModel):
    """A stretch of open hours: minutes since Sunday 00:00 local time, end exclusive, within one day."""

    schedule = DeskForeignKey(Schedule, on_delete=models.CASCADE, related_name="intervals")
    start_minute = models.PositiveIntegerField()
    end_minute = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(end_minute__gt=models.F("start_minute"), end_minute__lte=MINUTES_A_WEEK),
                name="interval_runs_forward",
            )
        ]

    def __str__(self):
        return f"{self.start_minute}–{self.end_minute}"


class Holiday(DeskModel):
    """A day off of the desk's own, besides the country's."""

    schedule = DeskForeignKey(Schedule, on_delete=models.CASCADE, related_name="holidays")
    name = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()

    def __str__(self):
        return self.name
