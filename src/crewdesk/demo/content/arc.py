"""How a conversation goes: who writes when, until it is solved or the present is reached."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from .files import mentioned_files
from .model import Story, Turn
from .people import speakers
from .staff import NIGHTS, T1, Staff
from .template import pick
from .timeline import Incident
from .writer import Writer

DAY = 24 * 60
_PACE = {"low": 1.6, "normal": 1.0, "high": 0.55, "urgent": 0.25}
_REQUESTS = ("over to you, please.", "could you take this one?", "needs your eyes.", "for you, please.")
# Some cases hang for days or weeks: a bank, an engineer or a lawyer has to answer first.
_STUCK_SHARE = 0.12
# Of late the desk is behind, so that whoever opens it finds something to do.
_BUSY_DAYS, _BUSY_SHARE = 45, 0.95
_LONGEST_GAP, _LONGEST_FIRST_REPLY = 14 * DAY, 3 * DAY
_CLOSES_AFTER = 4 * DAY
_GIVES_UP_AFTER = 7 * DAY


def plan(rng: Random, writer: Writer) -> Iterator[str]:
    """The steps of a conversation in order; asked for one by one, since later ones depend on earlier ones."""
    topic = writer.topic
    yield "opening"
    if writer.channel != "chat" and rng.random() < 0.07:
        yield "chase"
    if writer.can_ask() and rng.random() < (topic.typical_turns - 1) / 6:
        yield "ask"
        if rng.random() < 0.14:
            yield "silence"
            return
        yield "answer"
    if rng.random() < 0.3:
        yield "note"
    if topic.escalates_to and rng.random() < 0.22:
        yield "hold"
        if rng.random() < 0.6:
            yield "specialist note"
    yield "fix"
    yield from _afterwards(rng, writer)


def _afterwards(rng: Random, writer: Writer) -> Iterator[str]:
    mood = rng.random()
    if mood < 0.25 and writer.can_follow_up():
        yield "follow up"
        yield "follow up reply"
    elif mood < 0.6:
        yield "thanks"
        if rng.random() < 0.3:
            yield "welcome"


def _lognormal(rng: Random, median: float, spread: float) -> int:
    return max(1, int(median * rng.lognormvariate(0, spread)))


def _gap(rng: Random, step: str, story: Story) -> int:
    """Minutes before a step: chats go on within minutes, letters within hours."""
    if step == "opening":
        return 0
    if story.channel == "chat" and not (step == "fix" and "escalated" in story.tags):
        return 1 + int(rng.random() * 5)
    if step == "chase":
        return DAY + int(rng.random() * DAY)
    if step in ("answer", "follow up", "thanks", "silence"):
        return _lognormal(rng, 420, 1.2)
    if "note" in step or step == "hold":
        return _lognormal(rng, 40, 0.8)
    return _lognormal(rng, 190 * _PACE[story.priority], 1.0)


@dataclass(slots=True)
class Arc:
    """Plays the plan into the story until ``age`` minutes are used up."""

    rng: Random
    writer: Writer
    story: Story
    age: float
    used: int = 0
    last: str = ""
    agent: Staff | None = None
    incident: Incident | None = None
    drag: float = 1.0

    def play(self) -> None:
        """Fill the story's turns, status, assignee and group."""
        if self.story.channel != "chat" and self.rng.random() < self._stuck_share():
            self.drag = 6 + 50 * self.rng.random()
        for step in plan(self.rng, self.writer):
            longest = _LONGEST_GAP if self.agent else _LONGEST_FIRST_REPLY
            gap = min(int(_gap(self.rng, step, self.story) * self.drag), longest)
            if self.used + gap > self.age:
                break
            self.used += gap
            self.last = step
            if step != "silence":
                self.story.turns.append(self._turn(step, gap))
        else:
            self.last = "silence" if self.last == "silence" else "end"
        self.story.status = self._status()
        self.story.assignee = self.agent.email if self.agent else None

    def _stuck_share(self) -> float:
        return _BUSY_SHARE if self.age < _BUSY_DAYS * DAY else _STUCK_SHARE

    def _turn(self, step: str, minutes: int) -> Turn:
        if step in ("opening", "chase", "answer", "follow up", "thanks"):
            text = getattr(self.writer, step.replace(" ", "_"))()
            files = mentioned_files(self.rng, text, self.writer.topic, step)
            return Turn("customer", minutes, text, None, files, step)
        return self._staff_turn(step, minutes)

    def _staff_turn(self, step: str, minutes: int) -> Turn:
        if self.agent is None:
            self.agent = self._someone()
        now = self.story.at + timedelta(minutes=self.used)
        self.writer.facts.move_to(now)
        if self.incident:
            self.writer.fits = frozenset((self.incident.stage(now, len(self.writer.text.fixes)),))
        if step == "hold":
            return self._hand_over(minutes)
        if "note" in step:
            return Turn("note", minutes, self.writer.note(self.agent), self.agent.email, step=step)
        who = "agent2" if "escalated" in self.story.tags else "agent"
        text = getattr(self.writer, step.replace(" ", "_"))(self.agent)
        return Turn(who, minutes, text, self.agent.email, step=step)

    def _hand_over(self, minutes: int) -> Turn:
        first, team = self.agent, self.writer.topic.escalates_to
        promise = self.writer.hold(first, team)
        self.story.turns.append(Turn("agent", minutes, promise, first.email, step="hold"))
        self.story.group = team
        self.story.tags.append("escalated")
        self.agent = self._someone(besides=first)
        request = f"@{self.agent.first} {pick(self.rng, _REQUESTS)} {self.writer.note(first, or_nothing=True)}"
        return Turn("note", 0, request.rstrip(), first.email, step="hand over")

    def _someone(self, besides: Staff | None = None) -> Staff:
        able = speakers(self.story.group, self.story.language)
        return pick(self.rng, [member for member in able if member is not besides] or able)

    def _status(self) -> str:
        if self.last == "silence":
            return (
                "closed"
                if self.age - self.used > _GIVES_UP_AFTER + _CLOSES_AFTER
                else ("solved" if self.age - self.used > _GIVES_UP_AFTER else "pending")
            )
        if self.last == "end":
            return "closed" if self.age - self.used > _CLOSES_AFTER else "solved"
        if self.agent is None:
            return "new"
        waits = {
            "ask": "pending",
            "hold": "hold",
            "specialist note": "hold",
            "fix": "solved",
            "thanks": "solved",
        }
        return waits.get(self.last, "open")


def first_group(group: str, hour: int) -> str:
    """Who is on at that hour (UTC): tier 1 sleeps from ten to six."""
    return NIGHTS if group == T1 and (hour >= 22 or hour < 6) else group
