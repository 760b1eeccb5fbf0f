"""Whole tickets in bulk: searchable, numbered, and nobody hears of it."""

from datetime import UTC, datetime

from django.db import connection

from crewdesk.core.bulk import Ids, insert, quietly
from crewdesk.core.models import Event
from crewdesk.tickets.models import Comment, Participation, SearchDocument, Status, Ticket
from crewdesk.tickets.operations.comments import Said, compose
from crewdesk.tickets.operations.create import create_ticket, next_numbers
from crewdesk.tickets.operations.history import TicketRows, reserve_numbers, told, write_tickets

LONG_AGO = datetime(2019, 5, 1, 8, 30, tzinfo=UTC)


def rows_of(cast, *, number: int = 41) -> TicketRows:
    ids, cleo = Ids(), cast.cleo
    ticket = Ticket(
        id=ids(Ticket), number=number, subject="Réclamation", requester=cleo, submitter=cleo, status=Status.CLOSED, tags=["vip"],
        solved_at=LONG_AGO, closed_at=LONG_AGO, created_at=LONG_AGO, updated_at=LONG_AGO,
    )  # fmt: skip
    comments = [
        compose(ticket, Said(body="Where is my parcel?"), by=cleo, via="api", at=LONG_AGO),
        compose(ticket, Said(body="A rhubarb note", public=False), by=cast.ben, via="api", at=LONG_AGO),
    ]
    for comment in comments:
        comment.pk = ids(Comment)
    told(ticket, comments)
    cc = Participation(ticket=ticket, user=cast.ben, kind="follower", created_at=LONG_AGO)
    event = Event(at=LONG_AGO, kind="ticket.created", via="api", subject_type="ticket", subject_id=ticket.pk, changes={})
    return TicketRows(ticket, comments, participations=[cc], events=[event])


def test_rows_stand_as_they_were_given(in_harbor):
    write_tickets([rows_of(in_harbor)])
    ticket = Ticket.objects.get(number=41)
    assert (ticket.status, ticket.created_at, ticket.closed_at) == (Status.CLOSED, LONG_AGO, LONG_AGO)
    assert (ticket.comment_count, ticket.snippet, ticket.waiting_since) == (2, "A rhubarb note", None)
    assert [c.created_at for c in ticket.comments.all()] == [LONG_AGO, LONG_AGO]
    assert ticket.participations.get().user == in_harbor.ben


def test_words_are_those_that_a_verb_would_index(in_harbor):
    rows = rows_of(in_harbor)
    write_tickets([rows])
    bulk = SearchDocument.objects.get(ticket=rows.ticket).words
    from crewdesk.tickets.operations.words import index_again

    index_again(Ticket.objects.get(pk=rows.ticket.pk))
    assert SearchDocument.objects.get(ticket=rows.ticket).words == bulk
    assert "rhubarb" in bulk
    assert "subject:reclamation" in bulk


def test_no_job_is_left_and_no_page_is_woken(in_harbor, monkeypatch):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        before = cursor.fetchone()
        write_tickets([rows_of(in_harbor)])
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == before
        cursor.execute("SELECT current_setting('crewdesk.quiet', true)")
        assert cursor.fetchone() == ("on",)


def test_quiet_events_send_no_notice(committed_harbor, owner_connection):
    owner_connection.execute("LISTEN crewdesk_live")

    def notices(is_quiet: bool) -> int:
        with committed_harbor.scope():
            if is_quiet:
                quietly()
            insert([Event(at=LONG_AGO, kind="test.quiet", via="api", subject_type="ticket", subject_id=1, changes={})])
        return sum("test.quiet" in note.payload for note in owner_connection.notifies(timeout=0.3))

    assert notices(False) == 1
    assert notices(True) == 0


def test_numbers_that_came_along_are_taken(in_harbor):
    reserve_numbers(700)
    assert next_numbers(1) == [701]
    reserve_numbers(20)
    assert next_numbers(1)[0] > 701


def test_two_that_reserve_at_once_wait_for_each_other(in_harbor):
    reserve_numbers(700)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()"
            " AND objid = hashtext(%s)::bit(32)::bigint::oid",
            [f"desk_numbers.d{in_harbor.desk.pk}"],
        )
        assert cursor.fetchone() == (1,)


def test_a_new_ticket_never_gets_a_number_that_came_along(in_harbor):
    write_tickets([rows_of(in_harbor, number=1), rows_of(in_harbor, number=2)])
    reserve_numbers(2)
    made = create_ticket(requester=in_harbor.cleo, by=None, said=Said(body="Hello"), via="web", at=LONG_AGO)
    assert made.number > 2
