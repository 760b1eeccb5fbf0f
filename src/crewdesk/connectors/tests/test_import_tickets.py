"""Tickets from CSV: brought in once, as they were, nobody told."""

import pytest
from django.db import connection

from crewdesk.accounts.operations.organizations import create_organization
from crewdesk.connectors.operations.imports import begin_import, work_here
from crewdesk.connectors.sheets.running import Import
from crewdesk.core.clock import now
from crewdesk.core.models import Event
from crewdesk.tickets.models import Ticket
from crewdesk.tickets.operations.audit import with_wordings

from .sheets import TICKETS, checked, counts, imported, problems

pytestmark = pytest.mark.usefixtures("fields")


def test_history_stays_as_it_was(in_harbor):
    run = imported(in_harbor, "tickets", TICKETS)
    assert counts(run) == (2, 0, 0, 3)
    old = Ticket.objects.get(external_id="7001")
    assert (old.status, old.priority, old.assignee, old.group) == ("closed", "high", in_harbor.ben, in_harbor.group)
    assert (old.created_at.isoformat(), old.solved_at.date().isoformat()) == ("2019-05-01T08:00:00+00:00", "2019-05-02")
    assert (old.closed_at, old.updated_at) == (old.solved_at, old.solved_at)
    assert (old.requester.name, old.requester.created_at.year) == ("Nils", 2019)
    assert old.comments.get().body == "Please\nrefund me"
    assert old.comments.get().created_at == old.created_at
    assert sorted(old.custom_fields.values()) == ["A-1", "about_money"]
    assert old.tags == ["about_money", "eu", "vip"]
    event = Event.objects.get(subject_type="ticket", subject_id=old.pk)
    assert (event.at, event.kind) == (old.created_at, "ticket.created")
    assert "A-1" in with_wordings([event])[0]["custom_fields"][1].values()


def test_what_could_not_be_mapped_is_reported(in_harbor):
    run = imported(in_harbor, "tickets", TICKETS)
    assert {entry["examples"][0] for entry in run.report} == {"gone@x.example", "Nowhere"}
    login = Ticket.objects.get(external_id="7002")
    assert (login.assignee, login.group, login.status) == (None, None, "open")
    assert login.waiting_since == login.created_at


def test_bad_rows_say_why(in_harbor):
    said = dict(problems(checked(in_harbor, "tickets", TICKETS)))
    assert "Write one of: closed, hold" in said[5]
    assert "Correct the dates" in said[6]
    assert "Weather" in said[7]


def test_an_imported_ticket_is_searchable_and_counted(in_harbor):
    imported(in_harbor, "tickets", TICKETS)
    from crewdesk.tickets.models import SearchDocument
    from crewdesk.tickets.tally import view_counts

    assert "refund" in SearchDocument.objects.get(ticket__external_id="7001").words
    assert view_counts(in_harbor.ada)["unsolved"] == 1


def test_a_second_time_brings_nothing_twice(in_harbor):
    imported(in_harbor, "tickets", TICKETS)
    Ticket.objects.filter(external_id="7002").update(subject="Worked on since")
    assert counts(imported(in_harbor, "tickets", TICKETS)) == (0, 0, 2, 3)
    assert Ticket.objects.get(external_id="7002").subject == "Worked on since"


def test_tickets_without_an_id_are_known_by_what_they_say(in_harbor):
    text = "subject,from\nOne,cleo@customer.example\nTwo,cleo@customer.example\nOne,cleo@customer.example\n"
    assert counts(checked(in_harbor, "tickets", text)) == (2, 0, 1, 0)
    assert counts(imported(in_harbor, "tickets", text)) == (2, 0, 1, 0)
    assert counts(imported(in_harbor, "tickets", text)) == (0, 0, 3, 0)


def test_no_rule_mail_or_job(in_harbor):
    run = begin_import(checked(in_harbor, "tickets", TICKETS), by=in_harbor.ada, at=now(), with_job=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        before = cursor.fetchone()
        work_here(Import, in_harbor.desk, run)
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        assert cursor.fetchone() == before


def test_the_same_written_otherwise_is_the_same(in_harbor):
    marsh = create_organization(name="Marsh Ltd", by=None, at=now())
    text = (
        "ticket id,subject,from,assignee,organization\nA  1,One,cleo@customer.example,<Ben@harbor.example>,Marsh\u00a0Ltd\n"
        "A\u00a01,One,cleo@customer.example,,\n0aB,Two,cleo@customer.example,,\n0Ab,Three,cleo@customer.example,,\n"
    )
    assert counts(imported(in_harbor, "tickets", text)) == (3, 0, 0, 1)
    assert counts(imported(in_harbor, "tickets", text)) == (0, 0, 3, 1)
    one = Ticket.objects.get(external_id="A 1")
    assert (one.assignee, one.organization) == (in_harbor.ben, marsh)
