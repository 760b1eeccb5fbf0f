"""The mail that comes in while somebody watches the demo."""

from datetime import UTC, datetime
from functools import cache
from itertools import accumulate
from random import Random
from typing import TypedDict

from .attachments import Attachment, build
from .conversation import opening_letter
from .people import CLEO, customer
from .topics import TOPICS

_CLEO_SHARE = 0.08
_HTML_SHARE = 0.6


class Mail(TypedDict):
    """An incoming mail; ``html`` is None for a plain one."""

    from_name: str
    from_addr: str
    subject: str
    text: str
    html: str | None
    attachments: list[Attachment]


@cache
def _topics() -> tuple[tuple[str, ...], tuple[float, ...]]:
    client_topics = [t for t in TOPICS.values() if t.weight and t.side in ("client", "both")]
    return tuple(t.key for t in client_topics), tuple(accumulate(t.weight for t in client_topics))


def next_mail(rng: Random, *, at: datetime | None = None) -> Mail:
    """A new question to the desk, written ``at`` (aware; now when not given)."""
    if rng.random() < _CLEO_SHARE:
        keys, weights = _topics()
        who, topic = CLEO, rng.choices(keys, cum_weights=weights)[0]
    else:
        who, topic = customer(rng), None
    subject, turn = opening_letter(rng, at=at or datetime.now(UTC), requester=who, topic=topic)
    return Mail(
        from_name=who.name,
        from_addr=who.email,
        subject=subject,
        text=turn.text,
        html=turn.html if rng.random() < _HTML_SHARE else None,
        attachments=[_renamed(build(file.kind, file.seed), file.name) for file in turn.files],
    )


def _renamed(made: Attachment, name: str) -> Attachment:
    return Attachment(name, made.content_type, made.content)
