"""Requests that wait: for a letter to be answered, or for a person."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from crewdesk.channels.models import Cause, HeldFile, HeldRequest, OutgoingMail, Suspension
from crewdesk.channels.webform.holding import file_released
from crewdesk.channels.webform.jobs import tidy_form
from crewdesk.core.clock import now
from crewdesk.core.jobs import Lane
from crewdesk.tickets.models import Attachment, Ticket

from .conftest import WORDS, address, cap_mail, filled, send, shop_form, suspension


def traces() -> set[str]:
    """What of WORDS still stands in the rows of what waited."""
    rows = [*HeldRequest.objects.values_list(), *Suspension.objects.values_list()]
    return {word for word in WORDS.values() if any(word in str(row) for row in rows)}


@pytest.mark.django_db
class TestWithoutScripts:
    """No proof of work: the request waits, and a letter lets it through."""

    @pytest.fixture
    def held(self, client, desk):
        response = send(client, desk, script=False, priority="high")
        assert response["Location"] == address(desk, "request-sent") + "?confirm"
        return desk

    def link(self, desk) -> str:
        with desk.scope():
            mail = OutgoingMail.objects.get()
        return next(word for word in mail.text.split() if "/confirm/" in word).partition("localhost:8000")[2]

    def test_the_letter_says_nothing_of_the_request(self, held):
        with held.scope():
            mail = OutgoingMail.objects.get()
            assert (mail.kind, mail.to_address) == ("unverified_ack", "vera@visitor.example")
            for word in (WORDS["subject"], WORDS["body"], WORDS["name"]):
                assert word not in mail.subject + mail.text + mail.html
            assert suspension(held).cause == Cause.UNPROVED

    def test_the_button_files_it_and_looking_does_not(self, client, held):
        path = self.link(held)
        for _ in range(3):
            page = client.get(path)
            assert page.status_code == 200
            assert WORDS["subject"] not in page.content.decode()
        with held.scope():
            assert not Ticket.objects.exists()
        for _ in range(2):
            assert client.post(path)["Location"] == address(held, "request-sent")
        with held.scope():
            ticket = Ticket.objects.get()
            assert (ticket.subject, ticket.priority, ticket.requester.email) == (WORDS["subject"], "high", WORDS["address"])
            assert not Suspension.objects.waiting().exists()

    def test_an_old_letter_files_nothing_and_the_request_waits_on(self, client, held):
        path = self.link(held)
        with held.scope():
            HeldRequest.objects.update(created_at=now() - timedelta(days=8))
        assert client.post(path)["Location"] == address(held, "request-sent")
        with held.scope():
            assert not Ticket.objects.exists()
            assert Suspension.objects.waiting().exists()
            HeldRequest.objects.update(created_at=now() - timedelta(days=6))
        client.post(path)
        with held.scope():
            assert Ticket.objects.exists()

    def test_a_guess_files_nothing_and_looks_the_same(self, client, held):
        path = reverse("channels:request-confirm", kwargs={"desk": held.desk.slug, "secret": "guess"})
        assert client.get(path).status_code == 200
        assert client.post(path)["Location"] == address(held, "request-sent")
        with held.scope():
            stored = HeldRequest.objects.get().confirmation_hash
        client.post(reverse("channels:request-confirm", kwargs={"desk": held.desk.slug, "secret": stored}))
        with held.scope():
            assert not Ticket.objects.exists()

    def test_the_letter_is_rationed_and_the_request_kept(self, client, desk):
        cap_mail(desk, 0)
        send(client, desk, script=False)
        with desk.scope():
            assert not OutgoingMail.objects.exists()
            assert suspension(desk).cause == Cause.UNPROVED


@pytest.mark.django_db
class TestQueue:
    """A person looks at it."""

    @pytest.fixture
    def held(self, client, desk):
        with desk.scope():
            desk.shop, desk.fields = shop_form(desk)
        words = {f"field_{desk.fields['order'].pk}": "12"}
        data = filled(client, desk, website="x", **words) | {"files": SimpleUploadedFile("shot.txt", b"what I saw")}
        client.post(address(desk, "request-new"), data)
        return desk

    def pk(self, desk) -> int:
        with desk.scope():
            return suspension(desk).pk

    def test_it_is_shown_with_its_cause_and_files(self, held, sign_in):
        page = sign_in(held.ben).get(reverse("channels:suspended-show", args=[held.desk.slug, self.pk(held)])).content.decode()
        for word in (WORDS["subject"], "It has been three days.", "A field that people do not see was filled in", "Shop"):
            assert word in page

    def recover(self, desk, who) -> None:
        """As somebody presses the button, and the worker does its job."""
        pk = self.pk(desk)
        who.post(reverse("channels:suspended-recover", args=[desk.desk.slug]), {"pk": pk})
        with desk.scope():
            file_released(suspension_id=pk)

    def test_recovered_it_becomes_what_it_would_have_been(self, held, sign_in):
        self.recover(held, sign_in(held.ben))
        with held.scope():
            ticket = Ticket.objects.get()
            assert ticket.form_id == held.shop.pk
            assert ticket.custom_fields[str(held.fields["order"].pk)] == 12
            assert [each.file.name for each in Attachment.objects.filter(comment__ticket=ticket)] == ["shot.txt"]
            assert Suspension.objects.get().ticket_id == ticket.pk
            assert traces() == set()
            file_released(suspension_id=self.pk(held))
            assert Ticket.objects.count() == 1

    @pytest.mark.parametrize("minutes, is_filed", [(5, False), (20, True), (25 * 60, False)])
    def test_one_whose_job_was_lost_is_filed_by_the_next_round(self, held, sign_in, do_jobs, minutes, is_filed):
        """Not while its job may still come, nor for ever: what fails all day is looked at by a person."""
        pk = self.pk(held)
        sign_in(held.ben).post(reverse("channels:suspended-recover", args=[held.desk.slug]), {"pk": pk})
        with held.scope(), connection.cursor() as cursor:
            cursor.execute("DELETE FROM procrastinate_jobs WHERE (args->>'suspension_id')::bigint = %s", [pk])
            assert cursor.rowcount == 1
            Suspension.objects.update(recovered_at=now() - timedelta(minutes=minutes))
            for _ in range(2):
                tidy_form()
        do_jobs(Lane.INBOUND)
        with held.scope():
            assert Ticket.objects.count() == is_filed
            tidy_form()
        assert do_jobs(Lane.INBOUND) == 0

    def test_a_field_that_is_gone_meanwhile_is_kept_as_words(self, held, sign_in):
        with held.scope():
            held.fields["order"].is_active = False
            held.fields["order"].save()
        self.recover(held, sign_in(held.ben))
        with held.scope():
            ticket = Ticket.objects.get()
            assert "Order: 12" in ticket.comments.get().body
            assert Attachment.objects.filter(comment__ticket=ticket).count() == 1

    def test_deleted_it_is_gone_with_its_files(self, held, sign_in):
        sign_in(held.ben).post(reverse("channels:suspended-discard", args=[held.desk.slug]), {"pk": self.pk(held)})
        with held.scope():
            assert not Ticket.objects.exists()
            assert not HeldFile.objects.exists()
            assert Suspension.objects.get().deleted_at
            assert traces() == set()

    def test_what_was_discarded_after_all_is_not_filed(self, held, sign_in):
        """Whatever of it a job that waited for the row still reads."""
        pk = self.pk(held)
        sign_in(held.ben).post(reverse("channels:suspended-recover", args=[held.desk.slug]), {"pk": pk})
        with held.scope():
            Suspension.objects.update(deleted_at=now())
            file_released(suspension_id=pk)
            assert not Ticket.objects.exists()

    @pytest.mark.parametrize("who", ["liv"])
    def test_who_may_not_does_not(self, held, sign_in, who):
        response = sign_in(getattr(held, who)).post(
            reverse("channels:suspended-recover", args=[held.desk.slug]), {"pk": self.pk(held)}
        )
        assert response.status_code == 403
        with held.scope():
            assert not Ticket.objects.exists()

    def test_who_only_claims_to_be_a_member_opens_a_ticket_of_nobody(self, client, desk, sign_in):
        send(client, desk, address=desk.ben.email)
        self.recover(desk, sign_in(desk.lena))
        with desk.scope():
            ticket = Ticket.objects.get()
            assert ticket.requester.external_id == "unknown-sender"
            assert not ticket.comments.get().author.is_staff_member
