"""Stories: whole tickets, invented from a random generator."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import cache
from itertools import accumulate
from random import Random

from .arc import DAY, Arc, first_group
from .crowd import Crowd
from .fields import SEVERITIES, filled_fields
from .files import mentioned_files
from .languages import TEXTS, VOICES
from .model import Customer, Satisfaction, Story, Topic, Turn
from .people import customer
from .slots import Facts
from .timeline import INCIDENTS, Incident, arrivals, incidents
from .topics import TOPICS
from .writer import Writer

__all__ = ["INCIDENTS", "Incident", "incidents", "opening_letter", "stories", "story"]

_CHANNELS, _CHANNEL_WEIGHTS = ("email", "web", "chat", "api"), (0.55, 0.80, 0.92, 1.0)
_PRIORITIES = ("low", "normal", "high", "urgent")
_NEVER = timedelta(days=3650)
_CLUMSY_SHARE = 0.14


@cache
def _choices(language: str, side: str) -> tuple[tuple[Topic, ...], tuple[float, ...]]:
    topics = tuple(t for t in TOPICS.values() if t.weight and t.key in TEXTS[language] and t.side in (side, "both"))
    return topics, tuple(accumulate(t.weight for t in topics))


@cache
def _weighted(items: tuple[tuple[str, int], ...]) -> tuple[tuple[str, ...], tuple[int, ...]]:
    return tuple(key for key, _ in items), tuple(accumulate(weight for _, weight in items))


def _draw(rng: Random, weights: dict[str, int]) -> str:
    keys, cumulative = _weighted(tuple(weights.items()))
    return rng.choices(keys, cum_weights=cumulative)[0]


def _severity(rng: Random, priority: str) -> str:
    """What the customer chose: mostly what an agent would, sometimes a step worse."""
    return SEVERITIES[min(_PRIORITIES.index(priority) + (rng.random() < 0.18), 3)]


def _satisfaction(rng: Random, writer: Writer, told: Story) -> Satisfaction | None:
    if told.status not in ("solved", "closed") or not told.assignee or rng.random() > 0.28:
        return None
    happy = 0.9 - 0.25 * (writer.tone == "angry") - 0.02 * len(told.turns)
    score = "good" if rng.random() < happy else "bad"
    comment = writer.comment(score) if rng.random() < 0.45 else ""
    return Satisfaction(score, comment, 20 + int(rng.random() * 2 * DAY))


def _about(rng: Random, who: Customer, topic: str | None) -> Topic:
    if topic:
        return TOPICS[topic]
    topics, cumulative = _choices(who.language, who.side)
    return rng.choices(topics, cum_weights=cumulative)[0]


def _writer(rng: Random, about: Topic, who: Customer, at: datetime, channel: str) -> Writer:
    language = who.language
    facts = Facts(rng, language=language, at=at, who=who, jobs=VOICES[language].jobs)
    writer = Writer(rng, facts, about, TEXTS[language][about.key], VOICES[language], who, channel)
    writer.clumsy = rng.random() < _CLUMSY_SHARE
    return writer


def opening_letter(rng: Random, *, at: datetime, requester: Customer, topic: str | None = None) -> tuple[str, Turn]:
    """Subject and first message of a mail that ``requester`` writes ``at`` (aware UTC)."""
    about = _about(rng, requester, topic)
    writer = _writer(rng, about, requester, at, "email")
    text = writer.opening()
    return writer.subject(), Turn("customer", 0, text, None, mentioned_files(rng, text, about, "opening"))


def story(
    rng: Random,
    *,
    at: datetime,
    until: datetime | None = None,
    requester: Customer | None = None,
    topic: str | None = None,
    incident: Incident | None = None,
) -> Story:
    """One ticket that begins at ``at`` (aware UTC) and is told up to ``until``, or to its end without it.

    ``topic`` and ``requester`` are invented unless given; a topic that the requester's language
    has no text for raises ``KeyError``. With ``incident`` the replies keep to how far it has come.
    """
    topic = incident.topic if incident else topic
    who = requester or customer(rng, language="en" if topic else None, side=_side(topic))
    about = _about(rng, who, topic)
    channel = rng.choices(_CHANNELS, cum_weights=_CHANNEL_WEIGHTS)[0]
    told = Story(
        about.key,
        about.category,
        about.subcategory,
        who.language,
        "",
        at,
        who,
        channel,
        _draw(rng, about.priorities),
        "",
        _draw(rng, about.types),
        first_group(about.group, at.hour),
        tags=list(about.tags),
        resolution=about.resolution,
        incident=about.incident,
    )
    _tell(rng, told, about, until, incident)
    return told


def _side(topic: str | None) -> str | None:
    """The side a topic belongs to, None where both may write about it."""
    return TOPICS[topic].side if topic and TOPICS[topic].side != "both" else None


def _tell(rng: Random, told: Story, about: Topic, until: datetime | None, incident: Incident | None) -> None:
    writer = _writer(rng, about, told.requester, told.at, told.channel)
    age = (until - told.at if until else _NEVER).total_seconds() / 60
    Arc(rng, writer, told, age, incident=incident).play()
    told.subject = writer.subject()
    told.fields = filled_fields(about.fields, writer.facts, form=told.channel != "email")
    told.severity = _severity(rng, told.priority)
    answer = _satisfaction(rng, writer, told)
    told.satisfaction = answer if answer and sum(t.minutes for t in told.turns) + answer.minutes <= age else None
    told.resolution = told.resolution if told.status in ("solved", "closed") else ""


def stories(seed: int, count: int, *, until: datetime) -> Iterator[Story]:
    """``count`` tickets of the year before ``until`` (aware UTC), oldest first; same input, same tickets."""
    rng = Random(seed)
    crowd = Crowd(rng)
    for at, incident in arrivals(rng, count, until=until):
        topic = incident.topic if incident else None
        who = crowd.somebody(side=_side(topic), languages=_languages(topic) if topic else None)
        yield story(rng, at=at, until=until, requester=who, incident=incident)


@cache
def _languages(topic: str) -> frozenset[str]:
    return frozenset(code for code, texts in TEXTS.items() if topic in texts)
