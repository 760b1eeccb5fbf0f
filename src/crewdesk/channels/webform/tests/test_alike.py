"""Requests that look like what is typed: among one's own, open ones."""

import pytest

from crewdesk.accounts.operations.users import create_user
from crewdesk.channels.portal.tests.conftest import ask, say
from crewdesk.channels.webform.alike import alike_among, likeness, words_of
from crewdesk.tickets.models import Ticket

from .conftest import address, come_in


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
    ],
)
def test_likeness(typed, told, is_alike):
    assert (likeness(words_of(typed), words_of(told)) >= 0.34) is is_alike


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

    def test_it_cannot_be_added_to_somebody_elses(self, client, desk, late):
        with desk.scope():
            dora = create_user(name="Dora", email="dora@elsewhere.example", by=None, verified=True)
        come_in(client, desk, dora)
        for number in (late.number, 10**6, "x"):
            response = client.post(address(desk, "request-new"), {"subject": "March payout", "body": "Mine?", "add_to": number})
            assert response.status_code == 422
            assert "Mine?" in response.content.decode()
        with desk.scope():
            assert late.comments.count() == 1
