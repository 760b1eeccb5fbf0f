"""Reads the search syntax that agents of this field know. Pure; knows no desk and no database.

refund "bank transfer" -spam inv*           words, a phrase, a word that must not be there, a beginning
status<solved priority>=high tags:vip,gold  keys; several values, or a key several times, mean any
-tags:bot created>4hours #1234              a key that must not hold, a time back from now, a number
"""

import re
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _

LONGEST = 1_000
MOST_TERMS = 40
KEYS = {
    "status", "assignee", "requester", "cc", "submitter", "group", "organization", "tags", "priority", "type",
    "ticket_type", "subject", "description", "via", "brand", "created", "updated", "solved", "due_date",
    "order_by", "sort", "has_attachment", "fieldvalue",
}  # fmt: skip
COMPARABLE = {"status", "priority", "created", "updated", "solved", "due_date"}
FIELD_KEY = re.compile(r"custom_field_(\d{1,18})")
ORDERS = {
    "created": "created_at",
    "created_at": "created_at",
    "updated": "updated_at",
    "updated_at": "updated_at",
}
_QUOTED = r'"(?:[^"]*)"'
_VALUE = rf'(?:{_QUOTED}|[^\s,"]+)'
_TERM = re.compile(
    rf"(?P<minus>-?)(?:#(?P<number>\d{{1,18}})(?!\S)"
    rf"|(?P<key>[a-z_][a-z_0-9]*)\s*(?P<op>:|<=|>=|<|>)(?!//)(?P<values>(?:{_VALUE}(?:,{_VALUE})*)?)"
    rf"|(?P<phrase>{_QUOTED})|(?P<word>[^\s\"]+))",
    re.IGNORECASE,
)


class SyntaxProblem(ValueError):
    """The text cannot be read; `position` counts characters from the start, `term` is what stands there."""

    def __init__(self, message: str, *, position: int, term: str):
        super().__init__(message)
        self.message = message
        self.position = position
        self.term = term


@dataclass(frozen=True)
class Text:
    """Something said: `part` is where it has to stand, "" anywhere."""

    text: str
    kind: Literal["word", "phrase", "prefix"]
    negated: bool = False
    part: Literal["", "subject", "description"] = ""


@dataclass(frozen=True)
class Condition:
    """A key and its values, any of which will do; `operator` is ":" but for keys that have an order."""

    key: str
    operator: str
    values: tuple[str, ...]
    negated: bool = False
    position: int = 0


@dataclass(frozen=True)
class Query:
    """What is looked for, and in which order it is wanted."""

    texts: tuple[Text, ...] = ()
    conditions: tuple[Condition, ...] = ()
    numbers: tuple[int, ...] = ()
    order: str = "updated_at"
    descending: bool = True


def parse(text: str) -> Query:
    """Read `text`. Raises SyntaxProblem, which says where and why."""
    # PostgreSQL's text holds no NUL.
    text = text.replace("\x00", "")
    if len(text) > LONGEST:
        raise SyntaxProblem(_("This is too long to search for."), position=LONGEST, term="")
    texts: list[Text] = []
    conditions: list[Condition] = []
    numbers: list[int] = []
    for term in _terms(text):
        if term["number"]:
            numbers.append(int(term["number"]))
        elif term["key"]:
            _read_key(term, texts, conditions)
        elif said := _said(term["phrase"] or term["word"], negated=bool(term["minus"])):
            texts.append(said)
    order, descending = _order(conditions)
    kept = [condition for condition in conditions if condition.key not in ("order_by", "sort")]
    return Query(tuple(texts), _joined(kept), tuple(numbers), order, descending)


def _terms(text: str) -> list[re.Match]:
    terms, place = [], 0
    while place < len(text):
        if text[place].isspace() or text[place] == ",":
            place += 1
            continue
        term = _TERM.match(text, place)
        if term is None:
            raise SyntaxProblem(_("A quotation mark has no partner."), position=place, term=text[place : place + 20])
        terms.append(term)
        place = term.end()
    if len(terms) > MOST_TERMS:
        raise SyntaxProblem(
            _("These are too many terms for one search."),
            position=terms[MOST_TERMS].start(),
            term=terms[MOST_TERMS][0],
        )
    return terms


def _said(raw: str, *, negated: bool = False, part: Literal["", "subject", "description"] = "") -> Text | None:
    phrase = raw.strip('"')
    if not re.search(r"\w", phrase):
        return None
    if raw.startswith('"'):
        return Text(phrase, "phrase", negated, part)
    return Text(phrase.rstrip("*"), "prefix" if phrase.endswith("*") else "word", negated, part)


def _read_key(term: re.Match, texts: list[Text], conditions: list[Condition]) -> None:
    key, operator, negated = term["key"].lower(), term["op"], bool(term["minus"])
    if key not in KEYS and not FIELD_KEY.fullmatch(key):
        message = _("“%(key)s” is not something to search by. Put it in quotation marks to look for the words.") % {"key": key}
        raise SyntaxProblem(message, position=term.start(), term=term[0])
    values = re.findall(_VALUE, term["values"])
    if not values:
        raise SyntaxProblem(_("Say what “%(key)s” should be.") % {"key": key}, position=term.start(), term=term[0])
    if operator != ":" and (key not in COMPARABLE or len(values) > 1):
        message = _("“%(key)s” takes a colon here.") % {"key": key}
        raise SyntaxProblem(message, position=term.start(), term=term[0])
    if key in ("subject", "description"):
        texts.extend(said for value in values if (said := _said(value, negated=negated, part=key)))
        return
    conditions.append(Condition(key, operator, tuple(value.strip('"') for value in values), negated, term.start()))


def _joined(conditions: list[Condition]) -> tuple[Condition, ...]:
    """Conditions with the same key become one; comparisons stay apart, since two of them make a range."""
    joined: dict[tuple, Condition] = {}
    for place, one in enumerate(conditions):
        same = (one.key, one.negated) if one.operator == ":" else (place,)
        before = joined.get(same)
        joined[same] = (
            Condition(one.key, one.operator, before.values + one.values, one.negated, before.position) if before else one
        )
    return tuple(joined.values())


def _order(conditions: list[Condition]) -> tuple[str, bool]:
    order, descending = "updated_at", True
    for condition in conditions:
        value = condition.values[0].lower()
        if condition.key == "order_by" and value in ORDERS:
            order = ORDERS[value]
        elif condition.key == "sort" and value in ("asc", "desc"):
            descending = value == "desc"
        elif condition.key in ("order_by", "sort"):
            message = _("Results can be ordered by created or updated, asc or desc.")
            raise SyntaxProblem(message, position=condition.position, term=f"{condition.key}:{value}")
    return order, descending
