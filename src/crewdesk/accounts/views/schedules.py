"""Business hours: lists, the week, days off."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crewdesk.core.clock import now

from ..forms.schedules import HolidayForm, ScheduleForm
from ..hours import coming_holidays, hours_of
from ..models import Holiday, Schedule
from ..operations.desks import OFFICE_HOURS
from ..operations.schedules import (
    add_holiday,
    create_schedule,
    delete_schedule,
    intervals_of,
    remove_holiday,
    update_schedule,
)
from ..schedules_calc import is_open
from .answers import carried_out, done, page


def schedules(request: HttpRequest) -> HttpResponse:
    at = now()
    rows = [(row, is_open(hours_of(row), at)) for row in Schedule.objects.order_by("-is_default", "name")]
    return page(request, "accounts/schedules.html", rows=rows)


def add(request: HttpRequest) -> HttpResponse:
    form = ScheduleForm(request.POST or None, intervals=list(OFFICE_HOURS), initial={"time_zone": request.desk.time_zone})
    if carried_out(form, create_schedule, by=request.member, at=now()):
        return done(request, _("The hours are saved."), "schedule-list")
    return page(request, "accounts/schedule_add.html", form=form, week_form=form)


def schedule(request: HttpRequest, pk: int) -> HttpResponse:
    """One schedule: its week, and the days off that come."""
    row = get_object_or_404(Schedule, pk=pk)
    facts = {name: getattr(row, name) for name in ("name", "time_zone", "country", "subdivision")}
    form = ScheduleForm(request.POST or None, intervals=intervals_of(row), initial=facts)
    if carried_out(form, update_schedule, row, by=request.member, at=now()):
        return done(request, _("The hours are saved."), "schedule-update", pk=pk)
    return _shown(request, row, form=form, holiday_form=HolidayForm())


@require_POST
def holiday_add(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Schedule, pk=pk)
    form = HolidayForm(request.POST)
    if carried_out(form, add_holiday, row, by=request.member, at=now()):
        return done(request, _("The days off are saved."), "schedule-update", pk=pk)
    return _shown(request, row, form=form, holiday_form=form)


@require_POST
def holiday_remove(request: HttpRequest, pk: int, holiday: int) -> HttpResponse:
    remove_holiday(get_object_or_404(Holiday, pk=holiday, schedule_id=pk), by=request.member, at=now())
    return done(request, _("The days off are taken away."), "schedule-update", pk=pk)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    delete_schedule(get_object_or_404(Schedule, pk=pk), by=request.member, at=now())
    return done(request, _("The schedule is deleted."), "schedule-list")


def _shown(request: HttpRequest, row: Schedule, *, form, holiday_form) -> HttpResponse:
    facts = {name: getattr(row, name) for name in ("name", "time_zone", "country", "subdivision")}
    week = form if isinstance(form, ScheduleForm) else ScheduleForm(intervals=intervals_of(row), initial=facts)
    coming = coming_holidays(row, today=timezone.localdate(), language=get_language())
    own = row.holidays.filter(ends_on__gte=timezone.localdate()).order_by("starts_on")
    return page(
        request,
        "accounts/schedule.html",
        schedule=row,
        form=form,
        week_form=week,
        holiday_form=holiday_form,
        coming=coming,
        own=own,
    )
