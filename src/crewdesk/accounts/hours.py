"""Business hours as the calculator wants them, read from a schedule's rows."""

import functools
from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import holidays

from .models import Schedule
from .operations.schedules import intervals_of
from .schedules_calc import Hours


@dataclass(frozen=True)
class DaysOff:
    """The desk's own days off and the country's public holidays together."""

    own: frozenset[date]
    public: Container[date]

    def __contains__(self, day: date) -> bool:
        return day in self.own or day in self.public


def hours_of(schedule: Schedule) -> Hours:
    """The calculator's facts of a schedule: two queries."""
    return Hours(schedule.time_zone, tuple(intervals_of(schedule)), _days_off(schedule))


def hours_by_schedule() -> dict[int | None, Hours | None]:
    """The facts of every schedule of the desk by its id, and under None the default's, if there is one: three queries."""
    schedules = list(Schedule.objects.order_by("-is_default", "id").prefetch_related("intervals", "holidays"))
    found: dict[int | None, Hours | None] = {None: None}
    for schedule in schedules:
        intervals = sorted((one.start_minute, one.end_minute) for one in schedule.intervals.all())
        found[schedule.pk] = Hours(schedule.time_zone, tuple(intervals), _days_off(schedule))
        if schedule.is_default:
            found[None] = found[schedule.pk]
    return found


@functools.lru_cache(maxsize=256)
def public_holidays(country: str, subdivision: str = "", language: str | None = None) -> Container[date]:
    """The public holidays of a country (ISO 3166-1) or subdivision, by date; empty for none. Years are worked out when asked about."""
    if not country:
        return {}
    spoken = language and _spoken(country, language)
    return holidays.country_holidays(country, subdiv=subdivision or None, language=spoken)


def coming_holidays(schedule: Schedule, *, today: date, language: str | None = None) -> list[tuple[date, str]]:
    """(day, name) of every day off within a year from `today`, own and public, in order."""
    last = today + timedelta(days=365)
    public = public_holidays(schedule.country, schedule.subdivision, language)
    days = {day: public[day] for day in _days(today, last) if day in public}
    for holiday in schedule.holidays.filter(ends_on__gte=today, starts_on__lte=last):
        days |= dict.fromkeys(_days(max(holiday.starts_on, today), min(holiday.ends_on, last)), holiday.name)
    return sorted(days.items())


def _spoken(country: str, language: str) -> str | None:
    """The library's name (en_US) for a language of ours (en), or the country's own where it does not know it."""
    known = holidays.country_holidays(country)
    same = (name for name in known.supported_languages if name.partition("_")[0] == language.partition("-")[0])
    return next(same, known.default_language)


def _days_off(schedule: Schedule) -> DaysOff:
    own = frozenset(day for holiday in schedule.holidays.all() for day in _days(holiday.starts_on, holiday.ends_on))
    return DaysOff(own, public_holidays(schedule.country, schedule.subdivision))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
