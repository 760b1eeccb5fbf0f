"""Webhooks over the API, in the dialect's words."""

import base64
import hashlib
import hmac
import threading

import pytest

from crewdesk.channels.models import Invocation, Webhook
from crewdesk.channels.webhooks.body import body_of
from crewdesk.channels.webhooks.dialect import FIELDS, KNOWN, WHOLE
from crewdesk.channels.webhooks.forms import WebhookForm
from crewdesk.channels.webhooks.tests.receiver import Receiver
from crewdesk.core.models import Event
from crewdesk.tickets.tests.api_story import cost_of, delete, fault_of
from crewdesk.tickets.tests.story import answered, changed, opened
from crewdesk.tickets.tests.test_api import Caller, token_of

KEYS = {"created_at", "created_by", "endpoint", "http_method", "id", "name", "request_format", "status", "subscriptions"}
STATUS_CHANGED = "zen:event-type:ticket.status_changed"


@pytest.fixture
def ada(client, harbor):
    return Caller(client, token_of(harbor, harbor.ada))


@pytest.fixture
def receiver(settings):
    """A server that our fetches may reach though it is on this machine."""
    settings.FETCH_ALLOW_PRIVATE = ["127.0.0.1/32"]
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.ended.set()
        server.shutdown()
        thread.join()


def sent(**webhook) -> dict:
    return {
        "webhook": {
            "name": "Mirror", "endpoint": "https://mirror.example/hook", "http_method": "POST", "request_format": "json",
            "status": "active", "subscriptions": [STATUS_CHANGED], **webhook,
        }
    }  # fmt: skip


def made(caller, **webhook) -> dict:
    reply = caller.send("post", "webhooks.json", sent(**webhook))
    assert reply.status_code == 201, reply.content
    return reply.json()["webhook"]


def test_life_of_a_webhook(ada, harbor):
    webhook = made(ada, subscriptions=["conditional_ticket_events", STATUS_CHANGED])
    assert webhook.keys() >= KEYS
    assert set(webhook["subscriptions"]) == {"conditional_ticket_events", STATUS_CHANGED}
    assert (webhook["created_by"], webhook["status"]) == (str(harbor.ada.pk), "active")
    path = f"webhooks/{webhook['id']}"
    assert ada.get(f"{path}.json").json()["webhook"] == webhook
    assert ada.send("patch", path, {"webhook": {"name": "Copy", "status": "inactive"}}).status_code == 204
    shown = ada.get(path).json()["webhook"]
    assert (shown["name"], shown["status"], shown["endpoint"]) == ("Copy", "inactive", webhook["endpoint"])
    assert ada.send("put", path, sent(subscriptions=["zen:event-type:user.created"])).status_code == 204
    again = ada.get(path).json()["webhook"]
    assert (again["status"], again["subscriptions"]) == ("active", ["zen:event-type:user.created"])
    assert (delete(ada, path).status_code, delete(ada, path).status_code) == (204, 404)
    with harbor.scope():
        assert set(Event.objects.filter(kind__startswith="webhook.").values_list("via", flat=True)) == {"api"}


def test_list_goes_by_cursor_as_recorded(ada):
    for name in ("One", "Two", "Three"):
        made(ada, name=name)
    whole = ada.get("webhooks").json()
    assert set(whole) == {"meta", "webhooks"}
    page = ada.get("webhooks", **{"page[size]": 2}).json()
    assert page["meta"]["has_more"] is True
    rest = ada.client.get(page["links"]["next"], headers=ada.headers).json()
    assert [one["name"] for one in page["webhooks"] + rest["webhooks"]] == ["One", "Two", "Three"]
    assert [one["name"] for one in ada.get("webhooks", **{"filter[name_contains]": "thr"}).json()["webhooks"]] == ["Three"]
    assert ada.get("webhooks", **{"filter[status]": "inactive"}).json()["webhooks"] == []


@pytest.mark.parametrize(
    ("wrong", "at_fault"),
    [
        ({"subscriptions": ["zen:event-type:ticket.teleported"]}, "subscriptions"),
        ({"subscriptions": []}, "subscriptions"),
        ({"subscriptions": None}, "subscriptions"),
        ({"http_method": "GET"}, "http_method"),
        ({"request_format": "xml"}, "request_format"),
        ({"authentication": {"type": "basic_auth", "data": {"username": "a", "password": "b"}}}, "authentication"),
        ({"custom_headers": {"X-Key": "a"}}, "custom_headers"),
        ({"endpoint": "ftp://mirror.example"}, "endpoint"),
        ({"endpoint": None}, "endpoint"),
        ({"name": None}, "name"),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(ada, harbor, wrong, at_fault):
    assert fault_of(ada.send("post", "webhooks", sent(**wrong))) == at_fault
    with harbor.scope():
        assert not Webhook.objects.exists()


def test_every_word_of_the_dialect_can_be_subscribed_to(ada):
    words = sorted(KNOWN - {"conditional_ticket_events"})
    assert set(made(ada, subscriptions=[f"zen:event-type:{word}" for word in words])["subscriptions"]) == {
        f"zen:event-type:{word}" for word in words
    }
    assert {*FIELDS, *WHOLE} <= set(words)


def told(webhook: dict) -> list[str]:
    return list(Invocation.objects.filter(webhook_id=int(webhook["id"])).order_by("id").values_list("kind", flat=True))


def test_a_word_is_heard_when_its_field_changes_and_bears_the_change(ada, harbor, do_jobs):
    status = made(ada, endpoint="https://a.example/")
    several = made(
        ada, subscriptions=[f"zen:event-type:ticket.{word}" for word in ("comment_added", "priority_changed", "updated")]
    )
    triggers = made(ada, subscriptions=["conditional_ticket_events"])
    with harbor.scope():
        ticket = opened(harbor.cleo)
        changed(ticket, harbor.ben, priority="high")
        answered(ticket, harbor.ben, status="pending", priority="low")
    do_jobs()
    with harbor.scope():
        assert told(status) == ["ticket.status_changed"]
        assert sorted(told(several)) == [
            "ticket.comment_added",
            "ticket.priority_changed",
            "ticket.priority_changed",
            "ticket.updated",
        ]
        assert told(triggers) == []
        body = body_of(Invocation.objects.get(kind="ticket.status_changed"))
        assert b'"type":"zen:event-type:ticket.status_changed"' in body
        assert b'"event":{"current":"pending","previous":"new"}' in body
        ids = [body_of(row) for row in Invocation.objects.filter(webhook_id=int(several["id"]))]
        assert len({each.partition(b'"id":"')[2].partition(b'"')[0] for each in ids}) == 4


def test_the_page_keeps_words_that_were_chosen_over_the_api(ada, harbor):
    webhook = made(ada)
    with harbor.scope():
        row = Webhook.objects.get(pk=webhook["id"])
    facts = {name: getattr(row, name) for name in ("name", "endpoint", "http_method", "events")}
    form = WebhookForm(facts, initial=facts)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["events"] == ["ticket.status_changed"]
    assert not WebhookForm(facts | {"events": ["ticket.teleported"]}, initial=facts).is_valid()


def test_secret_is_shown_and_renewed(ada, harbor):
    path = f"webhooks/{made(ada)['id']}/signing_secret"
    first = ada.get(path).json()["signing_secret"]
    renewed = ada.client.post(f"/api/v2/{path}.json", headers=ada.headers)
    assert (renewed.status_code, first["algorithm"]) == (201, "SHA256")
    assert ada.get(path).json()["signing_secret"]["secret"] == renewed.json()["signing_secret"]["secret"] != first["secret"]


@pytest.mark.parametrize("scopes", [("read",), ("webhooks:read",), ("read", "tickets:write")])
def test_who_may_only_read_does_not_get_the_secret(client, harbor, ada, scopes):
    """With it they could forge the calls."""
    path = f"webhooks/{made(ada)['id']}"
    reader = Caller(client, token_of(harbor, harbor.ada, scopes=scopes))
    assert reader.get(path).status_code == 200
    assert reader.get(f"{path}/signing_secret").status_code == 403
    writer = Caller(client, token_of(harbor, harbor.ada, scopes=("webhooks:read", "webhooks:write")))
    assert writer.get(f"{path}/signing_secret").status_code == 200


def test_log_and_attempts(ada, harbor, receiver, do_jobs):
    receiver.answers["/down"] = 404
    webhook = made(ada, endpoint=receiver.url("/down"), subscriptions=["zen:event-type:ticket.created"])
    with harbor.scope():
        ticket = opened(harbor.cleo)
    do_jobs()
    reply = ada.get(f"webhooks/{webhook['id']}/invocations").json()
    assert set(reply) == {"invocations", "links", "meta"}
    call = reply["invocations"][0]
    assert (call["status"], call["status_code"], call["event_type"]) == ("failed", 404, "zen:event-type:ticket.created")
    attempt = ada.get(f"webhooks/{webhook['id']}/invocations/{call['id']}/attempts").json()["attempts"][0]
    assert attempt["request"]["payload"].encode() == receiver.received["/down"][0].body
    assert f"zen:ticket:{ticket.number}" in attempt["request"]["payload"]
    other = made(ada)
    assert ada.get(f"webhooks/{other['id']}/invocations/{call['id']}/attempts").status_code == 404


def test_a_test_call_is_signed_for_its_own_address_alone(ada, receiver):
    webhook = made(ada, endpoint=receiver.url("/here"))
    secret = ada.get(f"webhooks/{webhook['id']}/signing_secret").json()["signing_secret"]["secret"]
    reply = ada.send("post", f"webhooks/test?webhook_id={webhook['id']}", {"request": {"payload": '{"a":1}'}})
    assert (reply.status_code, reply.json()["response"]["status"]) == (200, 200)
    got = receiver.received["/here"][0]
    headers = {name.lower(): value for name, value in got.headers.items()}
    message = headers["x-zendesk-webhook-signature-timestamp"].encode() + got.body
    expected = base64.b64encode(hmac.new(secret.encode(), message, hashlib.sha256).digest()).decode()
    assert headers["x-zendesk-webhook-signature"] == expected
    elsewhere = {"request": {"endpoint": receiver.url("/elsewhere"), "payload": "{}"}}
    assert ada.send("post", f"webhooks/test?webhook_id={webhook['id']}", elsewhere).status_code == 200
    assert "x-zendesk-webhook-signature" not in {name.lower() for name in receiver.received["/elsewhere"][0].headers}


def test_a_test_call_reaches_no_private_network(ada, receiver, settings):
    settings.FETCH_ALLOW_PRIVATE = []
    assert fault_of(ada.send("post", "webhooks/test", {"request": {"endpoint": receiver.url("/inside")}})) == "endpoint"
    assert fault_of(ada.send("post", "webhooks/test", {"request": {}})) == "endpoint"
    assert ada.send("post", "webhooks/test?webhook_id=x", {"request": {}}).status_code == 400
    assert not receiver.received


@pytest.mark.parametrize("name", ["lena", "ben", "cleo"])
def test_webhooks_are_for_admins(client, harbor, ada, name):
    webhook = made(ada)
    caller = Caller(client, token_of(harbor, getattr(harbor, name)))
    path = f"webhooks/{webhook['id']}"
    for method, where, body in (
        ("get", "webhooks", {}), ("get", path, {}), ("get", f"{path}/signing_secret", {}), ("get", f"{path}/invocations", {}),
        ("post", "webhooks", sent()), ("patch", path, {"webhook": {"endpoint": "https://mine.example/"}}), ("delete", path, {}),
        ("post", f"{path}/signing_secret", {}), ("post", "webhooks/test", {"request": {"endpoint": "https://mine.example/"}}),
    ):  # fmt: skip
        reply = caller.get(where) if method == "get" else caller.send(method, where, body)
        assert reply.status_code == 403, (method, where)


def test_foreign_and_missing_are_the_same(client, ada, meridian):
    webhook = made(ada)
    olga = Caller(client, token_of(meridian, meridian.olga))
    for path in ("webhooks/{}", "webhooks/{}/signing_secret", "webhooks/{}/invocations", "webhooks/{}/invocations/1/attempts"):
        foreign, missing = olga.get(path.format(webhook["id"])), olga.get(path.format(99999999))
        assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert delete(olga, f"webhooks/{webhook['id']}").status_code == 404
    assert olga.send("post", f"webhooks/test?webhook_id={webhook['id']}", {"request": {}}).status_code == 404
    assert ada.get(f"webhooks/{webhook['id']}").status_code == 200


def test_a_list_costs_the_same_for_one_row_and_for_fifty(ada):
    made(ada)
    ada.get("users/me")
    few = cost_of(lambda: ada.get("webhooks"))
    for n in range(49):
        made(ada, name=f"W{n}")
    assert cost_of(lambda: ada.get("webhooks")) == few <= 12
    assert len(ada.get("webhooks").json()["webhooks"]) == 50
