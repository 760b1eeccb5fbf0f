"""Time zones, languages and countries that people choose from."""

import functools
from itertools import groupby
from zoneinfo import ZoneInfo, available_timezones

import holidays
from babel import Locale, UnknownLocaleError
from django.utils.translation import get_language

# Names of places; the rest (Etc/GMT+5, EST5EDT, US/Pacific) are offsets and old spellings of these.
REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@functools.cache
def zone_names() -> frozenset[str]:
    """All names that the tz database knows."""
    return frozenset(available_timezones())


def zone_named(name: str) -> ZoneInfo | None:
    """The zone, or None for a name that is unknown."""
    return ZoneInfo(name) if name in zone_names() else None


@functools.cache
def zone_choices() -> list:
    """Form choices: UTC, then cities by region."""
    places = sorted(name for name in zone_names() if name.partition("/")[0] in REGIONS)
    regions = groupby(places, key=lambda name: name.partition("/")[0])
    return [("UTC", "UTC"), *((region, [(name, _city(name)) for name in names]) for region, names in regions)]


def country_choices() -> list[tuple[str, str]]:
    """Countries whose public holidays are known, by name in the reader's language."""
    names = _locale().territories
    return sorted(
        ((code, names.get(code, code)) for code in holidays.list_supported_countries() if len(code) == 2),
        key=lambda pair: pair[1],
    )


def subdivisions_of(country: str) -> list[str]:
    """Codes of the states or provinces of a country that have holidays of their own."""
    return list(holidays.list_supported_countries().get(country, []))


def _city(name: str) -> str:
    return name.partition("/")[2].replace("_", " ").replace("/", " / ")


def _locale() -> Locale:
    try:
        return Locale.parse((get_language() or "en").replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale("en")
