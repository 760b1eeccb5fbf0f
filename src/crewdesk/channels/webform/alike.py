"""Requests that look like what somebody is typing. Only among the own ones: nobody learns of another's."""

import re
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Left

from crewdesk.accounts.models import User
from crewdesk.tickets.models import Comment, Ticket
from crewdesk.tickets.operations.words import fold

MOST_COMPARED, MOST_SHOWN = 30, 3
LEAST_LIKENESS = 0.34
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


def alike_among(customer: User, text: str) -> list[Alike]:
    """The customer's open requests that are most like `text`, best first."""
    typed = words_of(text)
    if len(typed) < FEWEST_WORDS:
        return []
    first = Comment.objects.filter(ticket=OuterRef("pk"), public=True).order_by("id").values(start=Left("body", BODY))[:1]
    tickets = _own_open(customer).annotate(told=Subquery(first)).order_by("-id")[:MOST_COMPARED]
    found = [Alike(ticket, likeness(typed, words_of(f"{ticket.subject} {ticket.told or ''}"))) for ticket in tickets]
    return sorted((each for each in found if each.likeness >= LEAST_LIKENESS), key=lambda each: -each.likeness)[:MOST_SHOWN]


def open_request(customer: User, number: str) -> Ticket | None:
    """The customer's own open request with this number."""
    return _own_open(customer).filter(number=int(number)).first() if number.isdecimal() and len(number) < 19 else None


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


def likeness(typed: set[str], told: set[str]) -> float:
    """From 0 to 1: the share of the typed words that were told before, wanting at least two of them."""
    common = typed & told
    return len(common) / min(len(typed), 12) if len(common) >= FEWEST_WORDS else 0.0


def _own_open(customer: User):
    return Ticket.objects.visible_to(customer).filter(requester=customer).unsolved()
