"""Answering, solving, opening again, following up, copying in."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.users import create_user
from crewdesk.channels.models import HeldFile
from crewdesk.channels.webform import answering, files
from crewdesk.core.clock import now
from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted, Refused
from crewdesk.tickets.models import Attachment, Participation, Ticket
from crewdesk.tickets.operations.definitions.fields import create_field
from crewdesk.tickets.operations.requesters import reopen_request, solve_request
from crewdesk.tickets.operations.update import update_ticket

from .conftest import address, ask, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket(harbor):
    return ask(harbor, harbor.cleo)


def answer(client, harbor, ticket, **data):
    return client.post(address(harbor, "my-request-answer", number=ticket.number), data)


def now_is(harbor, ticket) -> Ticket:
    with harbor.scope():
        return Ticket.objects.get(pk=ticket.pk)


def text(response) -> str:
    return response.content.decode()


def test_an_answer_with_files(cleo, harbor, ticket):
    response = answer(
        cleo, harbor, ticket, body="Here it is", files=[SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")]
    )
    assert response.status_code == 302
    with harbor.scope():
        comment = ticket.comments.order_by("-id").first()
        assert (comment.body, comment.author_id, comment.public, comment.via) == ("Here it is", harbor.cleo.pk, True, "web")
        assert [each.file.name for each in Attachment.objects.filter(comment=comment).order_by("id")] == ["a.txt", "b.txt"]


def test_an_answer_opens_what_waited(cleo, harbor, ticket):
    say(harbor, ticket, harbor.ben, "Which bank?", status="pending")
    answer(cleo, harbor, ticket, body="That one")
    assert now_is(harbor, ticket).status == "open"


def test_nothing_to_say_is_told_and_files_are_kept(cleo, harbor, ticket):
    assert answer(cleo, harbor, ticket, body="  ").status_code == 422
    refused = answer(
        cleo, harbor, ticket, body="Look", files=[SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("none.txt", b"")]
    )
    assert refused.status_code == 422
    page = text(refused)
    assert "none.txt is empty" in page
    assert "Look" in page
    assert "a.txt" in page
    token = page.partition('name="token" value="')[2].partition('"')[0]
    answer(cleo, harbor, ticket, body="Look", token=token)
    with harbor.scope():
        assert Attachment.objects.filter(comment__ticket=ticket).count() == 1
        assert not HeldFile.objects.exists()


@pytest.mark.parametrize("body", ["long " * 10_001, "a\x00b"], ids=["long", "nul"])
def test_what_cannot_be_sent_is_told_and_kept(cleo, harbor, ticket, body):
    refused = answer(cleo, harbor, ticket, body=body)
    assert refused.status_code == 422
    page = text(refused)
    assert "at most 50000" in page or "Null characters" in page
    assert body[:4] in page.partition("<textarea")[2]
    assert now_is(harbor, ticket).comment_count == 1


def test_a_new_line_counts_as_one_character_as_the_browser_counts(cleo, harbor, ticket):
    assert answer(cleo, harbor, ticket, body="a\r\n" * 24_999 + "xy").status_code == 302
    with harbor.scope():
        assert "\r" not in ticket.comments.order_by("-id").first().body


def test_a_refused_answer_keeps_its_files(cleo, harbor, ticket, monkeypatch):
    def refuse(*_args, **_named):
        raise Refused("Not now.")

    monkeypatch.setattr(answering, "reply", refuse)
    page = text(answer(cleo, harbor, ticket, body="Look", files=[SimpleUploadedFile("a.txt", b"a")]))
    assert "Not now." in page
    assert "a.txt" in page
    with harbor.scope():
        assert HeldFile.objects.count() == 1
        assert not Attachment.objects.exists()


def test_files_are_counted(cleo, harbor, ticket, monkeypatch):
    monkeypatch.setattr(files, "FILES_OF_SENDER", 1)
    chosen = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")]
    refused = answer(cleo, harbor, ticket, body="Look", files=chosen)
    assert refused.status_code == 422
    assert "b.txt: Too many files" in text(refused)
    with harbor.scope():
        assert HeldFile.objects.get().file.name == "a.txt"


def test_many_files_cost_as_many_queries_as_one_but_for_storing_them(cleo, harbor, ticket):
    counts = []
    for how_many in (1, 4):
        page = text(answer(cleo, harbor, ticket, body="", files=[SimpleUploadedFile("none.txt", b"")]))
        token = page.partition('name="token" value="')[2].partition('"')[0]
        kept = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(how_many)]
        answer(cleo, harbor, ticket, body="Look", token=token, files=[*kept, SimpleUploadedFile("none.txt", b"")])
        with CaptureQueriesContext(connection) as queries:
            assert answer(cleo, harbor, ticket, body="Look", token=token).status_code == 302
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_kept_file_is_taken_back(cleo, harbor, ticket):
    page = text(
        answer(cleo, harbor, ticket, body="Look", files=[SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("none.txt", b"")])
    )
    token = page.partition('name="token" value="')[2].partition('"')[0]
    with harbor.scope():
        pk = HeldFile.objects.get().pk
    assert "a.txt" in text(answer(cleo, harbor, ticket, body="Look", token=token, drop="9" * 4301))
    without = answer(cleo, harbor, ticket, body="Look", token=token, drop=pk)
    assert without.status_code == 200
    assert "a.txt" not in text(without)


def test_solved_without_a_word_and_open_again(cleo, harbor, ticket):
    answer(cleo, harbor, ticket, body="", solved="1")
    assert now_is(harbor, ticket).status == "solved"
    answer(cleo, harbor, ticket, body="", reopen="1")
    reopened = now_is(harbor, ticket)
    assert (reopened.status, reopened.reopens, reopened.comment_count) == ("open", 1, 1)
    assert reopened.waiting_since is not None
    with harbor.scope():
        changes = [event.changes.get("status") for event in Event.objects.filter(kind="ticket.updated").order_by("id")]
        actors = set(Event.objects.filter(kind="ticket.updated").values_list("actor_id", flat=True))
    assert changes == [["new", "solved"], ["solved", "open"]]
    assert actors == {harbor.cleo.pk}


def test_solved_with_a_word_loses_neither(cleo, harbor, ticket):
    answer(cleo, harbor, ticket, body="Thank you!", solved="1")
    solved = now_is(harbor, ticket)
    assert (solved.status, solved.comment_count) == ("solved", 2)


def test_an_answer_opens_a_solved_one(cleo, harbor, ticket):
    say(harbor, ticket, harbor.ben, "Done", status="solved")
    answer(cleo, harbor, ticket, body="It came back")
    assert now_is(harbor, ticket).status == "open"


def close(harbor, ticket) -> None:
    with harbor.scope():
        update_ticket(Ticket.objects.get(pk=ticket.pk), by=None, via="system", at=now(), changes={"status": "closed"})


def test_a_closed_one_is_followed_up(cleo, harbor, ticket):
    close(harbor, ticket)
    response = answer(cleo, harbor, ticket, body="It happened again")
    with harbor.scope():
        followup = Ticket.objects.get(followup_of=ticket)
        assert followup.requester_id == harbor.cleo.pk
        assert followup.comments.get().body == "It happened again"
    assert response["Location"].startswith(address(harbor, "my-request", number=followup.number))
    assert now_is(harbor, ticket).comment_count == 1


def test_a_followup_asks_for_no_fields(cleo, harbor, ticket):
    """The page has none to fill in, and what came by mail has none to take over."""
    facts = {"visible_in_portal": True, "editable_in_portal": True, "required_in_portal": True, "via": "web"}
    with harbor.scope():
        create_field(key="order", type="text", title="Order", by=None, at=now(), **facts)
    close(harbor, ticket)
    assert answer(cleo, harbor, ticket, body="It happened again").status_code == 302
    with harbor.scope():
        assert Ticket.objects.filter(followup_of=ticket).exists()


def test_a_closed_one_is_not_opened_or_solved(cleo, harbor, ticket):
    close(harbor, ticket)
    for verb in ("solved", "reopen"):
        assert answer(cleo, harbor, ticket, body="", **{verb: "1"}).status_code == 422
    assert now_is(harbor, ticket).status == "closed"


class TestVerbs:
    def test_only_the_requester_says_that_it_is_solved(self, harbor, ticket):
        with harbor.scope():
            stranger = create_user(name="Dora", email="dora@elsewhere.example", by=None)
            for verb in (solve_request, reopen_request):
                row = Ticket.objects.get(pk=ticket.pk)
                row.status = "solved" if verb is reopen_request else row.status
                with pytest.raises(NotPermitted):
                    verb(row, by=stranger, via="web", at=now())
        assert now_is(harbor, ticket).status == "new"

    def test_doing_it_twice_records_nothing(self, harbor, ticket):
        with harbor.scope():
            row = Ticket.objects.get(pk=ticket.pk)
            before = Event.objects.count()
            reopen_request(row, by=harbor.cleo, via="web", at=now())
            assert Event.objects.count() == before
            solve_request(row, by=harbor.cleo, via="web", at=now())
            solve_request(row, by=harbor.cleo, via="web", at=now())
            assert Event.objects.count() == before + 1

    def test_a_closed_one_stays_closed(self, harbor, ticket):
        close(harbor, ticket)
        with harbor.scope(), pytest.raises(Refused):
            reopen_request(Ticket.objects.get(pk=ticket.pk), by=harbor.cleo, via="web", at=now())


class TestCopies:
    def copy(self, client, harbor, ticket, address_: str):
        return client.post(address(harbor, "my-request-copy", number=ticket.number), {"address": address_})

    def test_a_colleague_gets_the_answers(self, cleo, harbor, ticket):
        assert self.copy(cleo, harbor, ticket, "New@colleague.example").status_code == 302
        with harbor.scope():
            user = Participation.objects.get(ticket=ticket).user
            assert (user.email, user.email_verified) == ("new@colleague.example", False)
        assert "new@colleague.example" in text(cleo.get(address(harbor, "my-request", number=ticket.number)))

    def test_whose_an_address_is_is_not_told(self, cleo, harbor, ticket):
        with harbor.scope():
            create_user(name="Hidden Name", email="known@x.example", by=None, verified=True)
        known, new = (
            text(cleo.get(self.copy(cleo, harbor, ticket, a)["Location"])) for a in ("known@x.example", "fresh@x.example")
        )
        assert "Hidden Name" not in known + new

    def test_who_cannot_be_added_is_refused_without_a_name(self, cleo, harbor, ticket):
        with harbor.scope():
            gone = create_user(name="Hidden Name", email="gone@x.example", by=None)
            User.objects.filter(pk=gone.pk).update(suspended=True)
        for one in ("gone@x.example", harbor.cleo.email, "no address"):
            response = self.copy(cleo, harbor, ticket, one)
            assert response.status_code == 422
            assert "Hidden Name" not in text(response)
        with harbor.scope():
            assert not Participation.objects.exists()

    def test_no_more_than_some_in_an_hour(self, cleo, harbor, ticket):
        answers = [self.copy(cleo, harbor, ticket, f"p{n}@x.example").status_code for n in range(31)]
        assert answers == [302] * 30 + [422]
