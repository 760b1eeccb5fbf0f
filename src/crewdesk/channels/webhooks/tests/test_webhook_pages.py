"""The settings pages of webhooks."""

import re

import pytest

from crewdesk.channels.models import Invocation, Webhook
from crewdesk.core.jobs import Lane
from crewdesk.core.models import Event
from crewdesk.tickets.tests.story import opened

PAGES = "/d/harbor/settings/webhooks/"


@pytest.fixture
def ada(harbor, sign_in, recently):
    client = sign_in(harbor.ada)
    recently(harbor.ada)
    return client


def test_an_admin_makes_one_and_sees_its_secret_once(harbor, ada, receiver):
    facts = {"name": "Ledger", "endpoint": receiver.url(), "http_method": "POST", "events": ["ticket.created", "ticket.updated"]}
    shown = ada.post(f"{PAGES}new/", facts)
    secret = re.search(r'readonly value="([\w-]{43})"', shown.content.decode())[1]
    with harbor.scope():
        webhook = Webhook.objects.get()
    for page in (PAGES, f"{PAGES}{webhook.pk}/"):
        answer = ada.get(page)
        assert "Ledger" in answer.content.decode()
        assert secret not in answer.content.decode()
    renewed = ada.post(f"{PAGES}{webhook.pk}/secret/").content.decode()
    assert secret not in renewed


def test_without_a_recent_password_no_secret(harbor, sign_in, hook):
    webhook = hook()
    answer = sign_in(harbor.ada).post(f"{PAGES}{webhook.pk}/secret/")
    assert answer["Location"].startswith("/accounts/reauthenticate/")


def test_the_log_shows_calls_and_sends_again(harbor, ada, hook, receiver, do_jobs):
    webhook = hook()
    receiver.answers["/"] = 418
    with harbor.scope():
        opened(harbor.cleo)
    do_jobs(Lane.WEBHOOKS)
    page = ada.get(f"{PAGES}{webhook.pk}/").content.decode()
    assert "The endpoint answered 418." in page
    with harbor.scope():
        entry = Invocation.objects.get()
    ada.post(f"{PAGES}{webhook.pk}/calls/{entry.pk}/replay/")
    ada.post(f"{PAGES}{webhook.pk}/test/")
    do_jobs(Lane.WEBHOOKS)
    assert len(receiver.received["/"]) == 3


def test_off_on_and_away(harbor, ada, hook):
    webhook = hook()
    for verb in ("disable", "enable", "delete"):
        assert ada.post(f"{PAGES}{webhook.pk}/{verb}/").status_code == 302
    with harbor.scope():
        kinds = list(Event.objects.filter(subject_type="webhook").order_by("id").values_list("kind", flat=True))
        assert not Webhook.objects.exists()
    assert kinds == ["webhook.created", "webhook.disabled", "webhook.enabled", "webhook.deleted"]


def test_mistakes_are_shown_beside_the_field(ada):
    answer = ada.post(f"{PAGES}new/", {"name": "x", "endpoint": "ftp://x.example", "http_method": "POST", "events": ["nothing"]})
    assert answer.status_code == 422


def test_a_leads_settings_have_no_webhooks(harbor, sign_in):
    client = sign_in(harbor.lena)
    assert client.get(PAGES).status_code == 403
    assert PAGES not in client.get("/d/harbor/settings/members/").content.decode()
