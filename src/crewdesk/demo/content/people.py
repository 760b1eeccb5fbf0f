"""Everybody at Harbor: staff, groups, client companies, and as many customers as are asked for."""

from collections import defaultdict
from functools import cache
from itertools import accumulate
from random import Random

from .model import Customer
from .names import CULTURES
from .names.model import Culture, Name
from .organizations import ORGANIZATIONS, Organization
from .staff import BY_EMAIL, GROUPS, STAFF, Group, Staff
from .template import pick

__all__ = ["BY_EMAIL", "CLEO", "GROUPS", "ORGANIZATIONS", "STAFF", "Group", "Staff", "customer", "speakers"]

CLEO = Customer(
    "Cleo Marsh",
    "Cleo",
    "Marsh",
    "cleo@marsh.example",
    "en",
    "GB",
    "Europe/London",
    "Bristol",
    "client",
    "Marsh & Daughters",
    "Founder",
)
TALENT_SHARE = 0.66
# A lead answers now and then, an agent all day. Ben is the agent as whom visitors look around: his queue has to be worth it.
_SHARES = {"lead": 1, "agent": 4}
_BENS_SHARE = 16
_MAIL_DOMAINS = (
    "mail.example",
    "mail.example",
    "post.example",
    "inbox.example",
    "webmail.example",
    "fastpost.example",
)
_OWN_DOMAIN_WORDS = ("design", "studio", "codes", "writes", "works", "media")
_TITLES = (
    "Operations Manager",
    "Founder",
    "Marketing Lead",
    "Head of Product",
    "Office Manager",
    "CTO",
    "Project Manager",
    "Creative Director",
    "Procurement",
    "E-commerce Manager",
    "Managing Director",
    "HR Partner",
)


@cache
def _cultures(language: str | None) -> tuple[tuple[Culture, ...], tuple[float, ...]]:
    chosen = tuple(c for c in CULTURES if language in (None, c.language))
    return chosen, tuple(accumulate(c.weight for c in chosen))


@cache
def _companies(language: str) -> tuple[Organization, ...]:
    return tuple(o for o in ORGANIZATIONS if o.language == language and o.domain != "marsh.example")


def _local_part(rng: Random, first: str, last: str) -> str:
    first, last = first.lower().replace(" ", ""), last.lower().replace(" ", "").replace("'", "")
    shape = rng.random()
    if shape < 0.4:
        return f"{first}.{last}"
    if shape < 0.55:
        return f"{first[0]}.{last}{1 + int(rng.random() * 98)}"
    if shape < 0.75:
        return f"{first}{last}{70 + int(rng.random() * 36) % 100}"
    return f"{first}_{last}" if shape < 0.85 else f"{last}.{first}"


def _address(rng: Random, first: Name, last: Name, side: str) -> str:
    if side == "talent" and rng.random() < 0.08:
        return f"hello@{first.latin}{last.latin}-{pick(rng, _OWN_DOMAIN_WORDS)}.example".lower().replace(" ", "")
    return f"{_local_part(rng, first.latin, last.latin)}@{pick(rng, _MAIL_DOMAINS)}"


def customer(rng: Random, *, language: str | None = None, side: str | None = None) -> Customer:
    """Somebody new. ``language`` must be one that a culture writes; ``side`` is talent or client."""
    cultures, weights = _cultures(language)
    culture = rng.choices(cultures, cum_weights=weights)[0]
    first, last, place = pick(rng, culture.firsts), pick(rng, culture.lasts), pick(rng, culture.places)
    side = side or ("talent" if rng.random() < TALENT_SHARE else "client")
    pair = (last.native, first.native) if culture.family_name_first else (first.native, last.native)
    company = pick(rng, _companies(culture.language)) if side == "client" and rng.random() < 0.55 else None
    if company:
        address = f"{first.latin}.{last.latin}@{company.domain}".lower().replace(" ", "").replace("'", "")
    else:
        address = _address(rng, first, last, side)
    return Customer(
        " ".join(pair),
        first.native,
        last.native,
        address,
        culture.language,
        place.country,
        place.zone,
        place.city,
        side,
        company.name if company else None,
        pick(rng, _TITLES) if company else None,
    )


@cache
def speakers(group: str, language: str) -> tuple[Staff, ...]:
    """Agents and leads of ``group`` who write ``language``; of any group when it has none. Never empty."""
    working: dict[bool, list[Staff]] = defaultdict(list)
    for member in STAFF:
        if member.role in ("agent", "lead") and language in member.languages:
            working[group in member.groups] += [member] * (_BENS_SHARE if member.first == "Ben" else _SHARES[member.role])
    return tuple(working[True] or working[False])
