"""What is needed to invent a person of one culture."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """A name as its bearer writes it, and in the Latin letters of an address."""

    native: str
    latin: str


@dataclass(frozen=True, slots=True)
class Place:
    """A city with its country (ISO 3166) and IANA zone."""

    city: str
    country: str
    zone: str


@dataclass(frozen=True, slots=True)
class Culture:
    """Names and places that go together; ``language`` is what these people write to Harbor in."""

    code: str
    language: str
    weight: float
    places: tuple[Place, ...]
    firsts: tuple[Name, ...]
    lasts: tuple[Name, ...]
    family_name_first: bool = False


def names(text: str) -> tuple[Name, ...]:
    """Names from a comma-separated line; ``native=latin`` where the two differ."""
    pairs = (item.strip().partition("=") for item in " ".join(text.split()).split(","))
    return tuple(Name(native, latin or native) for native, _, latin in pairs if native)


def places(text: str) -> tuple[Place, ...]:
    """Places from lines of ``City CC Zone/Name``, several to a line between commas."""
    rows = (item.strip().rsplit(" ", 2) for item in " ".join(text.split()).split(","))
    return tuple(Place(city, country, zone) for city, country, zone in rows)
