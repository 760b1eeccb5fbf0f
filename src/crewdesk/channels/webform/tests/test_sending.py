"""Filling in the form and sending it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from testing.routes.walk import body

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.users import create_user
from crewdesk.channels.models import HeldFile, HeldRequest, Suspension
from crewdesk.channels.webform import files
from crewdesk.core.clock import now
from crewdesk.tickets.models import Attachment, Ticket
from crewdesk.tickets.operations.definitions.forms import create_form
from crewdesk.tickets.operations.definitions.forms import update_form as change_category

from .conftest import WORDS, address, come_in, filled, hidden, open_more, send, shop_form

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def test_a_visitor_becomes_an_unverified_customer_with_a_ticket(client, desk):
    response = send(client, desk, priority="high")
    assert response.status_code == 302
    assert response["Location"] == address(desk, "request-sent")
    with desk.scope():
        ticket = Ticket.objects.select_related("requester").get()
        assert (ticket.subject, ticket.priority, ticket.via) == ("Payout is late", "high", "web")
        assert ticket.via_source["rel"] == "web_form"
        assert ticket.via_source["from"]["address"] == "vera@visitor.example"
        assert (ticket.requester.email, ticket.requester.name, ticket.requester.email_verified) == (
            "vera@visitor.example",
            "Vera Fuchs",
            False,
        )
        assert not ticket.comments.get().is_trusted


def test_a_customer_who_is_signed_in_needs_no_address_and_no_work(client, desk):
    come_in(client, desk, desk.cleo)
    page = text(client.get(address(desk, "request-new")))
    assert 'name="address"' not in page
    assert "request-proof" not in page
    response = client.post(address(desk, "request-new"), {"subject": "Mine", "body": "Hello"})
    with desk.scope():
        ticket = Ticket.objects.get()
        assert ticket.requester_id == desk.cleo.pk
        assert ticket.comments.get().is_trusted
    assert response["Location"] == address(desk, "my-request", number=ticket.number)


def test_a_form_that_is_not_open_is_for_who_is_signed_in(client, harbor):
    for response in (client.get(address(harbor, "request-new")), client.post(address(harbor, "request-new"), WORDS)):
        assert response.status_code == 302
        assert "/sign-in/" in response["Location"]
    assert client.get(address(harbor, "request-embed")).status_code == 404
    assert client.post(address(harbor, "request-embed"), WORDS).status_code == 404
    assert client.get(address(harbor, "request-script")).status_code == 404
    come_in(client, harbor, harbor.cleo)
    assert client.get(address(harbor, "request-new")).status_code == 200
    with harbor.scope():
        assert not Ticket.objects.exists()


def test_mistakes_stand_beside_their_fields_and_nothing_is_lost(client, desk):
    response = send(client, desk, address="no address", subject="", body="Long story")
    page = text(response)
    assert response.status_code == 422
    assert "It looks like name@example.com" in page
    assert 'aria-invalid="true"' in page
    assert "Long story" in page
    assert "Vera Fuchs" in page
    with desk.scope():
        assert not Ticket.objects.exists()
        assert not HeldRequest.objects.exists()


def test_files_are_kept_when_something_else_is_wrong_and_come_with_the_ticket(client, desk):
    first = client.post(
        address(desk, "request-new"), filled(client, desk, subject="") | {"files": SimpleUploadedFile("shot.txt", b"what I saw")}
    )
    assert "shot.txt" in text(first)
    again = hidden(text(first)) | WORDS | {"seen": "all", "files": SimpleUploadedFile("more.txt", b"more")}
    assert client.post(address(desk, "request-new"), again).status_code == 302
    with desk.scope():
        ticket = Ticket.objects.get()
        names = [each.file.name for each in Attachment.objects.filter(comment__ticket=ticket).order_by("id")]
        assert names == ["shot.txt", "more.txt"]
        assert not HeldFile.objects.exists()


def test_a_kept_file_is_taken_back(client, desk):
    first = client.post(
        address(desk, "request-new"), filled(client, desk, subject="") | {"files": SimpleUploadedFile("shot.txt", b"x")}
    )
    with desk.scope():
        held = HeldFile.objects.get()
    page = client.post(address(desk, "request-new"), hidden(text(first)) | WORDS | {"drop": held.pk})
    assert page.status_code == 200
    assert "shot.txt" not in text(page)
    assert "It has been three days." in text(page)
    with desk.scope():
        assert not HeldFile.objects.exists()


def test_a_file_is_nobody_elses(client, desk):
    """The token of the form is the only way to it, and the database does not have it."""
    client.post(address(desk, "request-new"), filled(client, desk, subject="") | {"files": SimpleUploadedFile("shot.txt", b"x")})
    with desk.scope():
        held = HeldFile.objects.get()
    client.post(address(desk, "request-new"), filled(client, desk) | {"files_token": "guess", "drop": "9" * 4301})
    for token in (held.token_hash, "", "guess"):
        page = client.post(
            address(desk, "request-new"), filled(client, desk, subject="") | {"files_token": token, "drop": held.pk}
        )
        assert "shot.txt" not in text(page)
    with desk.scope():
        assert HeldFile.objects.filter(pk=held.pk).exists()


def test_too_many_and_empty_files_are_told(client, desk):
    many = [SimpleUploadedFile(f"{n}.txt", b"x") for n in range(11)]
    page = client.post(
        address(desk, "request-new"), filled(client, desk) | {"files": [*many, SimpleUploadedFile("empty.txt", b"")]}
    )
    assert page.status_code == 422
    assert "At most 10 files" in text(page)
    with desk.scope():
        assert not Ticket.objects.exists()
        assert HeldFile.objects.count() == 10


def test_files_are_counted_by_network_and_over_all_strangers(client, desk, monkeypatch):
    """Whoever comes from many networks fills no disk either; what one network is refused takes nothing from the others; who is signed
    in has an own count.
    """
    monkeypatch.setattr(files, "FILES_OF_SENDER", 2)
    monkeypatch.setattr(files, "FILES_OF_STRANGERS", 3)

    def post(ip: str) -> str:
        client.defaults["REMOTE_ADDR"] = ip
        chosen = [SimpleUploadedFile("a.txt", b"a"), SimpleUploadedFile("b.txt", b"b")]
        return text(client.post(address(desk, "request-new"), filled(client, desk, subject="") | {"files": chosen}))

    told = [post(ip).count("Too many files came") for ip in ("192.0.2.7", "192.0.2.7", "198.51.100.1", "203.0.113.5")]
    assert told == [0, 2, 1, 2]
    come_in(client, desk, desk.cleo)
    assert [post("192.0.2.7").count("Too many files came") for _ in range(2)] == [0, 2]
    with desk.scope():
        assert HeldFile.objects.count() == 5


def test_a_file_over_the_limit_is_told(client, desk, settings):
    settings.UPLOAD_LIMIT_MB = 0
    page = client.post(address(desk, "request-new"), filled(client, desk) | {"files": SimpleUploadedFile("big.bin", b"xx")})
    assert page.status_code == 422
    assert "big.bin" in text(page)


class TestCategories:
    """Harbor has made two forms."""

    @pytest.fixture
    def shop(self, desk):
        with desk.scope():
            desk.shop, desk.fields = shop_form(desk)
            desk.other = create_form(name="Other", by=None, via="web", at=now())
            desk.inner = create_form(name="Inner", end_user_visible=False, by=None, via="web", at=now())
            desk.query = f"?category={desk.shop.pk}"
        return desk

    def name(self, shop, key: str) -> str:
        return f"field_{shop.fields[key].pk}"

    def test_one_is_chosen_first(self, client, shop):
        page = text(client.get(address(shop, "request-new")))
        assert "About a payment" in page
        assert "Inner" not in page
        assert 'name="subject"' not in page

    def test_the_desk_offers_those_that_it_chose(self, client, shop):
        open_more(shop, categories=[shop.other.pk])
        page = text(client.get(address(shop, "request-new")))
        assert 'name="subject"' in page
        assert "About a payment" not in page

    def test_a_hidden_category_cannot_be_had_by_its_number(self, client, shop):
        assert 'name="subject"' not in text(client.get(address(shop, "request-new") + f"?category={shop.inner.pk}"))

    def test_one_that_is_taken_away_meanwhile_loses_no_word(self, client, shop):
        data = filled(client, shop, query=shop.query, body="A long story") | {"files": SimpleUploadedFile("shot.txt", b"x")}
        with shop.scope():
            create_form(name="Third", by=None, via="web", at=now())
            change_category(shop.shop, is_active=False, by=None, via="web", at=now())
        response = client.post(address(shop, "request-new"), data)
        assert response.status_code == 422
        for word in ("A long story", "shot.txt", "is not offered any more"):
            assert word in text(response)
        with shop.scope():
            assert not Ticket.objects.exists()

    def test_values_arrive_on_the_ticket(self, client, shop):
        words = {self.name(shop, "reason"): "payout", self.name(shop, "account"): "DE1", self.name(shop, "order"): "12"}
        assert send(client, shop, query=shop.query, **words).status_code == 302
        with shop.scope():
            ticket = Ticket.objects.get()
            assert ticket.form_id == shop.shop.pk
            assert ticket.custom_fields == {
                str(shop.fields["reason"].pk): "payout", str(shop.fields["account"].pk): "DE1", str(shop.fields["order"].pk): 12
            }  # fmt: skip
            assert "payout" in ticket.tags

    def test_a_condition_is_enforced_on_the_server(self, client, shop):
        words = {self.name(shop, "reason"): "payout", self.name(shop, "order"): "12"}
        response = send(client, shop, query=shop.query, **words)
        assert response.status_code == 422
        assert "Account number" in text(response)
        with shop.scope():
            assert not Ticket.objects.exists()

    def test_what_is_not_shown_is_neither_asked_nor_taken(self, client, shop):
        words = {self.name(shop, "reason"): "other_reason", self.name(shop, "account"): "DE1", self.name(shop, "order"): "12"}
        assert send(client, shop, query=shop.query, **words).status_code == 302
        with shop.scope():
            assert str(shop.fields["account"].pk) not in Ticket.objects.get().custom_fields

    def test_fields_of_agents_are_neither_shown_nor_taken(self, client, shop):
        assert "For agents only" not in text(client.get(address(shop, "request-new") + shop.query))
        send(client, shop, query=shop.query, **{self.name(shop, "order"): "1", self.name(shop, "inside"): "x"})
        with shop.scope():
            assert str(shop.fields["inside"].pk) not in Ticket.objects.get().custom_fields

    def test_zero_is_a_number(self, client, shop):
        assert send(client, shop, query=shop.query, **{self.name(shop, "order"): "0"}).status_code == 302
        with shop.scope():
            assert Ticket.objects.get().custom_fields[str(shop.fields["order"].pk)] == 0

    def test_a_number_has_to_be_one(self, client, shop):
        response = send(client, shop, query=shop.query, **{self.name(shop, "order"): "twelve"})
        assert "This has to be a whole number." in text(response)

    def test_a_field_that_is_owed_is_asked_for(self, client, shop):
        assert send(client, shop, query=shop.query).status_code == 422

    def test_without_scripts_fields_that_a_choice_asks_for_are_shown_before_anything_is_sent(self, client, shop):
        with shop.scope():
            condition = shop.shop.end_user_conditions[0] | {
                "child_fields": [{"id": shop.fields["account"].pk, "is_required": False}]
            }
            change_category(shop.shop, end_user_conditions=[condition], by=None, via="web", at=now())
        come_in(client, shop, shop.cleo)
        words = {self.name(shop, "reason"): "payout", self.name(shop, "order"): "12"}
        first = send(client, shop, query=shop.query, script=False, **words)
        assert first.status_code == 200
        assert "a few more details" in text(first)
        with shop.scope():
            assert not Ticket.objects.exists()
            second = hidden(text(first)) | WORDS | words | {self.name(shop, "account"): "DE1"}
        assert client.post(address(shop, "request-new") + shop.query, second).status_code == 302
        with shop.scope():
            assert "DE1" in Ticket.objects.get().custom_fields.values()


def test_the_visitors_language_is_spoken(client, desk):
    page = client.get(address(desk, "request-new"), HTTP_ACCEPT_LANGUAGE="de-AT,de;q=0.9")
    assert page["Content-Language"] == "de"
    assert client.get(address(desk, "request-new"), HTTP_ACCEPT_LANGUAGE="xx")["Content-Language"] == "en"
    assert client.get(address(desk, "request-embed") + "?lang=de")["Content-Language"] == "de"
    client.post(address(desk, "request-new"), filled(client, desk), HTTP_ACCEPT_LANGUAGE="de")
    with desk.scope():
        assert Ticket.objects.get().requester.locale == "de"


class TestCriterion37:
    """trust.md criterion 37: an anonymous visitor who types a known address sees no history and merges nothing."""

    @pytest.fixture
    def known(self, desk, client):
        come_in(client, desk, desk.cleo)
        client.post(address(desk, "request-new"), {"subject": "Secret matter", "body": "Only mine"})
        client.cookies.clear()
        return desk

    @pytest.mark.parametrize("script", [True, False])
    @pytest.mark.parametrize("trap", ["", "http://spam.example"])
    def test_criterion_37_the_answer_is_the_same_for_known_and_unknown_addresses(self, client, known, script, trap):
        answers = []
        with known.scope():
            gone = create_user(name="Gone", email="gone@x.example", by=None)
            User.objects.filter(pk=gone.pk).update(suspended=True)
        for who in (known.cleo.email, "nobody@new.example", known.ben.email, gone.email):
            sent = send(client, known, address=who, script=script, website=trap)
            shown = client.get(sent["Location"])
            answers.append((sent.status_code, sent["Location"], shown.status_code, body(shown)))
        assert len(set(answers)) == 1
        assert b"Secret matter" not in answers[0][3]

    def test_criterion_37_nothing_is_opened_or_merged(self, client, known):
        send(client, known, address=known.cleo.email, name="Mallory")
        assert client.get(address(known, "my-requests")).status_code == 302
        with known.scope():
            cleo = User.objects.get(pk=known.cleo.pk)
            assert (cleo.name, cleo.email_verified) == ("Cleo", True)
            assert cleo.identities.count() == 1
            assert User.objects.filter(name="Mallory").count() == 0
            assert not Ticket.objects.order_by("-id").first().comments.get().is_trusted

    def test_criterion_37_nobody_but_the_signed_in_is_shown_requests_that_are_alike(self, client, known):
        response = client.post(
            address(known, "request-alike"), {"subject": "Secret matter", "body": "Only mine", "address": known.cleo.email}
        )
        assert response.status_code == 302
        assert "Secret matter" not in text(client.get(address(known, "request-new")))


def test_who_is_shut_out_or_a_member_waits_for_a_person(client, desk):
    with desk.scope():
        gone = create_user(name="Gone", email="gone@x.example", by=None)
        User.objects.filter(pk=gone.pk).update(suspended=True)
    send(client, desk, address=gone.email)
    send(client, desk, address=desk.ben.email)
    with desk.scope():
        assert set(Suspension.objects.values_list("cause", flat=True)) == {"sender_suspended", "unverified_agent"}
        assert not Ticket.objects.exists()
