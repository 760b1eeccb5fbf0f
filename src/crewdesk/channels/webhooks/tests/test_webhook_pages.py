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
    facts = {
        "name": "Ledger",
        "endpoint": receiver.url(),
        "http_method": "POST",
        "request_format": "json",
        "events": ["ticket.created", "ticket.updated"],
    }
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


SIGNED = {
    "http_method": "POST", "request_format": "json", "authentication": "basic_auth", "username": "desk", "password": "xyzzy-1",
    "header_0": "X-Team", "header_value_0": "xyzzy-2", "events": ["ticket.created"],
}  # fmt: skip


def test_sign_in_and_headers_by_the_page(harbor, ada, receiver, do_jobs):
    facts = {"name": "Ledger", "endpoint": receiver.url()} | SIGNED
    assert ada.post(f"{PAGES}new/", facts).status_code == 200
    with harbor.scope():
        webhook = Webhook.objects.get()
        opened(harbor.cleo)
    # What is left empty stays; what loses its name goes.
    assert ada.post(f"{PAGES}{webhook.pk}/", facts | {"password": "", "header_value_0": "", "name": "Copy"}).status_code == 302
    do_jobs(Lane.WEBHOOKS)
    [call] = receiver.received["/"]
    assert (call.headers["Authorization"], call.headers["X-Team"]) == ("Basic ZGVzazp4eXp6eS0x", "xyzzy-2")
    with harbor.scope():
        entry = Invocation.objects.get()
    pages = [ada.get(f"{PAGES}{where}").content.decode() for where in (f"{webhook.pk}/", f"{webhook.pk}/calls/{entry.pk}/")]
    assert "xyzzy" not in "".join(pages)
    assert 'value="desk"' in pages[0]
    assert "Authorization" in pages[1]
    assert "********" in pages[1]
    assert "zen:event-type:ticket.created" in pages[1]
    other = ada.post(f"{PAGES}{webhook.pk}/", facts | {"authentication": "bearer_token"})
    assert (other.status_code, "This field is required." in other.content.decode()) == (422, True)
    gone = facts | {"authentication": "", "header_0": "", "header_value_0": ""}
    assert ada.post(f"{PAGES}{webhook.pk}/", gone).status_code == 302
    with harbor.scope():
        webhook.refresh_from_db()
        assert (webhook.sign_in, webhook.header_names, bytes(webhook.credentials)) == ("", [], b"")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"username": ""}, "This field is required."),
        ({"password": ""}, "This field is required."),
        ({"username": "a:b"}, "This sign-in cannot be sent in a header."),
        ({"header_0": "Host"}, "The header “Host” cannot be chosen."),
        ({"header_value_0": ""}, "Please fill this in."),
        ({"header_0": ""}, "Please fill this in."),
        ({"header_1": "x-team", "header_value_1": "a"}, "A header is named twice."),
        ({"request_format": "xml"}, "xml is not one of the available choices."),
        ({"http_method": "TRACE"}, "TRACE is not one of the available choices."),
    ],
)
def test_mistakes_of_sign_in_and_headers(harbor, ada, receiver, wrong, said):
    answer = ada.post(f"{PAGES}new/", {"name": "Ledger", "endpoint": receiver.url()} | SIGNED | wrong)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert "xyzzy" not in answer.content.decode()
    with harbor.scope():
        assert not Webhook.objects.exists()


def test_another_server_needs_the_secrets_anew(harbor, ada, receiver):
    facts = {"name": "Ledger", "endpoint": receiver.url()} | SIGNED
    ada.post(f"{PAGES}new/", facts)
    with harbor.scope():
        webhook = Webhook.objects.get()
    moved = facts | {"endpoint": "https://other.example/", "password": "", "header_value_0": ""}
    answer = ada.post(f"{PAGES}{webhook.pk}/", moved)
    assert (answer.status_code, "leads to another server" in answer.content.decode()) == (422, True)
    assert ada.post(f"{PAGES}{webhook.pk}/", moved | {"password": "new", "header_value_0": "new"}).status_code == 302


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
