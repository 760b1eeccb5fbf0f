"""Writes the messages of one conversation, so that each fits what was said before."""

import re
from dataclasses import dataclass, field
from random import Random

from .model import Customer, Text, Topic, Voice
from .prose import Exchange, Line
from .slots import EnglishFacts, Facts
from .staff import Staff
from .template import pick, render
from .typos import hurried, with_typos

_GREETS = re.compile(r"(Hi|Hello|Hey|Dear|Good (day|morning|afternoon|evening))\b")
_COURTEOUS = re.compile(r"(Thank|Good news|I'm sorry|Sorry|You're right|Gracias|Merci|Danke|Buenas noticias|Boa notícia)", re.I)
_PLAIN_NOTES = tuple(
    Line(text)
    for text in (
        "Taking this one.",
        "Checked the account, nothing unusual in it.",
        "Same as a case from last week, I'll use that answer as a base.",
        "Read the whole thread first. Nothing missing.",
    )
)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _join(greeting: str, paragraphs: list[str], language: str) -> str:
    """German goes on in small letters after a greeting with a comma; all else starts with a capital."""
    parts = [p if language == "de" and i == 0 and greeting.endswith(",") else _upper(p) for i, p in enumerate(paragraphs)]
    return "\n\n".join([greeting, *parts] if greeting else parts)


@dataclass(slots=True)
class Writer:
    """Keeps what a conversation has settled: its tone, and the solutions that still fit."""

    rng: Random
    facts: Facts
    topic: Topic
    text: Text
    voice: Voice
    who: Customer
    channel: str
    tone: str = "calm"
    alone: bool = False
    fits: frozenset[int] = frozenset()
    clumsy: bool = False
    exchange: Exchange | None = None
    last_reply: str = ""
    owes_apology: bool = False
    noted: set[str] = field(default_factory=set)
    speaker: Staff | None = None

    def subject(self) -> str:
        """The subject line; angry people sometimes shout in it."""
        subject = self._render(pick(self.rng, self.text.subjects))
        if self.tone == "angry" and self.rng.random() < 0.2:
            return subject.upper()
        return hurried(subject, self.facts.language) if self.tone == "terse" and self.rng.random() < 0.3 else subject

    def opening(self) -> str:
        """The first message."""
        opening = pick(self.rng, [o for o in self.text.openings if o.line.side in ("", self.who.side)])
        self.tone, self.alone = opening.tone, opening.line.alone
        self._narrow(opening.line)
        body = self._customer_text(opening.line.text)
        extras = [line for line in self.text.extras if line.suits(self.fits) and line.text not in opening.line.text]
        if extras and not self.alone and self.tone != "terse" and self.rng.random() < 0.45:
            # A second log under a first one helps nobody.
            extra = pick(self.rng, extras)
            body += "" if "    " in body and "{" in extra.text else "\n\n" + self._render(extra.text)
        return self._letter(body)

    def chase(self) -> str:
        """The customer asks what has become of it; the next reply begins with an apology."""
        self.owes_apology = True
        return self._answer(pick(self.rng, self.voice.chasers))

    def can_ask(self) -> bool:
        """Whether there is a question that fits what the customer wrote."""
        return not self.alone and any(ask.line.suits(self.fits) for ask in self.text.asks)

    def ask(self, agent: Staff) -> str:
        """An agent's question; ``answer`` replies to it."""
        self.exchange = pick(self.rng, [ask for ask in self.text.asks if ask.line.suits(self.fits)])
        self._narrow(self.exchange.line)
        return self._reply(agent, self._render(self.exchange.line.text))

    def answer(self) -> str:
        """The customer's answer to the last question."""
        fitting = [r for r in self.exchange.replies if r.suits(self.fits) and r.side in ("", self.who.side)]
        line = pick(self.rng, fitting or self.exchange.replies)
        self._narrow(line)
        return self._answer(line.text)

    def hold(self, agent: Staff, team: str) -> str:
        """An agent hands over to another team and says so."""
        self.facts["team"] = team
        return self._reply(agent, self._render(pick(self.rng, self.voice.holding)))

    def fix(self, agent: Staff) -> str:
        """The solution."""
        number = pick(self.rng, sorted(self.fits) or range(1, len(self.text.fixes) + 1))
        self.fits = frozenset((number,))
        return self._reply(agent, self._render(self.text.fixes[number - 1]), closes=True)

    def can_follow_up(self) -> bool:
        """Whether a further question fits the solution given."""
        return any(more.line.suits(self.fits) for more in self.text.follow_ups)

    def follow_up(self) -> str:
        """What the customer asks or says after the solution; ``follow_up_reply`` replies to it."""
        self.exchange = pick(self.rng, [more for more in self.text.follow_ups if more.line.suits(self.fits)])
        return self._answer(self.exchange.line.text)

    def follow_up_reply(self, agent: Staff) -> str:
        """The reply to ``follow_up``."""
        return self._reply(agent, self._render(pick(self.rng, self.exchange.replies).text))

    def thanks(self) -> str:
        """The customer is content."""
        return self._answer(pick(self.rng, self.voice.thanks))

    def welcome(self, agent: Staff) -> str:
        """The agent says goodbye."""
        return self._reply(agent, self._render(pick(self.rng, self.voice.welcome)))

    def note(self, agent: Staff, *, or_nothing: bool = False) -> str:
        """An internal note about the case, in English; what it says settles the solution.

        Where nothing in particular fits, it is a general remark, or with ``or_nothing`` empty.
        """
        self.facts["agent"] = agent.first
        fitting = self._fitting_notes()
        if not fitting and or_nothing:
            return ""
        line = pick(self.rng, fitting or [line for line in _PLAIN_NOTES if line.text not in self.noted])
        self.noted.add(line.text)
        self._narrow(line)
        return render(line.text, self.rng, EnglishFacts(self.facts))

    def _fitting_notes(self) -> list[Line]:
        # The marks of notes count the English solutions; other languages have fewer, in their own order.
        english = self.text is self.topic.english
        notes = [line for line in self.topic.notes if line.suits(self.fits) and (english or not line.fits)]
        return [line for line in notes if line.text not in self.noted]

    def comment(self, score: str) -> str:
        """What the customer writes into the survey."""
        return self._render(pick(self.rng, self.voice.good_comments if score == "good" else self.voice.bad_comments))

    def _narrow(self, line: Line) -> None:
        if line.fits:
            self.fits = (self.fits & line.fits) or line.fits

    def _render(self, template: str) -> str:
        return render(template, self.rng, self.facts)

    def _customer_text(self, template: str) -> str:
        text = self._render(template)
        if self.tone == "terse" and self.rng.random() < 0.25:
            text = hurried(text, self.facts.language)
        if not self.clumsy:
            return text
        first, gap, rest = text.partition("\n\n")
        return with_typos(first, self.rng, self.facts.language) + gap + rest

    def _letter(self, body: str) -> str:
        rng, voice, language = self.rng, self.voice, self.facts.language
        bare = self.channel == "chat" or (self.tone == "terse" and rng.random() < 0.65)
        skip_greeting = bare or _GREETS.match(body) or rng.random() < (0.5 if self.tone == "angry" else 0.1)
        letter = _join("" if skip_greeting else pick(rng, voice.greetings), [body], language if not bare else "")
        if not bare and rng.random() < 0.9:
            closings = voice.angry_closings if self.tone == "angry" else voice.closings
            letter += f"\n\n{pick(rng, closings)}\n{self._own_name()}"
        return letter + self._footer()

    def _own_name(self) -> str:
        return self.who.name if self.rng.random() < 0.6 else self.who.first

    def _footer(self) -> str:
        if self.channel == "api" and self.rng.random() < 0.5:
            return f"\n\nHarbor app {self.facts['app_version']}, {self.facts['device']}"
        if self.channel != "email":
            return ""
        if self.who.organization and self.rng.random() < 0.5:
            return f"\n\n-- \n{self.who.name}\n{self.who.job_title}, {self.who.organization}\n{self.who.email}"
        return f"\n\n{pick(self.rng, self.voice.sent_from)}" if self.rng.random() < 0.12 else ""

    def _answer(self, template: str) -> str:
        text = self._customer_text(template)
        if self.channel != "email":
            return _upper(text) if self.tone != "terse" else text
        if self.rng.random() < 0.4:
            text += f"\n\n{self.who.first}"
        if self.last_reply and self.rng.random() < 0.35:
            header = self.voice.quote_header.format_map(self.facts)
            quoted = "\n".join("> " + line for line in self.last_reply.split("\n"))
            text += f"\n\n{header}\n{quoted}"
        return _upper(text)

    def _reply(self, agent: Staff, body: str, *, closes: bool = False) -> str:
        rng, voice = self.rng, self.voice
        is_first, self.speaker = self.speaker is not agent, agent
        self.facts["agent"] = agent.first
        paragraphs = [*self._opener(body, is_first), body]
        if closes and rng.random() < 0.6:
            paragraphs.append(self._render(pick(rng, voice.agent_closings)))
        self.last_reply = _join(self._agent_greeting(is_first), paragraphs, self.facts.language)
        if self.channel != "chat":
            self.last_reply += f"\n\n{pick(rng, voice.agent_sign_offs)}\n{agent.first}"
        return self.last_reply

    def _agent_greeting(self, is_first: bool) -> str:
        if is_first:
            return self._render(pick(self.rng, self.voice.agent_greetings))
        return self._render(self.voice.agent_greetings[0]) if self.channel != "chat" and self.rng.random() < 0.4 else ""

    def _opener(self, body: str, is_first: bool) -> list[str]:
        if self.owes_apology:
            self.owes_apology = False
            return [self._render(pick(self.rng, self.voice.chase_replies))]
        if not is_first or _COURTEOUS.match(body) or (self.channel == "chat" and self.rng.random() < 0.5):
            return []
        source = self.voice.agent_apologies if self.tone == "angry" else self.voice.agent_openers
        return [self._render(pick(self.rng, source))]
