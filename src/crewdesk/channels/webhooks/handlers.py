"""What is heard for webhooks."""

from crewdesk.core.clock import now
from crewdesk.core.events import on
from crewdesk.core.jobs import Lane
from crewdesk.core.models import Event
from crewdesk.core.written_once import written_once

from ..models import Invocation, Webhook
from .dialect import words_for, words_of
from .jobs import wake
from .kinds import LABELS, WebhookEvent
from .notices import tell_admins


def is_awaited(kind: str) -> bool:
    """Whether any webhook of the desk in scope may be told of an event of `kind`."""
    words = set(words_for(kind))
    return any(not words.isdisjoint(webhook.events) for webhook in _active())


@written_once
def _active():
    return Webhook.objects.active().only("events")


@on(*LABELS, lane=Lane.WEBHOOKS, when=is_awaited)
def note_for_webhooks(event: Event) -> None:
    """Put the event on the log of each webhook that listens, once for each of its words, and wake those that do not rest."""
    at, words = now(), words_of(event)
    listening = list(Webhook.objects.listening_to(words))
    Invocation.objects.bulk_create(
        Invocation(webhook=webhook, event=event, kind=word, created_at=at, next_attempt_at=at)
        for webhook in listening
        for word in words
        if word in webhook.events
    )
    for webhook in listening:
        if webhook.rests_until is None or webhook.rests_until <= at:
            wake(webhook)


@on(WebhookEvent.TESTED, WebhookEvent.REPLAYED, lane=Lane.WEBHOOKS)
def call_at_once(event: Event) -> None:
    """Somebody waits for what the endpoint says."""
    if webhook := Webhook.objects.active().filter(pk=event.subject_id).first():
        wake(webhook)


@on(WebhookEvent.DISABLED, lane=Lane.OUTBOUND)
def tell_of_disabled(event: Event) -> None:
    """Nobody turned it off: the admins should know."""
    if event.actor_id is None:
        tell_admins(event)
