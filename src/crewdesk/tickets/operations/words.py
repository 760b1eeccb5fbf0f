"""Keeps a ticket's search document.

Words of the subject have weight A, of public comments B, of internal notes D, so that a customer's search
reads A and B alone. Labels such as `tag:vip` or `desk:7` are lexemes of their own: with the desk's label the
GIN index reads the postings of one desk only, which neither row-level security nor a plain `desk_id =`
condition could make it do.
"""

import unicodedata
from collections.abc import Iterator
from typing import Any

from django.db import connection

from ..models import Comment, SearchDocument, Ticket

TABLE = SearchDocument._meta.db_table
# PostgreSQL refuses a tsvector over 1 MB; these bounds stay far below it.
MOST_CHARACTERS = 60_000
MOST_LEXEMES = 20_000
LONGEST_LABEL = 120


def fold(text: str) -> str:
    """Lower case without accents, so that 'Reclamação' is found by 'reclamacao'."""
    if text.isascii():
        return text[:MOST_CHARACTERS].lower().replace("\x00", "")
    decomposed = unicodedata.normalize("NFKD", text[:MOST_CHARACTERS])
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold().replace("\x00", "")


def label(kind: str, value: Any) -> str:
    """A lexeme for an exact value; no word of a text can look like one, since parsers split at the colon."""
    return f"{kind}:{fold(str(value))}"[:LONGEST_LABEL]


def labels_of(columns: dict[str, Any]) -> set[str]:
    """The labels of a ticket, from its columns by name."""
    labels = {label("desk", columns["desk_id"]), *(label("tag", tag) for tag in columns["tags"])}
    labels |= {label(name, columns[name]) for name in ("type", "priority", "via", "brand_id") if columns[name]}
    return labels | set(_field_labels(columns["custom_fields"]))


def _field_labels(values: dict[str, Any]) -> Iterator[str]:
    for field, value in values.items():
        for one in value if isinstance(value, list) else [value]:
            yield label(f"field:{field}", one)
            yield label("value", one)


def index_new(ticket: Ticket, *comments: Comment) -> None:
    """Make the document of `ticket`, which has none."""
    public, notes = ("\n".join(c.body for c in comments if c.public is public) for public in (True, False))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {TABLE} (desk_id, ticket_id, words) VALUES (%s, %s, array_to_tsvector(%s)"
            " || crewdesk_subject_words(%s)"
            " || setweight(to_tsvector('simple', %s), 'B') || to_tsvector('simple', %s))",
            [
                ticket.desk_id,
                ticket.pk,
                sorted(labels_of(vars(ticket))),
                fold(ticket.subject),
                fold(public),
                fold(notes),
            ],
        )


def index_more(ticket: Ticket, before: dict[str, Any], comment: Comment | None = None) -> None:
    """Add the words of one more comment, and bring the labels from those of the columns `before` to the
    present ones.
    """
    old, new = labels_of(before), labels_of(vars(ticket))
    if old == new and comment is None:
        return
    text, weight = (comment.body, "B" if comment.public else "D") if comment else ("", "D")
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {TABLE} SET words = ts_delete(words, %s::text[]) || array_to_tsvector(%s::text[])"
            " || CASE WHEN length(words) < %s THEN setweight(to_tsvector('simple', %s), %s) ELSE '' END"
            " WHERE desk_id = %s AND ticket_id = %s",
            [
                sorted(old - new),
                sorted(new - old),
                MOST_LEXEMES,
                fold(text),
                weight,
                ticket.desk_id,
                ticket.pk,
            ],
        )


def index_again(ticket: Ticket) -> None:
    """Make the document anew from all that the ticket says now; after a redaction, split or change of
    subject.
    """
    SearchDocument.objects.filter(ticket=ticket).delete()
    index_new(ticket, *ticket.comments.only("body", "public").order_by("id"))
