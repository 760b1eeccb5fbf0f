"""Webhooks over the API, in the dialect's words."""

import base64
import hashlib
import hmac
import threading

import pytest

from crewdesk.channels.models import Invocation, Webhook
from crewdesk.channels.webhooks.dialect import FIELDS, KNOWN, WHOLE
from crewdesk.channels.webhooks.forms import WebhookForm
from crewdesk.channels.webhooks.requests import body_sent
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
        ({"http_method": "HEAD"}, "http_method"),
        ({"request_format": "xml"}, "request_format"),
        ({"authentication": {"type": "digest", "data": {"username": "a", "password": "b"}}}, "authentication"),
        ({"authentication": {"type": "basic_auth", "data": {"username": "a"}}}, "authentication"),
        ({"authentication": {"type": "basic_auth", "data": {"username": "a:b", "password": "c"}}}, "authentication"),
        ({"authentication": {"type": "bearer_token", "data": {"token": "a\r\nX-Other: b"}}}, "authentication"),
        ({"authentication": {"type": "bearer_token", "data": {"token": 7}}}, "authentication"),
        ({"authentication": {"type": "bearer_token", "data": ["token"]}}, "authentication"),
        ({"authentication": {"type": "bearer_token", "add_position": "query", "data": {"token": "a"}}}, "authentication"),
        ({"authentication": {"type": "api_key", "data": {"name": "Host", "value": "a"}}}, "authentication"),
        ({"custom_headers": {"X-Key": "********"}}, "custom_headers"),
        ({"custom_headers": {"X-Key": "a", "x-key": "b"}}, "custom_headers"),
        ({"custom_headers": {f"X-Key-{n}": "a" for n in range(6)}}, "custom_headers"),
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
        body = body_sent(Invocation.objects.get(kind="ticket.status_changed"))
        assert b'"type":"zen:event-type:ticket.status_changed"' in body
        assert b'"event":{"current":"pending","previous":"new"}' in body
        ids = [body_sent(row) for row in Invocation.objects.filter(webhook_id=int(several["id"]))]
        assert len({each.partition(b'"id":"')[2].partition(b'"')[0] for each in ids}) == 4


def test_the_page_keeps_words_that_were_chosen_over_the_api(ada, harbor):
    webhook = made(ada)
    with harbor.scope():
        row = Webhook.objects.get(pk=webhook["id"])
    facts = {name: getattr(row, name) for name in ("name", "endpoint", "http_method", "request_format", "events")}
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


SIGN_INS = [
    ({"type": "basic_auth", "data": {"username": "desk", "password": "xyzzy-1"}}, {"username": "desk"}, "Basic ZGVzazp4eXp6eS0x"),
    ({"type": "bearer_token", "data": {"token": "xyzzy-1"}}, {}, "Bearer xyzzy-1"),
    ({"type": "api_key", "data": {"name": "Authorization", "value": "GenieKey xyzzy-1"}}, {"name": "Authorization"}, "GenieKey xyzzy-1"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "shown", "header"), SIGN_INS)
def test_sign_in_and_headers_are_sent_and_never_shown(ada, harbor, receiver, do_jobs, given, shown, header):
    webhook = made(
        ada, endpoint=receiver.url("/in"), subscriptions=["zen:event-type:ticket.created"],
        authentication={"add_position": "header"} | given, custom_headers={"X-Team": "xyzzy-2"},
    )  # fmt: skip
    assert webhook["authentication"] == {"type": given["type"], "add_position": "header", "data": shown}
    assert webhook["custom_headers"] == {"X-Team": "********"}
    with harbor.scope():
        opened(harbor.cleo)
    do_jobs()
    [call] = receiver.received["/in"]
    assert (call.headers["Authorization"], call.headers["X-Team"]) == (header, "xyzzy-2")
    path = f"webhooks/{webhook['id']}"
    number = ada.get(f"{path}/invocations").json()["invocations"][0]["id"]
    replies = [ada.get(where) for where in ("webhooks", path, f"{path}/invocations", f"{path}/invocations/{number}/attempts")]
    assert not any(b"xyzzy" in reply.content for reply in replies)
    told = {one["key"]: one["value"] for one in replies[-1].json()["attempts"][0]["request"]["headers"]}
    assert (told["Authorization"], told["X-Team"], told["Content-Type"]) == ("********", "********", "application/json")
    with harbor.scope():
        assert "xyzzy" not in str(list(Event.objects.values_list("changes", flat=True)))


def test_what_a_client_reads_it_may_send_back(ada, harbor, receiver, do_jobs):
    """A client that changes one member sends all of them, hidden values too: they stay as they are."""
    webhook = made(
        ada, endpoint=receiver.url("/a"), subscriptions=["zen:event-type:ticket.created"],
        authentication={"type": "bearer_token", "data": {"token": "t0ken"}}, custom_headers={"X-One": "1", "X-Two": "2"},
    )  # fmt: skip
    path = f"webhooks/{webhook['id']}"
    read = ada.get(path).json()["webhook"] | {"endpoint": receiver.url("/b")}
    read["custom_headers"]["X-Two"] = "3"
    assert ada.send("put", path, {"webhook": read}).status_code == 204
    assert ada.send("patch", path, {"webhook": {"name": "Copy"}}).status_code == 204
    with harbor.scope():
        opened(harbor.cleo)
    do_jobs()
    sent_headers = receiver.received["/b"][0].headers
    assert [sent_headers[name] for name in ("Authorization", "X-One", "X-Two")] == ["Bearer t0ken", "1", "3"]
    assert ada.send("patch", path, {"webhook": {"authentication": None, "custom_headers": None}}).status_code == 204
    bare = ada.get(path).json()["webhook"]
    assert (bare["authentication"], bare["custom_headers"]) == (None, None)


@pytest.mark.parametrize(
    "facts",
    [{"authentication": {"type": "bearer_token", "data": {"token": "t0ken"}}}, {"custom_headers": {"X-One": "1"}}],
)
def test_secrets_do_not_follow_to_another_server(ada, receiver, facts):
    """Whoever may change the address must not learn by it what was entered for another."""
    path = f"webhooks/{made(ada, endpoint='https://mirror.example/hook', **facts)['id']}"
    for elsewhere in (receiver.url("/thief"), "http://mirror.example/hook", "https://mirror.example:444/hook"):
        assert fault_of(ada.send("patch", path, {"webhook": {"endpoint": elsewhere}})) == "endpoint"
    assert ada.get(path).json()["webhook"]["endpoint"] == "https://mirror.example/hook"
    assert ada.send("patch", path, {"webhook": {"endpoint": "https://mirror.example/other"}}).status_code == 204
    assert ada.send("patch", path, {"webhook": {"endpoint": receiver.url("/mine"), **facts}}).status_code == 204


def test_a_test_call_signs_in_at_its_own_address_alone(ada, receiver):
    webhook = made(
        ada, endpoint=receiver.url("/here"), http_method="PUT", request_format="form_encoded",
        authentication={"type": "api_key", "data": {"name": "X-Key", "value": "k3y"}}, custom_headers={"X-One": "1"},
    )  # fmt: skip
    where = f"webhooks/test?webhook_id={webhook['id']}"
    assert ada.send("post", where, {"request": {"payload": "a=1"}}).status_code == 200
    here = receiver.received["/here"][0]
    assert (here.method, here.headers["Content-Type"]) == ("PUT", "application/x-www-form-urlencoded")
    assert (here.body, here.headers["X-Key"], here.headers["X-One"]) == (b"a=1", "k3y", "1")
    assert ada.send("post", where, {"request": {"endpoint": receiver.url("/elsewhere")}}).status_code == 200
    assert not {"X-Key", "X-One", "X-Crewdesk-Signature"} & receiver.received["/elsewhere"][0].headers.keys()
    given = {"endpoint": receiver.url("/new"), "http_method": "GET", "custom_headers": {"X-One": "2"}}
    assert ada.send("post", "webhooks/test", {"request": given}).status_code == 200
    new = receiver.received["/new"][0]
    assert (new.method, new.body, new.headers["X-One"]) == ("GET", b"", "2")
    assert fault_of(ada.send("post", "webhooks/test", {"request": given | {"custom_headers": {"Host": "x"}}})) == "custom_headers"


def test_a_test_call_follows_no_redirect(ada, receiver):
    receiver.answers["/moved"], receiver.headers["/moved"] = 302, {"Location": receiver.url("/inside")}
    reply = ada.send("post", "webhooks/test", {"request": {"endpoint": receiver.url("/moved"), "http_method": "GET"}})
    assert reply.json()["response"]["status"] == 302
    assert not receiver.received["/inside"]


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
