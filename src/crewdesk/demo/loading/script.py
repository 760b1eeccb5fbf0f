"""A story as what happened at the desk: who did which thing when, in the words of the verbs."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from crewdesk.accounts.models import User
from crewdesk.channels.models import IncomingMail
from crewdesk.core.events import Via
from crewdesk.core.files.models import StoredFile
from crewdesk.tickets.models import FieldType, Status
from crewdesk.tickets.operations.closing import DEFAULT_DAYS
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.tags import clean_tag

from ..content.arc import first_group
from ..content.markup import simple_html
from ..content.model import Story, Turn
from ..content.topics import TOPICS
from .world import World

STATUS_AFTER = {
    "ask": Status.PENDING,
    "hold": Status.HOLD,
    "fix": Status.SOLVED,
    "follow up reply": Status.SOLVED,
    "welcome": Status.SOLVED,
}
FORM_CHANNELS = (Via.WEB, Via.API)
ESCALATED = "escalated"
GIVES_UP_AFTER = timedelta(days=7)
CLOSES_AFTER = timedelta(days=DEFAULT_DAYS)
SOLVES_AGAIN_AFTER = timedelta(minutes=6)
AT_ONCE = timedelta(seconds=20)


@dataclass(frozen=True)
class Move:
    """One call of a verb: the first of a story creates the ticket, one with `said` replies, one without updates."""

    at: datetime
    by: User | None
    via: str
    said: Said | None = None
    files: list[StoredFile] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)


class Script:
    """Turns a story into moves."""

    def __init__(self, story: Story, world: World, requester: User):
        self.story, self.world, self.requester = story, world, requester
        self.at, self.status, self.assignee = story.at, Status.NEW, None

    def moves(self) -> Iterator[Move]:
        """The moves in order; what time alone brings about (closing) comes last."""
        turns = self.story.turns
        yield Move(self.at, None, self.story.channel, *self._words(turns[0], self.requester), changes=self._as_it_came())
        for number, turn in enumerate(turns[1:], start=1):
            self.at += timedelta(minutes=turn.minutes) or AT_ONCE
            yield self._heard(turn) if turn.who == "customer" else self._answered(turn)
            if turn.step == "thanks" and number + 1 == len(turns):
                yield from self._moved(self.assignee, Via.WEB, Status.SOLVED, after=SOLVES_AGAIN_AFTER)
        if self.status == Status.PENDING:
            yield from self._moved(None, Via.SYSTEM, Status.SOLVED, after=GIVES_UP_AFTER)
        if self.status == Status.SOLVED:
            yield from self._moved(None, Via.SYSTEM, Status.CLOSED, after=CLOSES_AFTER)

    def _as_it_came(self) -> dict[str, Any]:
        story, world = self.story, self.world
        escalated = ESCALATED in story.tags
        group = first_group(TOPICS[story.topic].group, story.at.hour) if escalated else story.group
        changes = {
            "subject": story.subject, "group": world.groups[group], "brand": world.brand,
            "tags": [tag for tag in story.tags if tag != ESCALATED], "custom_fields": self._custom_fields(),
        }  # fmt: skip
        if story.channel in FORM_CHANNELS:
            changes |= {"form": world.form, "priority": story.priority, "type": story.type}
        return changes

    def _custom_fields(self) -> dict[str, Any]:
        given = dict(self.story.fields)
        if self.story.channel in FORM_CHANNELS and self.story.severity:
            given["severity"] = self.story.severity
        fields = {self.world.fields[key]: value for key, value in given.items()}
        return {str(f.pk): clean_tag(f"{f.key} {value}") if f.type == FieldType.TAGGER else value for f, value in fields.items()}

    def _heard(self, turn: Turn) -> Move:
        if self.status in (Status.PENDING, Status.HOLD, Status.SOLVED):
            self.status = Status.OPEN
        return Move(self.at, self.requester, self.story.channel, *self._words(turn, self.requester))

    def _answered(self, turn: Turn) -> Move:
        author, changes = self.world.member(turn.author), {}
        mentions: list[int] = []
        if turn.step == "hand over":
            specialist = self.world.member(self.story.assignee)
            changes, mentions = self._handed_to(specialist), [specialist.pk]
        elif author != self.assignee:
            changes = self._taken_by(author)
        if turn.step in STATUS_AFTER:
            self.status = changes["status"] = STATUS_AFTER[turn.step]
        elif self.status == Status.NEW:
            self.status = Status.OPEN
        said = Said(body=turn.text, html_body=turn.html, public=turn.is_public, mentions=mentions)
        return Move(self.at, author, Via.WEB, said, changes=changes)

    def _handed_to(self, specialist: User) -> dict[str, Any]:
        self.assignee = specialist
        group = self.world.groups[self.story.group]
        home = {"group": group} if self.world.is_in(specialist, group) else {}
        return {"assignee": specialist, "add_tags": [ESCALATED], **home}

    def _taken_by(self, author: User) -> dict[str, Any]:
        is_first, self.assignee = self.assignee is None, author
        triage = {"priority": self.story.priority, "type": self.story.type} if is_first else {}
        return {"assignee": author, **triage}

    def _moved(self, by: User | None, via: str, status: str, *, after: timedelta) -> Iterator[Move]:
        if self.at + after <= self.world.until:
            self.at += after
            self.status = status
            yield Move(self.at, by, via, changes={"status": status})

    def _words(self, turn: Turn, author: User) -> tuple[Said, list[StoredFile]]:
        files = self.world.files_of(turn.files)
        if self.story.channel != Via.EMAIL:
            return Said(body=turn.text, html_body=turn.html), files
        own, quoted = _without_quote(turn.text)
        said = Said(
            body=own, html_body=simple_html(own), quoted_html=simple_html(quoted) if quoted else "",
            metadata={"mail": self.world.ids(IncomingMail), "dmarc": "pass"},
            via_source={"from": {"address": author.email, "name": author.name}},
        )  # fmt: skip
        return said, files


def _without_quote(text: str) -> tuple[str, str]:
    """The letter, and what it quotes below with the line that announces it."""
    own, mark, quoted = text.partition("\n> ")
    if not mark:
        return text, ""
    own, _blank, announced = own.rpartition("\n")
    return own.rstrip("\n"), f"{announced}\n> {quoted}"
