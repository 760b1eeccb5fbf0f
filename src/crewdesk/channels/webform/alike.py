"""Requests that look like what somebody is typing. Only among the own ones: nobody learns of another's."""

import re
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Left

from crewdesk.accounts.models import User
from crewdesk.core.numbers import whole
from crewdesk.tickets.models import Comment, Ticket
from crewdesk.tickets.operations.words import fold

from ..portal.queries import OPEN, in_tab

MOST_COMPARED, MOST_SHOWN = 30, 3
LEAST_LIKENESS = 0.3
FEWEST_WORDS = 2
BODY = 2_000
# From here on Unicode has the scripts of East Asia.
WITHOUT_BLANKS = 0x2E80
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Alike:
    """An open request and how much of what was typed it says as well."""

    ticket: Ticket
    likeness: float


@dataclass(frozen=True)
class Told:
    """The words of a request: of its subject, and of all of it."""

    subject: set[str]
    whole: set[str]

    @classmethod
    def of(cls, subject: str, body: str) -> "Told":
        """Of a subject and a body."""
        return cls(words_of(subject), words_of(f"{subject} {body}"))


def alike_among(customer: User, subject: str, body: str = "") -> list[Alike]:
    """The customer's open requests that are most like what is typed, best first."""
    typed = Told.of(subject, body)
    if len(typed.whole) < FEWEST_WORDS:
        return []
    first = Comment.objects.filter(ticket=OuterRef("pk"), public=True).order_by("id").values(start=Left("body", BODY))[:1]
    tickets = in_tab(customer, OPEN).annotate(told=Subquery(first)).order_by("-id")[:MOST_COMPARED]
    found = [Alike(ticket, likeness(typed, Told.of(ticket.subject, ticket.told or ""))) for ticket in tickets]
    return sorted((each for each in found if each.likeness >= LEAST_LIKENESS), key=lambda each: -each.likeness)[:MOST_SHOWN]


def open_request(customer: User, number: str) -> Ticket | None:
    """The customer's own open request with this number."""
    return in_tab(customer, OPEN).filter(number=whole(number)).first()


def words_of(text: str) -> set[str]:
    """The words that tell texts apart: in lower case without accents, short ones left out, long ones by their beginning, so that
    'payment' and 'payments' are one. Scripts without blanks count by pairs of letters.
    """
    found = set()
    for word in _WORD.findall(fold(text)):
        if ord(word[0]) >= WITHOUT_BLANKS:
            found |= {word[n : n + 2] for n in range(len(word) - 1)}
        elif len(word) > 3 or word.isdecimal():
            found.add(word[:6])
    return found


def likeness(typed: Told, told: Told) -> float:
    """From 0 to 1: of the subjects alone, or of all words, as either is more alike.

    A short subject would drown in a long story; and two stories of one subject are told in other words.
    """
    return max(_shared(typed.subject, told.subject), _shared(typed.whole, told.whole))


def _shared(some: set[str], others: set[str]) -> float:
    """The share of words in both among the words in either, wanting at least two: polite phrases alone make long texts no more alike."""
    common = some & others
    return len(common) / len(some | others) if len(common) >= FEWEST_WORDS else 0.0
