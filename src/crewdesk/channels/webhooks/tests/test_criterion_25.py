"""criterion 25: a webhook that is slow or down delays no other, and is turned off after three days, with notice."""

import os
import socket
import subprocess
import sys
from datetime import timedelta

import pytest

from crewdesk.channels.models import Webhook
from crewdesk.channels.webhooks.calling import PATIENCE, RESTS, call_due
from crewdesk.channels.webhooks.operations import MOST, create_webhook
from crewdesk.core.clock import now
from crewdesk.core.jobs import Lane
from crewdesk.core.tests.workers import eventually
from crewdesk.tickets.tests.story import opened

ENDPOINTS, ROUNDS = 100, 2
ALL_LANES = list(Lane)
# As it runs on a server, with all its lanes; but it waits so long for an answer that the first call hangs until the test has ended.
PATIENT_WORKER = """
import os
import django
os.environ["DATABASE_ROLE"] = "worker"
django.setup(set_prefix=False)
from crewdesk.channels.webhooks import calling
from crewdesk.core import fetch
from crewdesk.core.worker import run
calling.ANSWER_SECONDS = fetch.CONNECT_SECONDS = 55.0
run()
"""


@pytest.fixture
def patient_worker(committed, owner_connection, receiver):
    environment = os.environ | {"FETCH_ALLOW_PRIVATE": "127.0.0.1/32", "LOG_LEVEL": "CRITICAL"}
    worker = subprocess.Popen([sys.executable, "-c", PATIENT_WORKER], env=environment)
    eventually(lambda: owner_connection.execute("SELECT count(*) FROM procrastinate_workers").fetchone()[0], seconds=60)
    yield worker
    # It ends what it does: a job that is left behind would be the next worker's.
    receiver.ended.set()
    worker.terminate()
    worker.wait(timeout=60)


def test_criterion_25_a_hanging_endpoint_delays_no_other(committed_harbor, receiver, patient_worker):
    """All others have all of their calls while it still hangs in its first."""
    assert ENDPOINTS == MOST
    receiver.hanging.add("/0")
    with committed_harbor.scope():
        for number in range(ENDPOINTS):
            facts = {"name": f"Endpoint {number}", "endpoint": receiver.url(f"/{number}"), "events": ["ticket.created"]}
            create_webhook(**facts, by=committed_harbor.ada, at=now())
    others = [f"/{number}" for number in range(1, ENDPOINTS)]
    for called in range(1, ROUNDS + 1):
        with committed_harbor.scope():
            opened(committed_harbor.cleo)
        eventually(lambda: receiver.received["/0"])
        eventually(lambda: all(len(receiver.received[path]) == called for path in others), seconds=45)  # noqa: B023
    assert len(receiver.received["/0"]) == 1
    with committed_harbor.scope():
        assert {call.problem for call in Webhook.objects.get(name="Endpoint 0").invocations.all()} == {""}, "it hangs no more"
    assert max(receiver.most_at_once[path] for path in others) == 1


@pytest.fixture
def nobody_there() -> str:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return f"http://127.0.0.1:{probe.getsockname()[1]}/"


def test_criterion_25_turned_off_after_three_days_and_the_admins_are_told(
    harbor, hook, nobody_there, do_jobs, mailoutbox, sign_in, at
):
    dead, alive = hook(endpoint=nobody_there, name="Ledger"), hook("/alive")
    with harbor.scope():
        opened(harbor.cleo)
    do_jobs(*ALL_LANES)
    mailoutbox.clear()
    calls, clock = 0, at
    while (dead := _fresh(harbor, dead)).is_active:
        assert clock < at + PATIENCE + max(RESTS)
        call_due(harbor.desk.pk, dead.pk, clock=lambda: clock)  # noqa: B023  (called at once)
        calls += 1
        clock = max(_fresh(harbor, dead).rests_until, clock + timedelta(minutes=1))
    assert PATIENCE <= dead.disabled_at - dead.failing_since <= PATIENCE + max(RESTS)
    assert calls < 60
    assert _fresh(harbor, alive).is_active
    do_jobs(*ALL_LANES)
    [notice] = mailoutbox
    assert notice.to == [harbor.ada.email]
    assert "Ledger" in notice.subject
    assert f"/d/harbor/settings/webhooks/{dead.pk}/" in notice.body
    assert "Turned off on" in sign_in(harbor.ada).get(f"/d/harbor/settings/webhooks/{dead.pk}/").content.decode()


def test_criterion_25_one_that_recovers_stays_on(harbor, hook, receiver, do_jobs, at):
    webhook = hook("/shaky")
    receiver.answers["/shaky"] = 503
    with harbor.scope():
        opened(harbor.cleo)
    do_jobs(Lane.WEBHOOKS)
    assert _fresh(harbor, webhook).failing_since is not None
    receiver.answers["/shaky"] = 200
    call_due(harbor.desk.pk, webhook.pk, clock=lambda: at + timedelta(days=4))
    webhook = _fresh(harbor, webhook)
    assert (webhook.is_active, webhook.failing_since, webhook.failures, webhook.rests_until) == (True, None, 0, None)
    first, second = receiver.received["/shaky"]
    assert first.body == second.body


def test_while_it_rests_it_is_left_in_peace(harbor, hook, receiver, do_jobs):
    hook("/busy")
    receiver.answers["/busy"] = 503
    for _ticket in range(3):
        with harbor.scope():
            opened(harbor.cleo)
        do_jobs(Lane.WEBHOOKS)
    assert len(receiver.received["/busy"]) == 1


def _fresh(desk, webhook) -> Webhook:
    with desk.scope():
        return Webhook.objects.get(pk=webhook.pk)
