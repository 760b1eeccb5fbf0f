"""Requests that look like what is typed: among one's own, open ones."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crewdesk.accounts.operations.users import create_user
from crewdesk.channels.portal.tests.conftest import ask, say
from crewdesk.channels.webform import alike, answering
from crewdesk.channels.webform.alike import LEAST_LIKENESS, Told, alike_among, likeness
from crewdesk.tickets.models import Attachment, Ticket

from .conftest import address, come_in, hidden

PAYOUT = """Hello dear support team, I hope that you are well. The payout of March did not come, though the page says that it
was sent. I have waited for three days now. Could you please look into this? Thank you very much for your help."""
PASSWORD = """Hello, I cannot sign in since yesterday. The link for a new password does not open, and the page says that something
went wrong. Could you please help me? I need this today. Thank you very much."""


@pytest.mark.parametrize(
    "typed, told, is_alike",
    [
        ("My payout is late", "Late payout of March", True),
        ("payments missing again", "A payment is missing", True),
        ("Auszahlung verspätet", "Verspatete Auszahlung", True),
        ("支払いが遅れています", "支払いが遅れている", True),
        ("My payout is late", "Cannot change my password", False),
        ("payout", "payout", False),
        ("the and for you", "the and for you", False),
        ("invoice 4711 is wrong", "invoice 4711", True),
        ("My invoice is wrong, please help", "Cannot upload photo, please help", False),
        (PAYOUT, PASSWORD, False),
    ],
)
@pytest.mark.parametrize("where", [0, 1])
def test_likeness(typed, told, is_alike, where):
    """As subjects, and as bodies under subjects that say nothing."""
    pairs = [Told.of(text, "") if where == 0 else Told.of("", text) for text in (typed, told)]
    assert (likeness(*pairs) >= LEAST_LIKENESS) is is_alike


def test_a_subject_is_not_drowned_in_a_story():
    told = Told.of(
        "Payout of March is late",
        "First I went to the bank, then to your office, and after that I looked at every single page here.",
    )
    assert likeness(Told.of("The March payout is late", ""), told) == 1.0
    typed = Told.of("Hello there", "Nothing came in March, my payout is late")
    assert likeness(typed, Told.of("Hello there", "Cannot sign in")) == 1.0


@pytest.mark.django_db
class TestAmong:
    @pytest.fixture
    def late(self, desk):
        return ask(desk, desk.cleo, "Payout of March is late", "I wait for the payout of March")

    def found(self, client, desk, subject="The March payout is late") -> str:
        return client.post(address(desk, "request-alike"), {"subject": subject, "body": ""}).content.decode()

    def test_own_open_ones(self, client, desk, late):
        come_in(client, desk, desk.cleo)
        assert "Payout of March is late" in self.found(client, desk)
        assert "Payout of March" not in self.found(client, desk, "Cannot change my password")
        say(desk, late, desk.ben, "Done", status="solved")
        assert "Payout of March" not in self.found(client, desk)

    def test_what_is_typed_is_read_once_however_many_requests_there_are(self, desk, late, monkeypatch):
        """It may be long, and comes with every pause in typing."""
        ask(desk, desk.cleo, "Second payout", "Not there either")
        read = []
        monkeypatch.setattr(alike, "fold", lambda text: read.append(text) or text.lower())
        with desk.scope():
            alike_among(desk.cleo, "What I type", "a long story")
        assert len([text for text in read if "long story" in text]) == 1
        assert len(read) == 2 * 3

    def test_nobody_elses_not_even_a_colleagues(self, client, desk, late):
        with desk.scope():
            dora = create_user(name="Dora", email="dora@elsewhere.example", by=None, verified=True)
            assert alike_among(desk.cleo, "March payout late")
            assert not alike_among(dora, "March payout late")
        come_in(client, desk, dora)
        assert "Payout of March" not in self.found(client, desk)

    def test_what_was_written_goes_to_the_chosen_one(self, client, desk, late):
        come_in(client, desk, desk.cleo)
        data = {"subject": "March payout", "body": "Still nothing", "add_to": late.number}
        response = client.post(address(desk, "request-new"), data)
        assert response["Location"] == address(desk, "my-request", number=late.number)
        with desk.scope():
            assert Ticket.objects.count() == 1
            assert late.comments.order_by("-id").first().body == "Still nothing"

    def add(self, client, desk, late, **data):
        come_in(client, desk, desk.cleo)
        return client.post(address(desk, "request-new"), {"subject": "March payout", "body": "", "add_to": late.number} | data)

    def test_what_cannot_be_added_is_told_and_kept(self, client, desk, late):
        """A body that is too long, no word at all, a file that is empty: the form is there again, and says nothing else."""
        long = self.add(client, desk, late, body="long story " * 5_000)
        assert long.status_code == 422
        assert "at most 50000" in long.content.decode()
        assert "long story" in long.content.decode()
        assert self.add(client, desk, late, subject=" ").status_code == 422
        files = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("none.txt", b"")]
        page = self.add(client, desk, late, body="See this", files=files)
        assert page.status_code == 422
        assert "none.txt is empty" in page.content.decode()
        assert "Please fill this in." not in page.content.decode()
        with desk.scope():
            assert late.comments.count() == 1
        token = hidden(page.content.decode())["files_token"]
        assert self.add(client, desk, late, body="See this", files_token=token).status_code == 302
        with desk.scope():
            assert Attachment.objects.get(comment__ticket=late).file.name == "a.txt"

    def test_the_subject_alone_is_added(self, client, desk, late):
        assert self.add(client, desk, late).status_code == 302
        with desk.scope():
            assert late.comments.order_by("-id").first().body == "March payout"

    def test_no_more_than_a_person_sends(self, client, desk, late, monkeypatch):
        monkeypatch.setattr(answering, "ANSWERS_AN_HOUR", 1)
        answers = [self.add(client, desk, late, body=f"Again {n}") for n in range(2)]
        assert [each.status_code for each in answers] == [302, 422]
        assert "Again 1" in answers[1].content.decode()

    def test_it_cannot_be_added_to_somebody_elses(self, client, desk, late):
        with desk.scope():
            dora = create_user(name="Dora", email="dora@elsewhere.example", by=None, verified=True)
        come_in(client, desk, dora)
        for number in (late.number, 10**6, "x", "9" * 4301):
            response = client.post(address(desk, "request-new"), {"subject": "March payout", "body": "Mine?", "add_to": number})
            assert response.status_code == 422
            assert "Mine?" in response.content.decode()
        with desk.scope():
            assert late.comments.count() == 1
