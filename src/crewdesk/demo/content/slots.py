"""The facts of one story, each invented when a template first asks for it and kept from then on."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import cache
from random import Random

from babel.dates import format_skeleton

from .logs import log, trace
from .model import Customer
from .people import ORGANIZATIONS, customer
from .template import pick

_SYSTEMS = (
    ("Windows 11", ("Chrome 139", "Edge 139", "Firefox 141", "Chrome 138")),
    ("Windows 10", ("Chrome 138", "Firefox 128 ESR", "Edge 138")),
    ("macOS 15.5", ("Safari 18.5", "Chrome 139", "Firefox 141")),
    ("macOS 14.7", ("Safari 17.6", "Chrome 138")),
    ("Ubuntu 24.04", ("Firefox 141", "Chromium 138")),
)
_DEVICES = (
    "Pixel 8",
    "Galaxy S23",
    "Galaxy A54",
    "iPhone 13",
    "iPhone 15",
    "Redmi Note 12",
    "Moto G84",
    "OnePlus 11",
)
_BANKS = (
    "Northgate Bank",
    "Banco Litoral",
    "Meridian Savings",
    "Crestview Credit Union",
    "First Lagoon Bank",
    "Union Harbourside",
    "Karst Bank",
    "Sampaguita Savings",
    "Baobab Bank",
    "Kestrel Online Bank",
)
_SKILLS = (
    "copy editing",
    "illustration",
    "data entry",
    "bookkeeping",
    "front-end development",
    "video editing",
    "translation",
    "customer support",
    "3D modelling",
    "SEO",
    "UX research",
    "voice-over",
)
_METHODS = ("local bank transfer", "wire transfer", "instant card payout", "e-wallet")
_DOT_GROUPED = {"de", "es", "it", "tr"}
_SPACE_GROUPED = {"fr", "pl", "uk", "pt"}
_WRITTEN_DIFFERENTLY = {"amount", "fee", "net", "half", "rate", "deposit", "date", "earlier", "soon", "today"}


class Facts(dict):
    """Slots by name. Names with a leading underscore are values, the others are as they are written."""

    def __init__(self, rng: Random, *, language: str, at: datetime, who: Customer, jobs: tuple[str, ...]):
        super().__init__(first=who.first, last=who.last, name=who.name, email=who.email, city=who.city)
        self.rng, self.language, self.at, self.now, self.jobs = rng, language, at, at, jobs

    def move_to(self, now: datetime) -> None:
        """Let time pass until ``now``: "today" is another day, and a "soon" that is over is put off."""
        self.now = now
        self.pop("today", None)
        if "_soon" in self and self["_soon"] <= now.date():
            del self["_soon"]
            self.pop("soon", None)

    def __missing__(self, key: str):
        value = self[key] = SLOTS[key](self)
        return value


class EnglishFacts(dict):
    """The facts of a story as a colleague writes them; values are shared with ``facts``, wording is not."""

    def __init__(self, facts: Facts):
        super().__init__()
        self.facts, self.rng, self.now, self.language = facts, facts.rng, facts.now, "en"

    def __missing__(self, key: str):
        value = self[key] = SLOTS[key](self) if key in _WRITTEN_DIFFERENTLY else self.facts[key]
        return value


@cache
def _written_day(day: date, language: str) -> str:
    return format_skeleton("MMMMd", day, locale=language)


def written_amount(value: float, language: str) -> str:
    """US dollars as people of ``language`` write them."""
    text = f"{value:,.2f}"
    if language in _DOT_GROUPED:
        text = text.translate(str.maketrans(",.", ".,"))
    elif language in _SPACE_GROUPED:
        text = text.translate(str.maketrans(",.", "\u00a0,"))
    return f"${text}" if language in ("en", "ja") else f"{text}\u00a0USD" if language != "ar" else f"{text} دولار"


def _between(low: int, high: int) -> Callable[[Facts], int]:
    return lambda f: low + int(f.rng.random() * (high - low + 1))


def _digits(facts: Facts, count: int) -> str:
    return str(int(facts.rng.random() * 10**count)).zfill(count)


def _day(key: str) -> Callable[[Facts], str]:
    return lambda f: _written_day(f[key], f.language)


def _share(key: str, share: float) -> Callable[[Facts], str]:
    return lambda f: written_amount(f[key] * share, f.language)


def _amount_value(facts: Facts) -> float:
    value = min(max(facts.rng.lognormvariate(5.6, 0.9), 12), 9800)
    return round(value / 5) * 5.0 if facts.rng.random() < 0.4 else round(value, 2)


SLOTS: dict[str, Callable[[Facts], object]] = {
    "contract_id": lambda f: f"HB-{_digits(f, 4)}-{_digits(f, 4)}",
    "invoice_id": lambda f: f"INV-{f.at.year}-{_digits(f, 6)}",
    "payment_ref": lambda f: f"PO-{_digits(f, 7)}",
    "error_ref": lambda f: f"{int(f.rng.random() * 16**8):08x}",
    "card": lambda f: _digits(f, 4),
    "_amount": _amount_value,
    "amount": _share("_amount", 1),
    "fee": _share("_amount", 0.1),
    "net": _share("_amount", 0.9),
    "half": _share("_amount", 0.5),
    "rate": lambda f: written_amount(float(_between(6, 85)(f)), f.language),
    "deposit": lambda f: written_amount(float(_between(25, 190)(f)), f.language),
    "hours": _between(3, 38),
    "few_hours": _between(2, 6),
    "minutes": lambda f: _between(2, 11)(f) * 10,
    "days": _between(3, 9),
    "weeks": _between(2, 7),
    "years": _between(2, 8),
    "number": _between(8, 90),
    "credits": lambda f: _between(2, 16)(f) * 10,
    "_date": lambda f: (f.at - timedelta(days=_between(2, 8)(f))).date(),
    "_earlier": lambda f: f["_date"] - timedelta(days=_between(6, 24)(f)),
    "_soon": lambda f: (f.now + timedelta(days=_between(2, 5)(f))).date(),
    "date": _day("_date"),
    "earlier": _day("_earlier"),
    "soon": _day("_soon"),
    "today": lambda f: _written_day(f.now.date(), f.language),
    "time": lambda f: f"{_between(7, 22)(f)}:{_between(10, 59)(f)}",
    "_system": lambda f: pick(f.rng, _SYSTEMS),
    "os": lambda f: f["_system"][0],
    "browser": lambda f: pick(f.rng, f["_system"][1]),
    "device": lambda f: pick(f.rng, _DEVICES),
    "app_version": lambda f: f"5.{_between(2, 9)(f)}.{_between(0, 4)(f)}",
    "tracker_version": lambda f: f"3.{_between(1, 6)(f)}.{_between(0, 9)(f)}",
    "bank": lambda f: pick(f.rng, _BANKS),
    "method": lambda f: pick(f.rng, _METHODS),
    "skill": lambda f: pick(f.rng, _SKILLS),
    "job": lambda f: pick(f.rng, f.jobs),
    "_other": lambda f: customer(f.rng, language="en"),
    "other": lambda f: f["_other"].name,
    "other_first": lambda f: f["_other"].first,
    "company": lambda f: pick(f.rng, ORGANIZATIONS).name,
    "log": lambda f: log(f, "tracker"),
    "upload_log": lambda f: log(f, "upload"),
    "api_log": lambda f: log(f, "api"),
    "trace": lambda f: trace(f, "page"),
    "app_trace": lambda f: trace(f, "app"),
    "api_trace": lambda f: trace(f, "api"),
}
