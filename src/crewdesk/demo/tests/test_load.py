"""Loading a sample desk: once, whole, quietly; and a stopped start is gone on with."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth import authenticate
from django.db import connection

from crewdesk.accounts.models import Desk, Organization, Person, User
from crewdesk.accounts.queries import seats_of
from crewdesk.channels.models import IncomingMail, OutgoingMail
from crewdesk.core.operations import Refused
from crewdesk.core.tenancy import desk_scope
from crewdesk.demo import sample
from crewdesk.demo.furnishing import CATEGORIES
from crewdesk.demo.post.letters import latest_of_each
from crewdesk.tickets.models import Attachment, Comment, Ticket
from crewdesk.tickets.search.query import find
from crewdesk.tickets.tally import view_counts

UNTIL = datetime(2026, 5, 20, 12, tzinfo=UTC)


def load(tickets=300, slug="harbor", **options) -> Desk:
    return sample.load(slug=slug, tickets=tickets, until=UNTIL, **options)


def count_jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs")
        return cursor.fetchone()[0]


@pytest.fixture(scope="module")
def sampled(django_db_setup, django_db_blocker):
    """A loaded desk, really committed, which the tests only look at."""
    with django_db_blocker.unblock():
        jobs, told = count_jobs(), []
        desk = load(tickets=600, slug="sampled", progress=told.append)
        assert told == [250, 500, 600]
        assert count_jobs() == jobs
        yield desk
        connection.close()


def test_a_desk_is_loaded_whole(db, sampled):
    with desk_scope(sampled.pk):
        assert list(Ticket.objects.order_by("id").values_list("number", flat=True)) == list(range(1, 601))
        assert User.objects.staff().count() == 40
        ada = User.objects.get(email="ada@sampled.example")
        assert ada.role == "admin"
        assert view_counts(ada)["unsolved"] == Ticket.objects.unsolved().count() > 0
        assert Organization.objects.get(name="Marsh & Daughters").shared_tickets
        oldest = Ticket.objects.order_by("created_at").first()
        assert (UNTIL - oldest.created_at).days > 300
        assert not Ticket.objects.filter(updated_at__gt=UNTIL).exists()


def test_its_web_form_is_open_with_a_category_for_each_kind_of_matter(db, sampled, client):
    """What furnishing set is not overwritten by how far loading is."""
    page = client.get("/h/sampled/request/")
    assert page.status_code == 200
    assert [name for name in CATEGORIES if name not in page.text] == []
    sampled.refresh_from_db()
    assert sampled.settings["sample"]["done"] == 600


def test_loading_leaves_no_mail_to_send(db, sampled):
    """That no job is left is checked while `sampled` is loaded."""
    with desk_scope(sampled.pk):
        assert OutgoingMail.objects.exists()
        assert not OutgoingMail.objects.exclude(state="sent").exists()
        assert not IncomingMail.objects.exclude(state="processed").exists()


def test_a_second_start_loads_nothing(db):
    desk = load(tickets=20)
    with desk_scope(desk.pk):
        before = list(Ticket.objects.order_by("id").values_list("id", "version"))
    assert load(tickets=500).pk == desk.pk
    with desk_scope(desk.pk):
        assert list(Ticket.objects.order_by("id").values_list("id", "version")) == before


def test_a_stopped_start_is_finished_as_it_was_begun(db):
    class Stopped(Exception):
        pass

    def stop(done):
        raise Stopped

    with pytest.raises(Stopped):
        load(slug="half", progress=stop)
    half, whole = load(slug="half", tickets=7), load(slug="whole")
    assert faces(half) == faces(whole)
    assert len(faces(half)) == 300


def faces(desk: Desk) -> list:
    with desk_scope(desk.pk):
        columns = (
            "number",
            "subject",
            "status",
            "requester__email",
            "requester__organization__name",
            "comment_count",
            "waiting_since",
            "updated_at",
        )
        return list(Ticket.objects.order_by("number").values_list(*columns))


def test_a_desk_of_somebodys_own_is_left_alone(harbor):
    with pytest.raises(Refused, match="no sample desk"):
        load()
    with harbor.scope():
        assert not Ticket.objects.exists()


def test_a_file_is_stored_once_and_shared(db, sampled):
    with desk_scope(sampled.pk):
        attached = Attachment.objects.select_related("file")
        assert len({one.file_id for one in attached}) < len(attached)
        pictures = [one.file for one in attached if one.file.is_picture]
        assert pictures
        assert all(file.thumbnail_key for file in pictures)


def test_what_was_loaded_is_found(db, sampled):
    with desk_scope(sampled.pk):
        ada = User.objects.get(email="ada@sampled.example")
        word = next(
            word
            for comment in Comment.objects.filter(public=True)
            for word in comment.body.split()
            if word.isascii() and word.isalpha()
        )
        assert find(ada, word, size=10, among=Ticket.objects.all()).rows


def test_the_demo_has_a_neighbour_where_lena_has_a_seat_too(db, settings, tmp_path):
    settings.CREWDESK_DATA = tmp_path
    sample.load_demo(tickets=60)
    assert latest_of_each()
    lena = Person.objects.get(email="lena@harbor.example")
    assert [seat.desk.slug for seat in seats_of(lena)] == ["harbor", "meridian"]
    with desk_scope(Desk.objects.get(slug="meridian").pk):
        assert User.objects.get(person=lena).role == "light_agent"
        assert Ticket.objects.count() == 4
    for _role, address, password in sample.logins():
        assert authenticate(None, email=address, password=password).email == address
