"""A mailbox as conversations, the way mail programs show it (RFC 5322, 3.6.4)."""

import re
from dataclasses import dataclass, field

from .letters import Letter

_ID = re.compile(r"<[^<>\s]+>")


@dataclass
class Conversation:
    """Messages that answer each other, oldest first."""

    letters: list[Letter] = field(default_factory=list)

    @property
    def subject(self) -> str:
        """As the first message has it."""
        return str(self.letters[0].message["Subject"] or "")

    @property
    def last_came(self) -> Letter | None:
        """The newest message that can be answered."""
        return next((letter for letter in reversed(self.letters) if not letter.is_sent), None)

    @property
    def waits_for_customer(self) -> bool:
        """Whether the desk wrote last."""
        return not self.letters[-1].is_sent


def conversations(letters: list[Letter]) -> list[Conversation]:
    """The messages of a mailbox (oldest first) as conversations, the one with the newest message first."""
    home: dict[str, Conversation] = {}
    found: list[Conversation] = []
    for letter in letters:
        message = letter.message
        own, *known = (_ID.findall(str(message[name] or "")) for name in ("Message-ID", "In-Reply-To", "References"))
        # By its own as well: an answer may have come before it.
        thread = next((home[one] for ids in (*known, own) for one in reversed(ids) if one in home), None)
        if thread is None:
            thread = Conversation()
            found.append(thread)
        thread.letters.append(letter)
        for one in [*own, *(one for ids in known for one in ids)]:
            home.setdefault(one, thread)
    return sorted(found, key=lambda thread: thread.letters[-1].key, reverse=True)
