"""The nouns of the content: what a topic knows, how a language speaks, what a story holds."""

from dataclasses import dataclass, field
from datetime import datetime

from .markup import simple_html
from .prose import Exchange, Line, marked


@dataclass(frozen=True, slots=True)
class Opening:
    """A first message and the tone that its greeting and closing have to keep."""

    line: Line
    tone: str


def angry(source: str) -> tuple[Opening, ...]:
    """Openings of somebody who has had enough."""
    return tuple(Opening(line, "angry") for line in marked(source))


def terse(source: str) -> tuple[Opening, ...]:
    """Openings that need neither greeting nor closing."""
    return tuple(Opening(line, "terse") for line in marked(source))


def calm(source: str) -> tuple[Opening, ...]:
    """Openings in any ordinary tone, from confused to polite."""
    return tuple(Opening(line, "calm") for line in marked(source))


@dataclass(frozen=True, slots=True)
class Text:
    """What is written about one topic in one language; all templates for ``template.render``.

    ``asks`` pairs an agent's question with the answers that fit it; ``follow_ups`` pairs what a customer
    asks after the solution with the replies that fit it. Marks (``prose.Line``) keep question and solution
    together.
    """

    subjects: tuple[str, ...]
    openings: tuple[Opening, ...]
    fixes: tuple[str, ...]
    asks: tuple[Exchange, ...] = ()
    follow_ups: tuple[Exchange, ...] = ()
    extras: tuple[Line, ...] = ()


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing that people write to Harbor about. ``side`` is talent, client or both."""

    key: str
    category: str
    subcategory: str
    group: str
    side: str
    weight: float
    priorities: dict[str, int]
    types: dict[str, int]
    tags: tuple[str, ...]
    resolution: str
    notes: tuple[Line, ...]
    english: Text
    fields: tuple[str, ...] = ()
    attachments: tuple[str, ...] = ()
    typical_turns: int = 3
    escalates_to: str | None = None
    incident: str | None = None


@dataclass(frozen=True, slots=True)
class Voice:
    """How customers and agents of one language greet, thank, chase, apologise and part."""

    greetings: tuple[str, ...]
    closings: tuple[str, ...]
    angry_closings: tuple[str, ...]
    agent_greetings: tuple[str, ...]
    agent_openers: tuple[str, ...]
    agent_apologies: tuple[str, ...]
    agent_closings: tuple[str, ...]
    agent_sign_offs: tuple[str, ...]
    holding: tuple[str, ...]
    chasers: tuple[str, ...]
    chase_replies: tuple[str, ...]
    thanks: tuple[str, ...]
    welcome: tuple[str, ...]
    quote_header: str
    sent_from: tuple[str, ...]
    good_comments: tuple[str, ...]
    bad_comments: tuple[str, ...]
    jobs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Customer:
    """Somebody who writes to Harbor; ``language`` is the one they write in, ``side`` talent or client."""

    name: str
    first: str
    last: str
    email: str
    language: str
    country: str
    zone: str
    city: str
    side: str
    organization: str | None = None
    job_title: str | None = None


@dataclass(frozen=True, slots=True)
class FileHint:
    """A file to attach; ``attachments.build(kind, seed)`` makes its bytes."""

    kind: str
    name: str
    seed: int


@dataclass(frozen=True, slots=True)
class Turn:
    """One message, ``minutes`` after the one before; ``author`` is a staff address, None for the customer.

    ``step`` says what it does in the conversation (``arc.plan``, and "hand over"), which decides the status after it.
    """

    who: str
    minutes: int
    text: str
    author: str | None = None
    files: tuple[FileHint, ...] = ()
    step: str = "opening"

    @property
    def html(self) -> str:
        """The text as simple HTML."""
        return simple_html(self.text)

    @property
    def is_public(self) -> bool:
        """Whether the customer sees it."""
        return self.who != "note"


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """A survey answer: score ``good`` or ``bad``, minutes after the last turn."""

    score: str
    comment: str
    minutes: int


@dataclass(slots=True)
class Story:
    """One ticket from the first message to its state at the moment the content was asked for."""

    topic: str
    category: str
    subcategory: str
    language: str
    subject: str
    at: datetime
    requester: Customer
    channel: str
    priority: str
    severity: str
    type: str
    group: str
    status: str = "new"
    assignee: str | None = None
    tags: list[str] = field(default_factory=list)
    fields: dict[str, str] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    satisfaction: Satisfaction | None = None
    resolution: str = ""
    incident: str | None = None
