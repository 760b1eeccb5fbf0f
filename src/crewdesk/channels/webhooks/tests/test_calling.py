"""What a webhook is told, how it knows that it is us, and what its answer leads to."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from crewdesk.channels.models import Invocation, Webhook
from crewdesk.channels.webhooks.operations import disable_webhook, enable_webhook, replay, send_test, update_webhook
from crewdesk.core.jobs import Lane
from crewdesk.core.operations import NotPermitted, Refused
from crewdesk.tickets.tests.story import answered, changed, opened


def mac(secret: str, message: bytes):
    return hmac.new(secret.encode(), message, hashlib.sha256)


def test_a_call_is_signed_in_both_ways(harbor, hook, receiver, do_jobs):
    webhook = hook()
    with harbor.scope():
        opened(harbor.cleo)
    do_jobs(Lane.WEBHOOKS)
    [call] = receiver.received["/"]
    stamp = call.headers["X-Zendesk-Webhook-Signature-Timestamp"]
    assert (
        call.headers["X-Zendesk-Webhook-Signature"]
        == base64.b64encode(mac(webhook.clear, stamp.encode() + call.body).digest()).decode()
    )
    when, signature = (part.partition("=")[2] for part in call.headers["X-Crewdesk-Signature"].split(","))
    assert signature == mac(webhook.clear, f"{when}.".encode() + call.body).hexdigest()
    assert abs(datetime.now(UTC) - datetime.fromtimestamp(int(when), UTC)) < timedelta(minutes=1)
    assert call.headers["Content-Type"] == "application/json"


def test_the_envelope_is_that_of_the_dialect(harbor, hook, receiver, do_jobs):
    hook(events=["ticket.updated"], http_method="PUT")
    with harbor.scope():
        ticket = opened(harbor.cleo)
        changed(ticket, harbor.ben, status="pending", priority="high", assignee=harbor.lena)
    do_jobs(Lane.WEBHOOKS)
    [call] = receiver.received["/"]
    said = call.said
    assert call.method == "PUT"
    assert set(said) == {"account_id", "id", "subject", "time", "type", "zendesk_event_version", "event", "detail"}
    assert (said["account_id"], said["subject"], said["type"]) == (
        harbor.desk.pk,
        f"zen:ticket:{ticket.number}",
        "zen:event-type:ticket.updated",
    )
    assert said["event"]["current"]["status"] == "pending"
    assert said["event"]["previous"]["priority"] == ""
    assert said["event"]["current"]["assignee_id"] == harbor.lena.pk
    assert said["detail"]["id"] == str(ticket.number)
    assert said["detail"]["actor_id"] == str(harbor.ben.pk)


def test_nobodys_words_leave(harbor, hook, receiver, do_jobs):
    hook(events=["ticket.created", "ticket.commented", "ticket.updated", "user.updated"])
    with harbor.scope():
        from crewdesk.accounts.operations.users import update_user

        ticket = opened(harbor.cleo, "xyzzy body", subject="xyzzy subject")
        answered(ticket, harbor.ben, "xyzzy reply")
        changed(ticket, harbor.ben, subject="xyzzy other subject")
        update_user(harbor.cleo, by=harbor.ada, at=datetime.now(UTC), notes="xyzzy notes", name="Xyzzy")
    do_jobs(Lane.WEBHOOKS)
    assert len(receiver.received["/"]) == 4
    assert not any(b"xyzzy" in call.body.lower() for call in receiver.received["/"])


ANSWERS = [(200, "delivered", False), (204, "delivered", False), (400, "failed", False), (410, "failed", False), (302, "failed", False),
           (429, "queued", True), (500, "queued", True)]  # fmt: skip


@pytest.mark.parametrize(("status", "state", "is_retried"), ANSWERS)
def test_what_an_answer_leads_to(harbor, hook, receiver, do_jobs, log_of, status, state, is_retried):
    webhook = hook()
    receiver.answers["/"], receiver.headers["/"] = status, {"Location": receiver.url("/elsewhere")}
    with harbor.scope():
        opened(harbor.cleo)
    do_jobs(Lane.WEBHOOKS)
    with harbor.scope():
        entry = Invocation.objects.get()
        assert (entry.next_attempt_at is not None) == is_retried
        assert (Webhook.objects.get().rests_until is not None) == is_retried
    assert (entry.state, entry.response_status, entry.attempts) == (state, status, 1)
    assert entry.body_digest == hashlib.sha256(receiver.received["/"][0].body).hexdigest()
    assert receiver.received["/elsewhere"] == []
    assert log_of(harbor, webhook) == [state]


def test_a_private_address_is_not_reached(harbor, hook, receiver, settings, do_jobs):
    hook()
    settings.FETCH_ALLOW_PRIVATE = []
    with harbor.scope():
        opened(harbor.cleo)
    do_jobs(Lane.WEBHOOKS)
    assert receiver.received["/"] == []
    with harbor.scope():
        assert "private" in Invocation.objects.get().problem


def test_where_nobody_listens_no_job_is_left(harbor, hook, meridian):
    hook(events=["ticket.deleted"])
    hook(desk=meridian, by="olga")
    with harbor.scope():
        opened(harbor.cleo)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE queue_name = 'webhooks'")
        assert cursor.fetchone()[0] == 0


def test_another_desk_hears_nothing(harbor, meridian, hook, receiver, do_jobs, log_of):
    theirs = hook("/meridian", desk=meridian, by="olga")
    hook("/harbor")
    with harbor.scope():
        opened(harbor.cleo)
    do_jobs(Lane.WEBHOOKS)
    assert len(receiver.received["/harbor"]) == 1
    assert receiver.received["/meridian"] == []
    assert log_of(meridian, theirs) == []


def test_replay_says_the_same_again(harbor, hook, receiver, do_jobs, at, log_of):
    webhook = hook()
    receiver.answers["/"] = 400
    with harbor.scope():
        opened(harbor.cleo)
    do_jobs(Lane.WEBHOOKS)
    receiver.answers["/"] = 200
    with harbor.scope():
        replay(Invocation.objects.get(), by=harbor.ada, at=at)
    do_jobs(Lane.WEBHOOKS)
    first, second = receiver.received["/"]
    assert first.body == second.body
    assert log_of(harbor, webhook) == ["failed", "delivered"]


def test_a_test_is_called_at_once_though_it_rests(harbor, hook, receiver, do_jobs, at):
    webhook = hook()
    with harbor.scope():
        Webhook.objects.update(rests_until=at + timedelta(hours=2))
        send_test(webhook, by=harbor.ada, at=at)
    do_jobs(Lane.WEBHOOKS)
    [call] = receiver.received["/"]
    assert call.said["type"] == "zen:event-type:webhook.test"


def test_one_that_is_off_is_not_called_and_can_come_back(harbor, hook, receiver, do_jobs, at, mailoutbox):
    webhook = hook()
    with harbor.scope():
        disable_webhook(webhook, by=harbor.ada, at=at)
        opened(harbor.cleo)
        with pytest.raises(Refused, match="turned off"):
            send_test(webhook, by=harbor.ada, at=at)
    do_jobs(Lane.WEBHOOKS, Lane.OUTBOUND)
    assert receiver.received["/"] == []
    assert mailoutbox == []
    with harbor.scope():
        enable_webhook(webhook, by=harbor.ada, at=at)
        opened(harbor.cleo)
    do_jobs(Lane.WEBHOOKS)
    assert len(receiver.received["/"]) == 1


@pytest.mark.parametrize("facts", [{"endpoint": "ftp://x.example/"}, {"endpoint": "https://user:pass@x.example/"}, {"events": []},
                                   {"events": ["token.created"]}, {"http_method": "HEAD"}, {"request_format": "xml"}, {"endpoint": "https://x.example:99999/"}])  # fmt: skip
def test_what_is_not_fit_is_refused(hook, facts):
    with pytest.raises(Refused):
        hook(**facts)


@pytest.mark.parametrize("name", ["lena", "ben", "liv"])
def test_only_admins_may(harbor, hook, at, name):
    webhook = hook()
    member = getattr(harbor, name)
    with pytest.raises(NotPermitted):
        hook(by=name)
    facts = {"name": "x", "endpoint": "https://x.example/", "events": ["ticket.created"], "http_method": "POST"}
    with harbor.scope(), pytest.raises(NotPermitted):
        update_webhook(webhook, **facts, by=member, at=at)
    with harbor.scope(), pytest.raises(NotPermitted):
        send_test(webhook, by=member, at=at)


def test_the_secret_is_sealed_for_its_desk(harbor, hook, owner_connection):
    webhook = hook()
    with connection.cursor() as cursor, harbor.scope():
        cursor.execute("SELECT secret FROM channels_webhook WHERE id = %s", [webhook.pk])
        assert webhook.clear.encode() not in bytes(cursor.fetchone()[0])
    assert webhook.clear not in json.dumps(webhook.events)
