"""Answers a search for one member, under that member's own rights."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import connection
from django.db.models import QuerySet

from crewdesk.accounts.models import User
from crewdesk.core.clock import now as clock_now
from crewdesk.core.paging import Page, read_cursor, write_cursor

from ..models import Ticket
from ..operations.words import fold
from .filters import Filter, compile_conditions
from .sight import sight_of
from .syntax import Query, Text, parse

MOST_COUNTED = 1_000
# Columns whose values leave few tickets.
NARROW = {"requester_id", "number"}


class Hit(NamedTuple):
    """A ticket that was found, and where it stands in the order."""

    at: datetime
    id: int


@dataclass(frozen=True)
class Statement:
    """The arguments of the SQL functions: a tsquery expression with its parameters, and filters."""

    tsquery: str
    parameters: list[Any]
    filters: list[Filter]
    is_narrow: bool


def find(
    member: User, text: str, *, size: int = 50, cursor: str | None = None, typing: bool = False,
    among: QuerySet | None = None, within: Sequence[Filter] = (), skip: int = 0, now: datetime | None = None,
) -> Page:  # fmt: skip
    """A page of the tickets that `text` finds and `member` may read, latest change first unless the text
    orders otherwise.

    `typing` takes the last word for the beginning of one. `among`, a query of tickets that `member` may see,
    decides what the rows are; each needs an `id`. What `among` leaves out has to be left out by `within` too, or pages
    come short. A number alone also finds the ticket that bears it, on top
    of the first page. Of the first `size`, the first `skip` are not read. Raises SyntaxProblem and BadCursor.
    """
    query = _typed(parse(text)) if typing else parse(text)
    rows = Ticket.objects.visible_to(member) if among is None else among
    backward, place = read_cursor(cursor, 2)
    hits = _hits(_statement(query, member, now or clock_now(), within), query, backward, place, size + 1)
    more, hits = len(hits) > size, hits[:size]
    if backward:
        hits.reverse()
    ids = [hit.id for hit in hits]
    if cursor is None:
        ids = _with_number(query, rows, ids)
    found = _in_order(rows, ids[skip:])
    has_next, has_previous = (bool(hits), more) if backward else (more, place is not None and bool(hits))
    columns = ["at", "id"]
    return Page(
        found,
        write_cursor(hits[-1], columns, backward=False) if has_next and hits else None,
        write_cursor(hits[0], columns, backward=True) if has_previous and hits else None,
    )


def refuse_unreadable(member: User, text: str) -> None:
    """Raises SyntaxProblem where `find` and `count` would."""
    _statement(parse(text), member, clock_now())


def count(member: User, text: str, *, within: Sequence[Filter] = (), now: datetime | None = None) -> int:
    """How many tickets `text` finds for `member`; MOST_COUNTED + 1 stands for more than MOST_COUNTED. Raises
    SyntaxProblem.
    """
    statement = _statement(parse(text), member, now or clock_now(), within)
    with connection.cursor() as db:
        sql = f"SELECT crewdesk_count_tickets({statement.tsquery}, %s, %s, %s)"
        db.execute(sql, [*statement.parameters, json.dumps(statement.filters), MOST_COUNTED + 1, statement.is_narrow])
        return db.fetchone()[0]


def count_shown(number: int) -> str:
    """A count as people read it: `1000+` beyond what is counted."""
    return f"{MOST_COUNTED}+" if number > MOST_COUNTED else str(number)


def _hits(statement: Statement, query: Query, backward: bool, place: list | None, how_many: int) -> list[Hit]:
    at, pk = place or (None, None)
    with connection.cursor() as db:
        db.execute(
            f"SELECT at, id FROM crewdesk_search_tickets({statement.tsquery}, %s, %s, %s, %s, %s, %s, %s)",
            [
                *statement.parameters,
                json.dumps(statement.filters),
                query.order,
                query.descending != backward,
                at,
                pk,
                how_many,
                statement.is_narrow,
            ],
        )
        return [Hit(*row) for row in db.fetchall()]


def _in_order(rows: QuerySet, ids: list[int]) -> list:
    by_id = {row.id: row for row in rows.filter(pk__in=ids)} if ids else {}
    return [by_id[pk] for pk in ids if pk in by_id]


def _with_number(query: Query, rows: QuerySet, ids: list[int]) -> list[int]:
    """A lone bare number may be a ticket's, and a word as well."""
    word = query.texts[0].text if len(query.texts) == 1 and not query.conditions and not query.numbers else ""
    if not (word.isascii() and word.isdigit() and len(word) < 19):
        return ids
    named = list(rows.filter(number=int(word)).values_list("pk", flat=True))
    return named + [pk for pk in ids if pk not in named]


def _typed(query: Query) -> Query:
    if not query.texts or query.texts[-1].kind != "word" or len(query.texts[-1].text) < 2:
        return query
    return replace(query, texts=(*query.texts[:-1], replace(query.texts[-1], kind="prefix")))


def _statement(query: Query, member: User, now: datetime, within: Sequence[Filter] = ()) -> Statement:
    compiled = compile_conditions(query.conditions, member, now=now, zone=_zone(member))
    pieces = [_tsquery(text, member) for text in query.texts]
    pieces += [("%s::tsquery", [" | ".join(_quoted(label) for label in labels)]) for labels in compiled.labels]
    filters = [*sight_of(member), *within, *compiled.filters]
    if query.numbers:
        filters.append({"is": "in", "column": "number", "values": list(query.numbers)})
    expression = " && ".join(sql for sql, _value in pieces) or "''::tsquery"
    parameters = [value for _sql, values in pieces for value in values]
    return Statement(
        expression,
        parameters,
        filters,
        any(one.get("column") in NARROW for one in filters) or not member.is_staff_member,
    )


def _tsquery(text: Text, member: User) -> tuple[str, list[str]]:
    if text.kind == "prefix":
        sql, value = "to_tsquery('simple', %s)", _beginning(text.text)
    else:
        sql, value = (
            f"{'phraseto' if text.kind == 'phrase' else 'plainto'}_tsquery('simple', %s)",
            fold(text.text),
        )
    values = [value]
    if text.part == "subject":
        sql, values = f"(crewdesk_in_subject({sql}) && crewdesk_weighed({sql}, 'A'))", [value, value]
    elif text.part or not member.is_staff_member:
        sql = f"crewdesk_weighed({sql}, '{_weights(text, member)}')"
    return (f"!! {sql}" if text.negated else sql), values


def _weights(text: Text, member: User) -> str:
    """Where the words have to stand; a customer reads no internal notes."""
    if text.part == "description":
        return "BD" if member.is_staff_member else "B"
    return "AB"


def _beginning(text: str) -> str:
    words = "".join(c if c.isalnum() or c == "_" else " " for c in fold(text)).split()
    return " & ".join(_quoted(word) for word in words) + ":*" if words else "''"


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _zone(member: User) -> tzinfo:
    try:
        return ZoneInfo(member.time_zone or "UTC")
    except (ZoneInfoNotFoundError, ValueError):
        return UTC
