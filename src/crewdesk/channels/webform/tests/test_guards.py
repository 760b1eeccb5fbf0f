"""What keeps machines off, and that no doubt loses a request."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from testing.cast import make_desk

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.merge_users import merge_users
from crewdesk.accounts.operations.users import create_user
from crewdesk.channels.handlers import mail_public_comment
from crewdesk.channels.models import Cause, FormCount, HeldFile, HeldRequest, OutgoingMail, SpentProof, Suspension
from crewdesk.channels.operations.suspended import recover
from crewdesk.channels.webform import counting, judging, proving
from crewdesk.channels.webform.counting import Kind, count, counted, counted_at_desk
from crewdesk.channels.webform.holding import file_released
from crewdesk.channels.webform.jobs import tidy_form
from crewdesk.channels.webform.proving import Proof, bits_for, is_solved, judge, new_challenge, read_challenge, spend
from crewdesk.core.clock import now
from crewdesk.core.models import Event
from crewdesk.core.tenancy import desk_scope
from crewdesk.tickets.models import Attachment, Ticket

from .conftest import WORDS, address, come_in, filled, hidden, open_more, send, shop_form, solve

HERE = "192.0.2.7/32"


def suspension(desk) -> Suspension:
    return Suspension.objects.select_related("held").get()


def traces() -> set[str]:
    """What of WORDS still stands in the rows of what waited."""
    rows = [*HeldRequest.objects.values_list(), *Suspension.objects.values_list()]
    return {word for word in WORDS.values() if any(word in str(row) for row in rows)}


def run_handlers(desk) -> None:
    """Let the doors hear all that happened, as the worker would."""
    with desk.scope():
        for event in Event.objects.filter(kind="ticket.created"):
            mail_public_comment(event)


@pytest.mark.django_db
class TestProof:
    """The arithmetic, and that a proof is good once, for a while, at one desk."""

    @pytest.fixture(autouse=True)
    def scope(self, desk):
        with desk.scope():
            yield

    def test_the_digest_has_to_begin_with_zero_bits(self):
        challenge = new_challenge(network=HERE, at=now())
        answer = solve(challenge)
        digest = hashlib.sha256(f"{challenge.text}:{answer}".encode()).digest()
        assert digest[0] >> (8 - challenge.bits) == 0
        wrong = next(str(n) for n in range(10**4) if not is_solved(challenge, str(n)))
        assert judge(challenge, answer, network=HERE, at=now()) is Proof.GOOD
        assert judge(challenge, wrong, network=HERE, at=now()) is Proof.MISSING
        for nothing in ("", "0" * 21):
            assert judge(challenge, nothing, network=HERE, at=now()) is Proof.MISSING

    def test_nobody_writes_a_challenge_of_their_own(self):
        challenge = new_challenge(network=HERE, at=now())
        assert read_challenge(challenge.text) is not None
        assert read_challenge(challenge.text[:-1] + ("A" if challenge.text[-1] != "A" else "B")) is None
        assert read_challenge("nonsense") is None

    def test_it_gets_too_old(self):
        at = now()
        challenge = new_challenge(network=HERE, at=at)
        answer = solve(challenge)
        assert judge(challenge, answer, network=HERE, at=at + proving.LIFE - timedelta(minutes=1)) is Proof.GOOD
        assert judge(challenge, answer, network=HERE, at=at + proving.LIFE + timedelta(minutes=1)) is Proof.STALE

    def test_it_is_spent_once(self):
        challenge = new_challenge(network=HERE, at=now())
        assert spend(challenge, at=now())
        assert not spend(challenge, at=now())
        assert judge(challenge, solve(challenge), network=HERE, at=now()) is Proof.STALE

    def test_it_gets_harder_with_the_rate(self, monkeypatch):
        monkeypatch.setattr(proving, "LEAST_BITS", 10)
        monkeypatch.setattr(proving, "MOST_BITS", 14)
        at = now()
        assert bits_for(network=HERE, at=at) == 10
        for _ in range(5):
            count(Kind.NETWORK, HERE, at=at)
        assert bits_for(network=HERE, at=at) == 12
        assert bits_for(network="198.51.100.1/32", at=at) == 10
        for n in range(60):
            count(Kind.NETWORK, f"198.51.100.{n}/32", at=at)
        assert bits_for(network="203.0.113.1/32", at=at) == 12
        assert bits_for(network=HERE, at=at) == 14

    def test_easy_ones_cannot_be_laid_in_store(self, monkeypatch):
        at = now()
        challenge = new_challenge(network=HERE, at=at)
        answer = solve(challenge)
        for _ in range(6):
            count(Kind.NETWORK, HERE, at=at)
        assert judge(challenge, answer, network=HERE, at=at) is Proof.STALE

    def test_the_usual_work_is_worth_its_name(self, monkeypatch):
        monkeypatch.undo()
        assert 15 <= proving.LEAST_BITS < proving.MOST_BITS <= 22
        challenge = new_challenge(network=HERE, at=now())
        assert challenge.bits == proving.LEAST_BITS
        assert int(solve(challenge)) > 100


@pytest.mark.django_db
def test_the_work_of_one_desk_is_worth_nothing_at_another(client, desk, meridian):
    open_more(meridian, is_open=True)
    theirs = filled(client, meridian)
    client.post(address(desk, "request-new"), filled(client, desk) | {name: theirs[name] for name in ("challenge", "answer")})
    with desk.scope():
        assert suspension(desk).cause == Cause.UNPROVED


@pytest.mark.django_db
class TestCounting:
    @pytest.fixture(autouse=True)
    def scope(self, desk):
        with desk.scope():
            yield

    def test_an_hour_slides(self):
        at = now().replace(minute=30, second=0, microsecond=0)
        assert [count(Kind.NETWORK, "a", at=at) for _ in range(4)] == [1, 2, 3, 4]
        assert counted(Kind.NETWORK, "b", at=at) == 0
        assert counted(Kind.NETWORK, "a", at=at + timedelta(minutes=45)) == 3
        assert counted(Kind.NETWORK, "a", at=at + timedelta(minutes=91)) == 0
        count(Kind.NETWORK, "b", at=at)
        assert counted_at_desk(Kind.NETWORK, at=at) == 5

    def test_neither_address_nor_network_is_kept(self):
        count(Kind.ADDRESS, "vera@visitor.example", at=now())
        assert "vera" not in FormCount.objects.get().key

    @pytest.mark.parametrize(
        "ip, network",
        [("192.0.2.7", "192.0.2.7/32"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64")],
    )
    def test_whoever_has_ipv6_has_a_whole_network(self, rf, ip, network):
        assert counting.network_of(rf.get("/", REMOTE_ADDR=ip)) == network


@pytest.mark.parametrize("proxies, network", [(0, "10.0.0.1/32"), (1, "192.0.2.7/32"), (2, "203.0.113.5/32")])
def test_behind_a_proxy_visitors_are_told_apart_by_what_it_adds(rf, settings, proxies, network):
    """The left of the header is what a visitor wrote: it is believed by no installation."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    forwarded = "198.51.100.66, 203.0.113.5, 192.0.2.7"
    assert counting.network_of(rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)) == network


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

    def test_whose_seat_was_given_up_meanwhile_is_found_by_the_address(self, client, desk):
        """Merged into another user, who has the address now: nobody asks in the name of a row that is retired."""
        open_more(desk, requests_of_network=0)
        come_in(client, desk, desk.cleo)
        client.post(address(desk, "request-new"), {"subject": "Mine", "body": "x"})
        with desk.scope():
            winner = create_user(name="Cleo Marsh", email="cleo@marsh.example", by=None)
            merge_users(winner, desk.cleo, by=None, at=now())
            held = suspension(desk)
            recover(held, by=desk.ben, at=now())
            file_released(suspension_id=held.pk)
            assert Ticket.objects.get().requester_id == winner.pk


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
        open_more(desk, acknowledgements=0)
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


@pytest.mark.django_db
def test_criterion_21_many_posts_to_many_victims_send_no_more_than_the_cap_and_no_word_of_the_sender(client, desk):
    """From ten networks, with every proof done: what goes beyond the caps waits, and nothing typed leaves in a mail."""
    open_more(desk, requests_of_network=8, acknowledgements=50)
    spam = {"subject": "Cheap pills at http://spam.example", "body": "http://spam.example", "name": "Cheap pills"}
    for n in range(100):
        response = send(
            client, desk, ip=f"198.51.100.{n % 10}", address=f"v{n}@{desk.desk.pk}.victims.example", script=n % 7 != 0, **spam
        )
        assert response.status_code in (302, 429)
    run_handlers(desk)
    with desk.scope():
        mails = list(OutgoingMail.objects.all())
        assert len(mails) == 50
        for mail in mails:
            assert "spam" not in (mail.subject + mail.text + mail.html + mail.from_name).lower()
            assert "pills" not in (mail.subject + mail.text + mail.html + mail.from_name).lower()
        assert Ticket.objects.count() + Suspension.objects.waiting().count() == 100


@pytest.mark.django_db
def test_criterion_21_a_verified_customers_address_in_a_strangers_form_is_no_better(client, desk):
    """Anybody may type it: the letter to Cleo has no word of the stranger, and there is one a day."""
    for n in range(3):
        send(client, desk, address=desk.cleo.email, subject="Cheap pills", ip=f"198.51.100.{n}", script=n != 1)
    run_handlers(desk)
    with desk.scope():
        mail = OutgoingMail.objects.get()
        assert (mail.kind, mail.to_address) == ("unverified_ack", desk.cleo.email)
        assert "pills" not in (mail.subject + mail.text + mail.html).lower()


@pytest.mark.django_db
def test_who_is_signed_in_gets_an_acknowledgement_with_the_subject(client, desk):
    come_in(client, desk, desk.cleo)
    client.post(address(desk, "request-new"), {"subject": "My matter", "body": "x"})
    run_handlers(desk)
    with desk.scope():
        mail = OutgoingMail.objects.get()
        assert (mail.kind, mail.subject) == ("acknowledgement", "Re: My matter")


@pytest.mark.django_db
def test_criterion_21_the_desk_sets_the_cap(client, desk):
    open_more(desk, acknowledgements=2)
    for n in range(4):
        send(client, desk, ip=f"198.51.100.{n}", address=f"w{n}@{desk.desk.pk}.victims.example")
    run_handlers(desk)
    with desk.scope():
        assert OutgoingMail.objects.count() == 2
        assert Ticket.objects.count() == 4


@pytest.mark.django_db
def test_criterion_22_one_address_gets_one_letter_a_day_from_all_desks(client, desk):
    victim = f"one@{desk.desk.pk}.victims.example"
    desks = [desk, *(make_desk(f"cap-{n}", admin="Olga") for n in range(4))]
    for cast in desks:
        open_more(cast, is_open=True)
        for n in range(3):
            send(client, cast, address=victim, script=n != 0, ip=f"198.51.100.{n}")
        run_handlers(cast)
    sent = 0
    for cast in desks:
        with cast.scope():
            sent += OutgoingMail.objects.filter(to_address=victim).count()
    assert sent == 1


def test_a_proof_is_good_for_one_of_many_requests_at_once(committed_harbor):
    open_more(committed_harbor, is_open=True)
    client = Client()
    data = filled(client, committed_harbor)

    def post(n: int) -> int:
        try:
            sender = Client(REMOTE_ADDR="192.0.2.7")
            sender.cookies.load(client.cookies)
            return sender.post(address(committed_harbor, "request-new"), data).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(post, range(8)))
    assert answers == [302, *[422] * 7]
    with desk_scope(committed_harbor.desk.pk):
        assert Ticket.objects.count() == 1
