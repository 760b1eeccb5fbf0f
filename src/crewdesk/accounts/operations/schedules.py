"""Verbs on business hours."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.core.events import Via, record
from crewdesk.core.operations import Refused, operation

from ..events import AccountEvent
from ..models import Holiday, Schedule, ScheduleInterval, User
from ..rights import require
from ..zones import zone_names
from ._changes import apply

MINUTES_A_DAY = 24 * 60
MINUTES_A_WEEK = 7 * MINUTES_A_DAY
Interval = tuple[int, int]


@operation(AccountEvent.SCHEDULE_CREATED)
def create_schedule(
    *, name: str, time_zone: str, intervals: Sequence[Interval], by: User | None, at: datetime, via: str = Via.WEB, **values: Any
) -> Schedule:
    """Make a schedule. `intervals` are minutes since Sunday 00:00 local time, end exclusive, each within one day;
    `country` and `subdivision` are the ISO codes whose public holidays are off."""
    require(by, "schedule.update")
    _refuse_unfit(name=name, time_zone=time_zone)
    schedule = Schedule.objects.create(name=name.strip(), time_zone=time_zone, is_default=not Schedule.objects.exists(), **values)
    _write_intervals(schedule, intervals)
    record(AccountEvent.SCHEDULE_CREATED, schedule, by=by, via=via, changes={"name": [None, schedule.name]}, at=at)
    return schedule


@operation(AccountEvent.SCHEDULE_UPDATED)
def update_schedule(
    schedule: Schedule,
    *,
    by: User | None,
    at: datetime,
    intervals: Sequence[Interval] | None = None,
    via: str = Via.WEB,
    **values: Any,
) -> Schedule:
    """Change a schedule, and its hours where `intervals` is given."""
    require(by, "schedule.update")
    _refuse_unfit(name=values.get("name", schedule.name), time_zone=values.get("time_zone", schedule.time_zone))
    changes = apply(schedule, values)
    before = [list(pair) for pair in intervals_of(schedule)]
    if intervals is not None and before != sorted(list(pair) for pair in intervals):
        schedule.intervals.all().delete()
        _write_intervals(schedule, intervals)
        changes["intervals"] = [before, sorted(list(pair) for pair in intervals)]
    if changes:
        record(AccountEvent.SCHEDULE_UPDATED, schedule, by=by, via=via, changes=changes, at=at)
    return schedule


@operation(AccountEvent.SCHEDULE_DELETED)
def delete_schedule(schedule: Schedule, *, by: User | None, at: datetime, via: str = Via.WEB) -> None:
    """Delete a schedule; groups that kept it fall back to the default one."""
    require(by, "schedule.update")
    if schedule.is_default:
        raise Refused(_("This is the desk's default schedule; it cannot be deleted."))
    record(AccountEvent.SCHEDULE_DELETED, schedule, by=by, via=via, changes={"name": [schedule.name, None]}, at=at)
    schedule.delete()


@operation(AccountEvent.SCHEDULE_UPDATED)
def add_holiday(
    schedule: Schedule, *, name: str, starts_on: date, ends_on: date, by: User | None, at: datetime, via: str = Via.WEB
) -> Holiday:
    """Add days off of the desk's own; both days included."""
    require(by, "schedule.update")
    if ends_on < starts_on:
        raise Refused(_("The last day lies before the first."), field="ends_on")
    holiday = Holiday.objects.create(schedule=schedule, name=name.strip(), starts_on=starts_on, ends_on=ends_on)
    changes = {"holiday": [None, [holiday.name, starts_on.isoformat(), ends_on.isoformat()]]}
    record(AccountEvent.SCHEDULE_UPDATED, schedule, by=by, via=via, changes=changes, at=at)
    return holiday


@operation(AccountEvent.SCHEDULE_UPDATED)
def remove_holiday(holiday: Holiday, *, by: User | None, at: datetime, via: str = Via.WEB) -> None:
    """Take a day off of the desk's own away again."""
    require(by, "schedule.update")
    changes = {"holiday": [[holiday.name, holiday.starts_on.isoformat(), holiday.ends_on.isoformat()], None]}
    record(AccountEvent.SCHEDULE_UPDATED, holiday.schedule, by=by, via=via, changes=changes, at=at)
    holiday.delete()


def intervals_of(schedule: Schedule) -> list[Interval]:
    """The open hours as (start, end), in order."""
    return list(schedule.intervals.order_by("start_minute").values_list("start_minute", "end_minute"))


def _write_intervals(schedule: Schedule, intervals: Sequence[Interval]) -> None:
    ordered = sorted(intervals)
    for start, end in ordered:
        if not 0 <= start < end <= MINUTES_A_WEEK or start // MINUTES_A_DAY != (end - 1) // MINUTES_A_DAY:
            raise Refused(
                _("Opening hours begin and end on the same day; a night is two rows, one each side of midnight."),
                field="intervals",
            )
    if any(later[0] < earlier[1] for earlier, later in pairwise(ordered)):
        raise Refused(_("Two opening hours overlap."), field="intervals")
    ScheduleInterval.objects.bulk_create(
        ScheduleInterval(schedule=schedule, start_minute=start, end_minute=end) for start, end in ordered
    )


def _refuse_unfit(*, name: str, time_zone: str) -> None:
    if not name.strip():
        raise Refused(_("Give the schedule a name."), field="name", code="BlankValue")
    if time_zone not in zone_names():
        raise Refused(_("There is no time zone %(name)s.") % {"name": time_zone}, field="time_zone")
