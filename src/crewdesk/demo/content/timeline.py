"""When tickets arrive over a year: days, weeks, growth, and two bad days."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random

YEAR = 365
_HOURS = (34, 28, 25, 24, 26, 31, 42, 58, 74, 84, 89, 92, 95, 100, 104, 103, 97, 88, 79, 70, 61, 54, 47, 40)
_WEEKDAYS = (1.24, 1.16, 1.12, 1.08, 1.0, 0.58, 0.62)
_HOLIDAY_LULL = {(12, 24): 0.5, (12, 25): 0.35, (12, 26): 0.5, (12, 31): 0.6, (1, 1): 0.4}


@dataclass(frozen=True, slots=True)
class Incident:
    """A bad day: ``weight`` is how many ordinary busy hours of tickets it adds in each of its hours."""

    key: str
    title: str
    topic: str
    started_at: datetime
    hours: int
    weight: float

    def stage(self, now: datetime, stages: int) -> int:
        """Which of so many stages, from 1, the incident has reached ``now``."""
        passed = (now - self.started_at) / timedelta(hours=self.hours)
        return max(1, min(int(passed * stages) + 1, stages))


# Days before the end of the year told, hour of the day, and how it is called.
INCIDENTS = (
    ("payout-outage", "Payouts are not leaving: payment partner outage", "payout_outage", 138, 7, 17, 6.5),
    ("app-login", "App release 5.6.0 signs people out on many phones", "app_login_bug", 31, 15, 30, 3.5),
)


def incidents(until: datetime) -> tuple[Incident, ...]:
    """The two incidents of the year before ``until``."""
    midnight = until.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return tuple(
        Incident(key, title, topic, midnight - timedelta(days=days, hours=-hour), hours, weight)
        for key, title, topic, days, hour, hours, weight in INCIDENTS
    )


def _weights(rng: Random, start: datetime) -> list[float]:
    """Relative traffic of each hour: growth by three quarters over the year, busy first days of a month."""
    weights, noise = [], [rng.lognormvariate(0, 0.07) for _ in range(YEAR + 1)]
    for hour in range(YEAR * 24):
        at = start + timedelta(hours=hour)
        level = (0.72 + 0.56 * hour / (YEAR * 24)) * _WEEKDAYS[at.weekday()] * noise[hour // 24]
        level *= _HOLIDAY_LULL.get((at.month, at.day), 1.0) * (1.15 if at.day <= 3 else 1.0)
        weights.append(level * _HOURS[at.hour])
    return weights


def arrivals(rng: Random, count: int, *, until: datetime) -> Iterator[tuple[datetime, Incident | None]]:
    """``count`` moments in the year before ``until``, oldest first, each with the incident it is about."""
    start = until.astimezone(UTC) - timedelta(days=YEAR)
    slots: list[tuple[float, int, Incident | None]] = [(w, hour, None) for hour, w in enumerate(_weights(rng, start))]
    for incident in incidents(until):
        first = int((incident.started_at - start).total_seconds() // 3600)
        # It starts with a bang and dies away.
        slots += [(incident.weight * 100 * 0.9**n, first + n, incident) for n in range(incident.hours)]
    chosen = rng.choices(slots, cum_weights=tuple(accumulate(slot[0] for slot in slots)), k=count)
    moments = sorted((hour * 3600 + int(rng.random() * 3600), n) for n, (_, hour, _) in enumerate(chosen))
    for seconds, n in moments:
        yield start + timedelta(seconds=seconds), chosen[n][2]
