"""Criterion 8: search and counts never include another desk's row."""

import pytest
from django.db import ProgrammingError, connection, transaction
from psycopg.types.json import Jsonb

from crewdesk.tickets.models import SearchDocument
from crewdesk.tickets.search.query import count, find

from .story import opened

WORDS = ("zanzibar", "tags:zebra", "zanz*", "", "#1", "status:new", "-nothing", "1")


def test_criterion_8_twin_desks_never_meet_in_search(harbor, meridian):
    with harbor.scope():
        opened(harbor.cleo, "zanzibar", subject="Zanzibar", tags=["zebra"])
        opened(harbor.cleo, "zanzibar", subject="Zanzibar", tags=["zebra"])
    with meridian.scope():
        opened(meridian.carl, "zanzibar", subject="Zanzibar", tags=["zebra"])
    for cast, members, tickets in (
        (harbor, (harbor.ada, harbor.liv, harbor.cleo), 2),
        (meridian, (meridian.olga, meridian.carl), 1),
    ):
        with cast.scope():
            for member in members:
                for text in WORDS:
                    if ":" in text and not member.is_staff_member:
                        continue
                    rows = find(member, text).rows
                    assert {row.desk_id for row in rows} == {cast.desk.pk}
                    assert len(rows) == count(member, text) or text in ("#1", "1")
                assert count(member, "zanzibar") == tickets


def test_function_answers_no_desk_without_a_scope(harbor):
    with harbor.scope():
        opened(harbor.cleo, "zanzibar")
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL crewdesk.desk = ''")
        with pytest.raises(ProgrammingError, match="no desk in scope"), transaction.atomic():
            cursor.execute("SELECT * FROM crewdesk_search_tickets('zanzibar', '[]', 'updated_at', true, null, null, 9, false)")


@pytest.mark.parametrize("column", ["desk_id", "id; DROP TABLE tickets_ticket", "snippet"])
def test_function_takes_listed_columns_only(in_harbor, column):
    condition = Jsonb([{"is": "in", "column": column, "values": ["1"]}])
    with (
        pytest.raises(ProgrammingError, match="cannot be searched by"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT crewdesk_count_tickets('', %s, 9, false)", [condition])


def test_desk_label_alone_opens_nothing(harbor, meridian):
    """A forged desk label in the text is a word, and the label of the own desk is always asked for."""
    with harbor.scope():
        opened(harbor.cleo, "zanzibar")
    with meridian.scope():
        assert find(meridian.olga, f'"desk:{harbor.desk.pk}"').rows == []
        with connection.cursor() as cursor:
            cursor.execute("SELECT crewdesk_count_tickets(%s::tsquery, '[]', 9, false)", [f"'desk:{harbor.desk.pk}'"])
            assert cursor.fetchone() == (0,)
        assert SearchDocument.objects.count() == 0
