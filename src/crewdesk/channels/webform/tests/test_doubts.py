"""What keeps machines off, and that no doubt loses a request."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.merge_users import merge_users
from crewdesk.accounts.operations.users import create_user
from crewdesk.channels.models import Cause, FormCount, HeldFile, HeldRequest, OutgoingMail, SpentProof
from crewdesk.channels.operations.suspended import recover
from crewdesk.channels.webform import judging
from crewdesk.channels.webform.holding import file_released
from crewdesk.channels.webform.jobs import tidy_form
from crewdesk.core.clock import now
from crewdesk.tickets.models import Ticket

from .conftest import WORDS, address, come_in, filled, hidden, open_more, send, suspension


@pytest.mark.django_db
class TestDoubts:
    def test_a_field_that_no_person_sees(self, client, desk):
        response = send(client, desk, website="http://spam.example")
        assert response["Location"] == address(desk, "request-sent")
        with desk.scope():
            assert not Ticket.objects.exists()
            held = suspension(desk)
            assert (held.cause, held.subject, held.author_address) == (Cause.TRAPPED, WORDS["subject"], WORDS["address"])
            assert not OutgoingMail.objects.exists()

    def test_faster_than_a_person(self, client, desk, monkeypatch):
        monkeypatch.setattr(judging, "LEAST_SECONDS", 3)
        send(client, desk)
        with desk.scope():
            assert suspension(desk).cause == Cause.HASTY

    def test_too_many_from_one_network_wait_and_others_do_not(self, client, desk):
        open_more(desk, requests_of_network=2)
        for n in range(3):
            send(client, desk, address=f"v{n}@visitor.example")
        send(client, desk, address="v9@visitor.example", ip="198.51.100.9")
        with desk.scope():
            assert suspension(desk).cause == Cause.FLOOD
            assert Ticket.objects.count() == 3

    def test_too_many_for_one_address_wait(self, client, desk):
        open_more(desk, requests_of_address=1)
        for n in range(2):
            send(client, desk, ip=f"198.51.100.{n}")
        with desk.scope():
            assert suspension(desk).cause == Cause.FLOOD

    def test_a_flood_is_turned_away_with_all_that_was_typed(self, client, desk):
        open_more(desk, requests_of_network=1)
        for n in range(10):
            send(client, desk, address=f"v{n}@visitor.example")
        response = send(client, desk, body="A long story")
        assert response.status_code == 429
        assert "A long story" in response.content.decode()
        with desk.scope():
            assert HeldRequest.objects.count() == 9

    def test_a_used_proof_sends_nothing_and_loses_nothing(self, client, desk):
        data = filled(client, desk)
        assert client.post(address(desk, "request-new"), data).status_code == 302
        again = client.post(address(desk, "request-new"), data | {"body": "Once more"})
        assert again.status_code == 422
        assert "once more" in again.content.decode()
        with desk.scope():
            assert Ticket.objects.count() == 1
            assert not HeldRequest.objects.exists()
        fresh = hidden(again.content.decode())
        assert fresh["challenge"] != data["challenge"]

    def test_a_mistake_does_not_cost_the_work_again(self, client, desk):
        data = filled(client, desk, subject="")
        kept = hidden(client.post(address(desk, "request-new"), data).content.decode())
        assert (kept["challenge"], kept["answer"]) == (data["challenge"], data["answer"])

    def test_reading_the_form_stores_nothing(self, client, desk):
        client.get(address(desk, "request-new"))
        with desk.scope():
            assert not SpentProof.objects.exists()
            assert not FormCount.objects.exists()

    def test_customers_who_flood_wait_as_well(self, client, desk):
        open_more(desk, requests_of_network=1)
        come_in(client, desk, desk.cleo)
        for n in range(2):
            client.post(address(desk, "request-new"), {"subject": f"Mine {n}", "body": "x"})
        with desk.scope():
            held = suspension(desk)
            assert (held.cause, held.author_name, held.author_address) == (Cause.FLOOD, "Cleo", desk.cleo.email)
            assert Ticket.objects.count() == 1
            recover(held, by=desk.ben, at=now())
            file_released(suspension_id=held.pk)
            ticket = Ticket.objects.get(subject="Mine 1")
            assert ticket.requester_id == desk.cleo.pk
            assert ticket.comments.get().is_trusted
            assert User.objects.customers().count() == 1

    def test_who_was_merged_meanwhile_asks_as_the_other(self, client, desk):
        """The request waited for its own sender, who is proved still: nobody asks in the name of a row that is retired."""
        open_more(desk, requests_of_network=0)
        come_in(client, desk, desk.cleo)
        client.post(address(desk, "request-new"), {"subject": "Mine", "body": "x"})
        with desk.scope():
            winner = create_user(name="Cleo Marsh", email="cleo@marsh.example", by=None)
            merge_users(winner, desk.cleo, by=None, at=now())
            held = suspension(desk)
            recover(held, by=desk.ben, at=now())
            file_released(suspension_id=held.pk)
            ticket = Ticket.objects.get()
            assert ticket.requester_id == winner.pk
            assert ticket.comments.get().is_trusted


@pytest.mark.django_db
def test_what_nobody_sent_is_tidied_up(client, desk):
    client.post(address(desk, "request-new"), filled(client, desk, subject="") | {"files": SimpleUploadedFile("shot.txt", b"x")})
    send(client, desk)
    with desk.scope():
        tidy_form()
        assert HeldFile.objects.count() == 1
        HeldFile.objects.update(created_at=now() - timedelta(hours=5))
        FormCount.objects.update(hour=now() - timedelta(hours=5))
        SpentProof.objects.update(spent_at=now() - timedelta(days=1))
        tidy_form()
        assert not HeldFile.objects.exists()
        assert not FormCount.objects.exists()
        assert not SpentProof.objects.exists()
