"""The first call says whether it can work, and what to do where it cannot."""

import socket

import pytest

from crewdesk.connectors.models import ImportRun
from crewdesk.connectors.operations.imports import CannotImport
from crewdesk.connectors.zendesk.account import bring_account
from crewdesk.connectors.zendesk.client import Client
from crewdesk.connectors.zendesk.running import Work
from crewdesk.connectors.zendesk.runs import begin_run
from crewdesk.core.clock import now

from .account import URL, Account, dropped, status


@pytest.fixture
def address(monkeypatch):
    """`address("93.184.216.34")`: what every name leads to."""

    def lead_to(*found: str) -> None:
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: [(0, 0, 0, "", (one, 443)) for one in found])

    lead_to("93.184.216.34")
    return lead_to


@pytest.mark.parametrize(
    "answer, said",
    [
        (status(401), "not accepted"),
        (status(403), "admin"),
        (status(404), "no Zendesk account"),
        (status(200, b"<html>"), "no Zendesk account"),
        (status(200, b'{"hello": 1}'), "no Zendesk account"),
        (status(200, b'{"user": {"id": null, "name": "Anonymous user"}}'), "not accepted"),
        (status(429, retry_after="600"), "status 429.*again later"),
        (status(500), "does not answer"),
        (dropped(), "does not answer"),
    ],
)
def test_what_cannot_work_is_said_at_once(harbor, address, answer, said):
    account = Account()
    account.faults = [answer]
    with pytest.raises(CannotImport, match=said):
        bring_account(harbor.desk, account.client())
    with harbor.scope():
        assert (account.slept, ImportRun.objects.count()) == ([], 0)


def test_a_token_is_not_sent_in_the_clear(harbor, address):
    account = Account()
    with pytest.raises(CannotImport, match="https://"):
        bring_account(harbor.desk, account.client(url="http://acme.zendesk.com"))
    assert account.asked == []


@pytest.mark.parametrize(
    "url, found", [("https://acme.zendesk.com", "10.0.0.1"), ("http://127.0.0.1:1", "127.0.0.1"), ("https://[::1]", "::1")]
)
def test_private_networks_are_not_reached(harbor, address, url, found):
    address(found)
    with pytest.raises(CannotImport, match="private network"):
        bring_account(harbor.desk, Client(url, email="", token="x"))


def test_a_desk_is_not_brought_to_itself(harbor, address):
    account = Account()
    account.answers["/api/v2/users/me"] = {"user": {"id": harbor.ada.pk, "email": harbor.ada.email}}
    with pytest.raises(CannotImport, match="the desk itself"):
        bring_account(harbor.desk, account.client())


def test_a_failure_on_the_way_is_kept_with_the_run(harbor, address):
    account = Account(groups=[])
    account.answers["/api/v2/organizations"] = b"<html>maintenance</html>"
    with pytest.raises(CannotImport, match="no Zendesk account"):
        bring_account(harbor.desk, account.client())
    with harbor.scope():
        run = ImportRun.objects.get()
        assert (run.state, "no Zendesk account" in run.problem) == ("failed", True)


def test_who_fails_after_another_took_over_does_not_stop_that_one(harbor, address):
    account = Account()

    def taken_over(_query):
        with harbor.scope():
            begin_run("zendesk:acme", origin=URL, at=now())
        return b"<html>maintenance</html>"

    account.answers["/api/v2/organizations"] = taken_over
    with pytest.raises(CannotImport, match="no Zendesk account"):
        bring_account(harbor.desk, account.client())
    with harbor.scope():
        run = ImportRun.objects.get()
        assert (run.state, run.problem) == ("running", "")


def test_a_batch_that_cannot_be_committed_is_a_failure_of_the_run(harbor, address, monkeypatch):
    real = Work._counters

    def breaks(work):
        real(work)
        raise OSError("disk full")

    monkeypatch.setattr(Work, "_counters", breaks)
    with pytest.raises(OSError, match="disk full"):
        bring_account(harbor.desk, Account().client())
    with harbor.scope():
        assert ImportRun.objects.get().state == "failed"
