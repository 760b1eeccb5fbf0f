"""Proofs of work."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from crewdesk.channels.models import Cause
from crewdesk.channels.webform import proving
from crewdesk.channels.webform.counting import Kind, count
from crewdesk.channels.webform.proving import Proof, bits_for, is_solved, judge, new_challenge, read_challenge, spend
from crewdesk.core.clock import now
from crewdesk.core.tenancy import desk_scope
from crewdesk.tickets.models import Ticket

from .conftest import address, filled, open_more, solve, suspension

HERE = "192.0.2.7/32"


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
        cache.clear()
        assert bits_for(network="203.0.113.1/32", at=at) == 12
        assert bits_for(network=HERE, at=at) == 14

    def test_a_look_at_the_form_does_not_sum_up_the_desk_each_time(self):
        new_challenge(network=HERE, at=now())
        with CaptureQueriesContext(connection) as captured:
            new_challenge(network="198.51.100.1/32", at=now())
        assert len(captured) == 1
        assert '"key"' in captured[0]["sql"]

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
