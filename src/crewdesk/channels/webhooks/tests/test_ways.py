"""Methods, formats, sign-in and headers of a call: what goes out, what is kept, and what is refused."""

import hashlib
import hmac
from urllib.parse import parse_qsl

import pytest
from django.db import connection

from crewdesk.channels.models import Invocation, Webhook
from crewdesk.channels.webhooks.credentials import HIDDEN, SignIn, credentials_of
from crewdesk.channels.webhooks.headers import header_value
from crewdesk.channels.webhooks.operations import replay, update_webhook
from crewdesk.channels.webhooks.requests import body_sent
from crewdesk.channels.webhooks.signing import secret_of
from crewdesk.core.jobs import Lane
from crewdesk.core.operations import Refused
from crewdesk.core.vault import CannotUnseal
from crewdesk.tickets.tests.story import changed, opened

BEARER = SignIn("bearer_token", "", "xyzzy-token")


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_a_form_bears_the_envelope_as_fields(harbor, hook, receiver, do_jobs, method):
    hook(events=["ticket.updated"], http_method=method, request_format="form_encoded")
    with harbor.scope():
        ticket = opened(harbor.cleo)
        changed(ticket, harbor.ben, status="pending", tags=["late", "r&d"])
    do_jobs(Lane.WEBHOOKS)
    [call] = receiver.received["/"]
    assert (call.method, call.headers["Content-Type"]) == (method, "application/x-www-form-urlencoded")
    said = parse_qsl(call.body.decode(), keep_blank_values=True, strict_parsing=True)
    assert ("event[current][status]", "pending") in said
    assert [value for name, value in said if name == "event[current][tags][]"] == ["late", "r&d"]
    assert dict(said)["subject"] == f"zen:ticket:{ticket.number}"
    assert dict(said)["account_id"] == str(harbor.desk.pk)
    signature = dict(part.split("=", 1) for part in call.headers["X-Crewdesk-Signature"].split(","))
    assert (
        signature["v1"] == hmac.new(signing_secret(harbor), f"{signature['t']}.".encode() + call.body, hashlib.sha256).hexdigest()
    )


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_without_a_body_the_address_tells(harbor, hook, receiver, do_jobs, method):
    """What happened stands behind what the address asks for already, and our signature is over both."""
    hook("/told?desk=harbor", http_method=method, events=["ticket.updated"])
    with harbor.scope():
        ticket = opened(harbor.cleo)
        changed(ticket, harbor.ben, status="pending")
    do_jobs(Lane.WEBHOOKS)
    [call] = receiver.received["/told"]
    assert (call.method, call.body) == (method, b"")
    assert "Content-Type" not in call.headers
    told = dict(parse_qsl(call.query))
    assert set(told) == {"desk", "account_id", "zendesk_event_version", "id", "type", "time", "subject"}
    assert (told["desk"], told["subject"], told["type"]) == (
        "harbor",
        f"zen:ticket:{ticket.number}",
        "zen:event-type:ticket.updated",
    )
    signature = dict(part.split("=", 1) for part in call.headers["X-Crewdesk-Signature"].split(","))
    proved = f"{signature['t']}.{call.query}".encode()
    assert signature["v1"] == hmac.new(signing_secret(harbor), proved, hashlib.sha256).hexdigest()


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_no_method_follows_a_redirect(harbor, hook, receiver, do_jobs, log_of, method):
    webhook = hook(http_method=method, sign_in=BEARER)
    receiver.answers["/"], receiver.headers["/"] = 302, {"Location": receiver.url("/elsewhere")}
    with harbor.scope():
        opened(harbor.cleo)
    do_jobs(Lane.WEBHOOKS)
    assert receiver.received["/elsewhere"] == []
    assert log_of(harbor, webhook) == ["failed"]


FORBIDDEN = ["Host", "content-length", "Content-Type", "Connection", "Transfer-Encoding", "TE", "Upgrade", "Keep-Alive", "Proxy-Authorization",
             "Authorization", "X-Zendesk-Webhook-Signature", "X-Zendesk-Webhook-Signature-Timestamp", "x-crewdesk-signature", "User-Agent",
             "", "X Space", "X:Colon", "X\r\nInjected", "Naïve", "X" * 129]  # fmt: skip


@pytest.mark.parametrize("name", FORBIDDEN)
def test_headers_that_cannot_be_chosen(hook, name):
    with pytest.raises(Refused) as refusal:
        hook(headers={name: "a"})
    assert refusal.value.field == "custom_headers"


@pytest.mark.parametrize("value", ["a\r\nHost: evil.example", "a\nb", "a\rb", "a\x00b", "ä", " ", "x" * 4001])
def test_values_that_cannot_be_sent(hook, value):
    with pytest.raises(Refused):
        hook(headers={"X-Key": value})
    with pytest.raises(Refused):
        hook(sign_in=SignIn("api_key", "X-Key", value))


def test_a_value_loses_the_blanks_around_it():
    assert header_value("X-Key", " a b\t") == "a b"


def test_what_is_shown_there_is_sealed_for_its_desk(harbor, meridian, hook):
    mine = hook(sign_in=BEARER, headers={"X-Team": "xyzzy-header"})
    theirs = hook(desk=meridian, by="olga", sign_in=SignIn("bearer_token", "", "other"))
    with harbor.scope(), connection.cursor() as cursor:
        cursor.execute("SELECT channels_webhook::text FROM channels_webhook WHERE id = %s", [mine.pk])
        assert b"xyzzy".hex() not in cursor.fetchone()[0]
        row = Webhook.objects.get(pk=mine.pk)
    assert credentials_of(row).headers == {"X-Team": "xyzzy-header"}
    theirs.credentials = row.credentials
    with pytest.raises(CannotUnseal):
        credentials_of(theirs)


def test_the_log_keeps_what_was_sent_and_no_secret(harbor, hook, receiver, do_jobs, caplog):
    receiver.answers["/"] = 500
    hook(
        sign_in=SignIn("basic_auth", "desk", "xyzzy-password"), headers={"X-Team": "xyzzy-header"}, request_format="form_encoded"
    )
    with harbor.scope():
        opened(harbor.cleo)
    do_jobs(Lane.WEBHOOKS)
    [call] = receiver.received["/"]
    assert call.headers["Authorization"] == "Basic ZGVzazp4eXp6eS1wYXNzd29yZA=="
    with harbor.scope():
        entry = Invocation.objects.get()
        shown = entry.sent["headers"]
        assert (entry.sent["method"], entry.sent["url"]) == ("POST", receiver.url("/"))
        assert {name for name, value in shown.items() if value == HIDDEN} == {
            "Authorization", "X-Team", "X-Zendesk-Webhook-Signature", "X-Crewdesk-Signature",
        }  # fmt: skip
        assert {name: shown[name] for name in shown if shown[name] != HIDDEN}.items() <= call.headers.items()
        assert body_sent(entry) == call.body
    assert "xyzzy" not in str(entry.sent) + caplog.text


def test_replay_goes_the_present_way_and_the_log_keeps_both(harbor, hook, receiver, do_jobs, at):
    webhook = hook(sign_in=BEARER)
    receiver.answers["/"] = 400
    with harbor.scope():
        opened(harbor.cleo)
    do_jobs(Lane.WEBHOOKS)
    facts = {"name": "x", "endpoint": receiver.url("/"), "events": ["ticket.created"], "http_method": "PUT"}
    with harbor.scope():
        update_webhook(webhook, **facts, request_format="form_encoded", sign_in=SignIn(), by=harbor.ada, at=at)
        replay(Invocation.objects.get(), by=harbor.ada, at=at)
    do_jobs(Lane.WEBHOOKS)
    first, second = receiver.received["/"]
    assert (first.headers["Authorization"], second.headers.get("Authorization")) == ("Bearer xyzzy-token", None)
    with harbor.scope():
        assert [body_sent(entry) for entry in Invocation.objects.order_by("id")] == [first.body, second.body]


def signing_secret(desk) -> bytes:
    with desk.scope():
        return secret_of(Webhook.objects.get()).encode()
