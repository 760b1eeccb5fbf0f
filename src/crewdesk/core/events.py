"""The event row: one append-only record of everything that happens on a desk.

`record` writes it in the verb's own transaction. Rooms above subscribe with `on`, and hear of it in a job
that exists if and only if that transaction committed.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import models

from .clock import now
from .inserting import insert
from .models import Event


class Via(StrEnum):
    """The door through which a change came in; the words are those of the API dialect."""

    WEB = "web"
    API = "api"
    EMAIL = "email"
    CHAT = "chat"
    RULE = "rule"
    SYSTEM = "system"


@dataclass(frozen=True)
class Subscription:
    name: str
    handler: Callable[[Event], None]
    lane: str
    when: Callable[[str], bool] | None = None


KINDS: set[str] = set()
_subscriptions: dict[str, list[Subscription]] = defaultdict(list)
_handlers: dict[str, Subscription] = {}
_caused_by: ContextVar[int | None] = ContextVar("crewdesk_caused_by", default=None)
_heard: ContextVar[list[str] | None] = ContextVar("crewdesk_recorded", default=None)


def event_kinds(enum: type[StrEnum]) -> type[StrEnum]:
    """Class decorator: enter a room's kinds (`noun.past_tense`) in the catalogue."""
    KINDS.update(member.value for member in enum)
    return enum


def on(*kinds: StrEnum, lane: str, when: Callable[[str], bool] | None = None) -> Callable:
    """Subscribe a handler to `kinds`; it runs as a job in `lane`, at least once, so it has to be idempotent.

    `when(kind)` is asked in the verb's own transaction: where it says no, no job is left at all.
    """

    def subscribe(handler: Callable[[Event], None]):
        subscription = Subscription(f"{handler.__module__}.{handler.__name__}", handler, lane, when)
        _handlers[subscription.name] = subscription
        for kind in kinds:
            _subscriptions[str(kind)].append(subscription)
        return handler

    return subscribe


def handler_named(name: str) -> Callable[[Event], None]:
    """The handler that was subscribed under `name`; raises KeyError for one that is gone."""
    return _handlers[name].handler


def record(
    kind: StrEnum, subject: models.Model, *, by: Any | None, via: str, changes: dict | None = None, at: datetime | None = None
) -> Event:
    """Write what happened to `subject`. `by` is the acting User or None for the system; `changes` is plain JSON."""
    event = Event(
        at=at or now(),
        kind=str(kind),
        actor_id=by.pk if by is not None else None,
        via=str(via),
        subject_type=subject._meta.model_name,
        subject_id=subject.pk,
        changes=changes or {},
        caused_by=_caused_by.get(),
    )
    insert(event)
    note_recorded([event.kind])
    _wake_handlers([event])
    return event


def record_many(events: Iterable[Event]) -> list[Event]:
    """Write many events with one statement; for bulk verbs. Live pages and handlers hear each of them."""
    written = Event.objects.bulk_create(events, batch_size=500)
    note_recorded([event.kind for event in written])
    _wake_handlers(written)
    return written


def note_recorded(kinds: list[str]) -> None:
    """Tell the surrounding operation what was recorded (see operations.py)."""
    if (heard := _heard.get()) is not None:
        heard.extend(kinds)


def _wake_handlers(events: list[Event]) -> None:
    from .jobs import defer_handlers

    awake = {
        kind: [one for one in _subscriptions.get(kind, ()) if one.when is None or one.when(kind)]
        for kind in {event.kind for event in events}
    }
    defer_handlers((event, subscription) for event in events for subscription in awake[event.kind])
