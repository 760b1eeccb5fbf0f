"""Tickets that name each other, whichever of them comes first."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext

from crewdesk.connectors.zendesk import links, tickets
from crewdesk.connectors.zendesk.running import Work
from crewdesk.connectors.zendesk.runs import begin_run
from crewdesk.core.clock import now
from crewdesk.tickets.models import Ticket

from .account import URL, Account, bring, noted
from .story import TICKET

INCIDENT, PROBLEM = {**TICKET, "type": "incident", "problem_id": 920}, {**TICKET, "id": 920, "type": "problem"}


@pytest.fixture(autouse=True)
def one_by_one(monkeypatch):
    monkeypatch.setattr(tickets, "CHUNK", 1)


def test_nobody_changes_a_ticket_between_the_question_whose_it_is_and_its_link(committed_harbor, account: Account, monkeypatch):
    cast, real, free = committed_harbor, links.touched, []

    def is_free(pk: int) -> bool:
        try:
            with cast.scope():
                return Ticket.objects.select_for_update(nowait=True).filter(pk=pk).exists()
        except OperationalError:
            return False
        finally:
            connection.close()

    def asks(noun, keys):
        with ThreadPoolExecutor(1) as elsewhere:
            free.extend(elsewhere.submit(is_free, pk).result(30) for pk in keys)
        return real(noun, keys)

    monkeypatch.setattr(links, "touched", asks)
    account.lists["tickets"] = [INCIDENT, PROBLEM]
    bring(cast, account)
    with cast.scope():
        incident = Ticket.objects.get(number=901)
        assert (incident.problem.number, free) == (920, [False])


def test_who_waits_is_not_asked_for_again_until_somebody_named_comes(harbor, account):
    with harbor.scope():
        work = Work(harbor.desk, begin_run("zendesk:acme", origin=URL, at=now()), account.client(), at=now())
        work.cursor["links"] = [["problem", f"waits-{n}", f"missing-{n}"] for n in range(50)]
        with CaptureQueriesContext(connection) as queries:
            links.link(work, [{"id": 7, "problem_id": 8}])
    assert not any("waits-" in one["sql"] or "missing-" in one["sql"] for one in queries)
    assert work._also["links"] == [*work.cursor["links"], ["problem", "7", "8"]]


def test_what_can_wait_no_longer_is_reported(harbor, account, monkeypatch):
    monkeypatch.setattr(links, "MOST_WAITING", 1)
    account.lists["tickets"] = [{**INCIDENT, "id": 901 + n, "problem_id": 990 + n} for n in range(3)]
    work = bring(harbor, account)
    assert noted(work)["Ticket names another one that is not here"] == 3
