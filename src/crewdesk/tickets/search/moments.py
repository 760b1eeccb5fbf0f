"""Reads points in time as people write them in a search. Pure."""

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

_AGO = re.compile(r"(\d{1,5})\s*(minute|hour|day|week|month|year)s?", re.IGNORECASE)
_LENGTH = {
    "minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": timedelta(days=1),
    "week": timedelta(weeks=1), "month": timedelta(days=30), "year": timedelta(days=365),
}  # fmt: skip
_MONTH = re.compile(r"(\d{4})-(\d{1,2})")
Span = tuple[datetime, datetime]


def read_span(raw: str, *, now: datetime, zone: tzinfo) -> Span:
    """The stretch of time [from, to) that `raw` names: a day, month, year or instant, or `4hours`, from then
    until now.

    Days are those of `zone`. Raises ValueError.
    """
    if ago := _AGO.fullmatch(raw):
        return now - int(ago[1]) * _LENGTH[ago[2].lower()], now
    if raw.lower() in ("today", "yesterday"):
        return _day(now.astimezone(zone).date() - timedelta(days=raw.lower() == "yesterday"), zone)
    if re.fullmatch(r"\d{4}", raw):
        return _midnight(date(int(raw), 1, 1), zone), _midnight(date(int(raw) + 1, 1, 1), zone)
    if month := _MONTH.fullmatch(raw):
        year, number = int(month[1]), int(month[2])
        return _midnight(date(year, number, 1), zone), _midnight(date(year + number // 12, number % 12 + 1, 1), zone)
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", raw):
        return _day(date.fromisoformat(raw), zone)
    at = datetime.fromisoformat(raw)
    at = at if at.tzinfo else at.replace(tzinfo=zone)
    return at, at + timedelta(seconds=1)


def is_ago(raw: str) -> bool:
    """Whether `raw` counts back from now."""
    return _AGO.fullmatch(raw) is not None


def _day(day: date, zone: tzinfo) -> Span:
    return _midnight(day, zone), _midnight(day + timedelta(days=1), zone)


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), tzinfo=zone).astimezone(UTC)
