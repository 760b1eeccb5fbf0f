"""What a webhook is told: which thing, what kind of change, and ids. Words of people stay here; the API gives them to who may read them.

The envelope is that of the dialect (helpdesk-api.md §5, Webhooks).
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from crewdesk.core.api.stamps import stamp
from crewdesk.core.models import Event
from crewdesk.tickets.models import Ticket

from ..models import Invocation
from .dialect import FIELDS, PREFIX
from .kinds import TEST

# https://developer.zendesk.com/api-reference/webhooks/event-types/webhook-event-types/ names this one version.
DIALECT_VERSION = "2022-11-06"
# Fields whose values are the desk's own words.
OPEN_WORDS = {"status", "priority", "type", "tags", "due_at", "role", "custom_fields"}
# Facts that name tickets, and facts that are lists: the rest that comes in twos is (before, after).
TICKETS = {"merged_into", "problem_id", "followup_of", "related", "into", "split_from", "sources"}
LISTS = {"sources", "comments", "attachments"}


def content_of(invocation: Invocation) -> dict[str, Any]:
    """The envelope: the same however often it is made."""
    content = _as_heard(invocation) if invocation.event_id else _test(invocation)
    return {"account_id": invocation.desk_id, "zendesk_event_version": DIALECT_VERSION} | content


def in_json(content: dict[str, Any]) -> bytes:
    """The envelope as JSON."""
    return json.dumps(content, separators=(",", ":")).encode()


def in_form(content: dict[str, Any]) -> bytes:
    """The envelope as the fields of a form: `event[current][status]=solved`, a list as `…[tags][]=a`, nothing as an empty field."""
    return urlencode(list(_fields("", content))).encode()


def _fields(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _fields(f"{name}[{key}]" if name else str(key), each)
    elif isinstance(value, list):
        for each in value:
            yield from _fields(f"{name}[]", each)
    else:
        yield name, "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _as_heard(invocation: Invocation) -> dict[str, Any]:
    """The event under the word by which it is heard: one event may be heard by several, and then each is another thing to the receiver."""
    event, word = invocation.event, invocation.kind
    content = _content(event)
    if word != event.kind:
        content |= {"id": f"{event.pk}-{word}", "type": f"{PREFIX}{word}"}
    if field := FIELDS.get(word):
        content["event"] = {when: side.get(field) for when, side in content["event"].items()}
    return content


def _content(event: Event) -> dict[str, Any]:
    known_as = _known_as(event)
    changes = {name: _shown(name, value) for name, value in _with_numbers(event.changes).items()}
    pairs = {name: value for name, value in changes.items() if name not in LISTS and isinstance(value, list) and len(value) == 2}
    facts = {name: value for name, value in changes.items() if name not in pairs}
    return {
        "id": str(event.pk),
        "type": f"{PREFIX}{event.kind}",
        "time": stamp(event.at),
        "subject": f"zen:{event.subject_type}:{known_as}",
        "event": {when: {name: pair[place] for name, pair in pairs.items()} for when, place in (("current", 1), ("previous", 0))},
        "detail": {
            "id": str(known_as),
            "actor_id": event.actor_id and str(event.actor_id),
            "via": {"channel": event.via},
            **facts,
        },
    }


def _test(invocation: Invocation) -> dict[str, Any]:
    about = f"zen:webhook:{invocation.webhook_id}"
    return {
        "id": f"test-{invocation.pk}", "type": f"{PREFIX}{TEST}", "time": stamp(invocation.created_at), "subject": about,
        "event": {"current": {}, "previous": {}}, "detail": {"id": str(invocation.webhook_id)},
    }  # fmt: skip


def _known_as(event: Event) -> int:
    """The id that the API knows the thing by: tickets by their number."""
    return (
        _numbers([event.subject_id]).get(event.subject_id, event.subject_id)
        if event.subject_type == "ticket"
        else event.subject_id
    )


def _with_numbers(changes: dict[str, Any]) -> dict[str, Any]:
    """The changes with tickets named as the API knows them."""
    named = {name: value if isinstance(value, list) else [value] for name, value in changes.items() if name in TICKETS}
    numbers = _numbers([pk for values in named.values() for pk in values])
    mapped = {name: [numbers.get(pk) for pk in values] for name, values in named.items()}
    return changes | {name: values if isinstance(changes[name], list) else values[0] for name, values in mapped.items()}


def _numbers(ids: list[int]) -> dict[int, int]:
    wanted = [pk for pk in ids if pk is not None]
    return dict(Ticket.objects.filter(pk__in=wanted).values_list("pk", "number")) if wanted else {}


def _shown(name: str, value: Any) -> Any:
    """`value` where it is a number, an id or the desk's own word; None where it is somebody's text."""
    if isinstance(value, dict):
        return None if set(value) == {"wording"} else {key: _shown(name, one) for key, one in value.items()}
    if isinstance(value, list):
        return [_shown(name, one) for one in value]
    return value if name in OPEN_WORDS or isinstance(value, int | float) else None
