from datetime import date, datetime, time

import pytest
from django.utils import timezone

from crewdesk.accounts.hours import coming_holidays, hours_of
from crewdesk.accounts.models import Schedule
from crewdesk.accounts.operations.schedules import (
    add_holiday,
    create_schedule,
    delete_schedule,
    intervals_of,
    remove_holiday,
    update_schedule,
)
from crewdesk.accounts.schedules_calc import is_open
from crewdesk.core.operations import NotPermitted, Refused

DAY = 24 * 60
MONDAY_MORNING = (DAY + 540, DAY + 720)


@pytest.fixture
def schedule(in_harbor, at):
    return create_schedule(
        name="Berlin",
        time_zone="Europe/Berlin",
        country="DE",
        subdivision="BE",
        intervals=[MONDAY_MORNING],
        by=in_harbor.ada,
        at=at,
    )


@pytest.mark.parametrize("intervals", [
    [(0, 0)], [(10, 5)], [(-5, 10)], [(0, DAY + 1)], [(6 * DAY, 7 * DAY + 1)], [(0, 60), (30, 90)],
])  # fmt: skip
def test_unfit_hours_are_refused(schedule, in_harbor, at, intervals):
    with pytest.raises(Refused):
        update_schedule(schedule, intervals=intervals, by=in_harbor.ada, at=at)
    assert intervals_of(schedule) == [MONDAY_MORNING]


def test_hours_touch_and_fill_the_week(schedule, in_harbor, at):
    week = [(day * DAY, (day + 1) * DAY) for day in range(7)]
    update_schedule(schedule, intervals=week, by=in_harbor.ada, at=at)
    assert intervals_of(schedule) == week


def test_public_and_own_days_off_close_the_desk(schedule, in_harbor, at):
    noon = datetime.combine(date(2026, 4, 6), time(10), tzinfo=timezone.get_fixed_timezone(120))
    assert not is_open(hours_of(schedule), noon), "Easter Monday"
    update_schedule(schedule, country="", subdivision="", by=in_harbor.ada, at=at)
    assert is_open(hours_of(schedule), noon)
    holiday = add_holiday(schedule, name="Outing", starts_on=date(2026, 4, 6), ends_on=date(2026, 4, 7), by=in_harbor.ada, at=at)
    assert not is_open(hours_of(schedule), noon)
    assert coming_holidays(schedule, today=date(2026, 4, 7)) == [(date(2026, 4, 7), "Outing")]
    remove_holiday(holiday, by=in_harbor.ada, at=at)
    assert is_open(hours_of(schedule), noon)


def test_holidays_of_a_subdivision_in_the_readers_language(schedule):
    for language, name in (("en", "Women's Day"), ("de", "Frauentag"), ("xx", "Frauentag")):
        assert dict(coming_holidays(schedule, today=date(2026, 3, 1), language=language))[date(2026, 3, 8)] == name


def test_only_admins_and_never_the_default(schedule, in_harbor, at):
    for verb in (update_schedule, delete_schedule):
        with pytest.raises(NotPermitted):
            verb(schedule, by=in_harbor.lena, at=at)
    assert schedule.is_default
    with pytest.raises(Refused):
        delete_schedule(schedule, by=in_harbor.ada, at=at)


def test_the_week_is_edited_as_a_form(harbor, sign_in, at):
    with harbor.scope():
        row = create_schedule(name="H", time_zone="UTC", intervals=[MONDAY_MORNING], by=None, at=at)
    client, address = sign_in(harbor.ada), f"/d/{harbor.desk.slug}/settings/hours/{row.pk}/"
    form = client.get(address).context["week_form"]
    facts = {name: form[name].value() or "" for name in form.fields}
    assert str(facts["day1_0_opens"])[:5] == "09:00"
    night = facts | {"day1_1_opens": "22:00", "day1_1_closes": "00:00", "day2_0_opens": "00:00", "day2_0_closes": "06:00"}
    assert client.post(address, night).status_code == 302
    with harbor.scope():
        assert intervals_of(row) == [MONDAY_MORNING, (DAY + 1320, 2 * DAY), (2 * DAY, 2 * DAY + 360)]
    assert client.post(address, facts | {"day3_0_opens": "09:00"}).status_code == 422
    assert client.post(address, facts | {"day3_0_opens": "09:00", "day3_0_closes": "08:00"}).status_code == 422
    assert client.post(address, facts | {"country": "DE", "subdivision": "XX"}).status_code == 422
    with harbor.scope():
        assert Schedule.objects.get(pk=row.pk).country == ""
