"""What every call to the API has in common: allowance, scopes, ETags, keys, who called."""

import json
import threading

import pytest
from django.db import connection
from django.http import JsonResponse
from django.test import Client, RequestFactory

from crewdesk.accounts.api import signin
from crewdesk.accounts.api.signin import ApiMiddleware
from crewdesk.accounts.models import User
from crewdesk.accounts.operations.organizations import create_organization
from crewdesk.accounts.operations.tokens import create_token
from crewdesk.accounts.scopes import SCOPES
from crewdesk.core.api import limits
from crewdesk.core.api.calls import forget_old
from crewdesk.core.api.models import ApiCall, IdempotencyKey
from crewdesk.core.clock import now
from crewdesk.tickets.models import Ticket

TICKET = json.dumps({"ticket": {"subject": "Help", "comment": {"body": "Please"}}})


def headers_of(cast, member, scopes=("read", "write")) -> dict[str, str]:
    with cast.scope():
        return {"Authorization": f"Bearer {create_token(user=member, name='t', scopes=scopes, by=None, at=now())[1]}"}


def post(client, headers, body=TICKET, path="tickets.json", **more):
    return client.post(f"/api/v2/{path}", body, content_type="application/json", headers=headers | more)


@pytest.fixture
def few(settings, monkeypatch):
    """Five calls a minute, which does not end meanwhile, and nothing leased from before."""
    at = now()
    monkeypatch.setattr(signin, "now", lambda: at)
    settings.API_RATE_LIMIT = 5
    limits.forget()


def test_allowance_is_told_and_ends_in_429(client, harbor, few):
    headers = headers_of(harbor, harbor.ada)
    left = [client.get("/api/v2/users/me.json", headers=headers).headers["X-Rate-Limit-Remaining"] for _call in range(5)]
    assert left == ["4", "3", "2", "1", "0"]
    refused = client.get("/api/v2/users/me.json", headers=headers)
    assert (refused.status_code, refused.headers["Content-Type"]) == (429, "text/plain")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert refused.content.decode() == "Number of allowed API requests per minute exceeded"
    assert "Retry-After" not in client.get("/api/v2/users/me.json", headers=headers_of(harbor, harbor.ada)).headers


def test_failed_calls_are_counted_too(client, harbor, few):
    headers = headers_of(harbor, harbor.ada)
    statuses = [post(client, headers, body="{}").status_code for _call in range(7)]
    assert statuses == [400] * 5 + [429] * 2


def test_processes_share_one_allowance(harbor, settings):
    """What one process leased is gone for the other; together they never get more than all."""
    with harbor.scope():
        at, taken = now(), 0
        for _process in range(2):
            limits.forget()
            for _call in range(70):
                try:
                    limits.take("token 1", limit=100, at=at)
                    taken += 1
                except limits.TooManyCalls:
                    break
    assert taken == 100


def test_a_long_call_holds_up_no_other_of_its_token(committed_harbor, owner_connection):
    headers, free = headers_of(committed_harbor, committed_harbor.ada), []
    limits.forget()

    def answer(request) -> JsonResponse:
        for table in ("core_ratewindow", "accounts_apitoken"):
            rows = owner_connection.execute(f"SELECT 1 FROM {table} WHERE desk_id = %s FOR UPDATE NOWAIT", [request.desk.pk])
            free.append(rows.rowcount)
        return JsonResponse({})

    reply = ApiMiddleware(answer)(RequestFactory().get("/api/v2/users/me", headers=headers))
    assert (reply.status_code, free) == (200, [1, 1])
    assert reply["X-Rate-Limit-Remaining"]


def test_a_new_minute_brings_a_new_allowance(harbor):
    from datetime import timedelta

    limits.forget()
    at = now()
    with harbor.scope():
        limits.take("token 1", limit=1, at=at)
        with pytest.raises(limits.TooManyCalls):
            limits.take("token 1", limit=1, at=at)
        assert limits.take("token 1", limit=1, at=at + timedelta(minutes=1)).remaining == 0


@pytest.mark.parametrize(
    ("scopes", "read", "write"),
    [
        (["read"], 200, 403),
        (["tickets:read"], 200, 403),
        (["tickets:write"], 403, 201),
        (["users:read", "users:write"], 403, 403),
    ],
)
def test_scopes_open_what_they_name(client, harbor, scopes, read, write):
    headers = headers_of(harbor, harbor.ada, scopes)
    assert client.get("/api/v2/tickets.json", headers=headers).status_code == read
    assert post(client, headers).status_code == write


@pytest.mark.parametrize(
    ("path", "needed"),
    [
        ("users/{cleo}/tickets/requested", "tickets"), ("users/{cleo}/tickets/assigned", "tickets"), ("users/{cleo}/requests", "requests"),
        ("organizations/{acme}/tickets", "tickets"), ("organizations/{acme}/requests", "requests"), ("organizations/{acme}/users", "users"),
        ("groups/{group}/users", "users"), ("views/{view}/tickets", "tickets"), ("views/{view}/execute", "tickets"),
        ("tickets/{ticket}/followers", "users"), ("tickets/{ticket}/collaborators", "users"), ("tickets/{ticket}/email_ccs", "users"),
        ("users/{cleo}/groups", "groups"), ("users/{cleo}/organizations", "organizations"), ("tickets/{ticket}/comments", "tickets"),
    ],
)  # fmt: skip
def test_a_path_needs_the_scope_of_what_it_answers_with(client, harbor, path, needed):
    ids = {"cleo": harbor.cleo.pk, "group": harbor.group.pk}
    with harbor.scope():
        ids["acme"] = create_organization(name="Acme", by=None, at=now()).pk
    everything = headers_of(harbor, harbor.ada)
    ids["ticket"] = post(client, everything).json()["ticket"]["id"]
    ids["view"] = client.get("/api/v2/views", headers=everything).json()["views"][0]["id"]
    address = f"/api/v2/{path.format(**ids)}"
    others = [scope for scope in SCOPES if ":" in scope and scope != f"{needed}:read"]
    assert client.get(address, headers=headers_of(harbor, harbor.ada, others)).status_code == 403
    assert client.get(address, headers=headers_of(harbor, harbor.ada, [f"{needed}:read"])).status_code == 200


def test_what_is_loaded_beside_needs_its_scope(client, harbor):
    post(client, headers_of(harbor, harbor.ada))
    path = "/api/v2/tickets?include=users,groups,brands,last_audits"
    for scopes, beside in (
        (["tickets:read"], {"last_audits"}),
        (["tickets:read", "users:write"], {"last_audits"}),
        (["tickets:read", "users:read"], {"last_audits", "users"}),
        (["read"], {"last_audits", "users", "groups", "brands"}),
    ):
        told = client.get(path, headers=headers_of(harbor, harbor.ada, scopes)).json()
        assert told.keys() & {"users", "groups", "brands", "last_audits"} == beside, scopes
    assert len(told["users"]) == 1


def test_unchanged_answer_is_304(client, harbor):
    headers = headers_of(harbor, harbor.ada)
    etag = client.get("/api/v2/users/me.json", headers=headers).headers["ETag"]
    again = client.get("/api/v2/users/me.json", headers=headers | {"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")
    with harbor.scope():
        type(harbor.ada).objects.filter(pk=harbor.ada.pk).update(details="changed")
    assert client.get("/api/v2/users/me.json", headers=headers | {"If-None-Match": etag}).status_code == 200


def test_unknown_path_is_no_endpoint(client, harbor):
    reply = client.get("/api/v2/unicorns.json", headers=headers_of(harbor, harbor.ada))
    assert (reply.status_code, reply.json()) == (404, {"error": "InvalidEndpoint", "description": "Not found"})


def test_idempotency_key_is_answered_once(client, harbor):
    headers = headers_of(harbor, harbor.ada)
    first = post(client, headers, **{"Idempotency-Key": "a-1"})
    again = post(client, headers, **{"Idempotency-Key": "a-1"})
    assert (first.status_code, first.headers["x-idempotency-lookup"]) == (201, "miss")
    assert (again.status_code, again.headers["x-idempotency-lookup"]) == (201, "hit")
    assert again.json() == first.json()
    assert again.headers["Location"] == first.headers["Location"]
    with harbor.scope():
        assert Ticket.objects.count() == 1


def test_idempotency_key_with_another_body_is_refused(client, harbor):
    headers = headers_of(harbor, harbor.ada)
    post(client, headers, **{"Idempotency-Key": "a-1"})
    other = post(client, headers, body=TICKET.replace("Help", "Other"), **{"Idempotency-Key": "a-1"})
    assert (other.status_code, other.json()["error"]) == (400, "IdempotentRequestError")


def test_failed_call_keeps_no_key(client, harbor):
    headers = headers_of(harbor, harbor.ada)
    assert post(client, headers, body='{"ticket": {}}', **{"Idempotency-Key": "a-1"}).status_code == 422
    assert post(client, headers, **{"Idempotency-Key": "a-1"}).status_code == 201


def test_idempotency_key_is_the_callers_own(client, harbor):
    keyed = {"Idempotency-Key": "a-1"}
    mine, other = headers_of(harbor, harbor.ada), headers_of(harbor, harbor.ben)
    assert post(client, mine, **keyed).json()["ticket"]["id"] != post(client, other, **keyed).json()["ticket"]["id"]


def test_criterion_52_same_key_ten_times_at_once_acts_once(committed_harbor):
    headers, answers = headers_of(committed_harbor, committed_harbor.ada), []

    def call() -> None:
        try:
            answers.append(post(Client(), headers, **{"Idempotency-Key": "at once"}))
        finally:
            connection.close()

    threads = [threading.Thread(target=call) for _thread in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["ticket"]["id"] for answer in answers}) == 1
    assert sorted(answer.headers["x-idempotency-lookup"] for answer in answers) == ["hit"] * 9 + ["miss"]
    with committed_harbor.scope():
        assert Ticket.objects.count() == 1
        assert IdempotencyKey.objects.count() == 1


def test_who_called_what_is_kept(client, harbor):
    headers = headers_of(harbor, harbor.ada)
    client.get("/api/v2/tickets.json", headers=headers)
    post(client, headers)
    post(client, headers, body="{}")
    with harbor.scope():
        calls = list(ApiCall.objects.order_by("id").values_list("user_id", "method", "path", "status"))
        assert calls == [(harbor.ada.pk, "POST", "/api/v2/tickets.json", status) for status in (201, 400)]
        assert None not in ApiCall.objects.values_list("token_id", flat=True)


def test_a_refused_call_is_kept_and_nothing_else_of_it(committed_harbor):
    """Also what the call had done before it was refused, in one transaction with what was asked of the token."""
    client, headers = Client(), headers_of(committed_harbor, committed_harbor.ada)
    body = {"ticket": {"subject": "x", "comment": {"body": "y"}, "requester": {"name": "N", "email": "new@x.example"}}}
    refused = post(client, headers, json.dumps({"ticket": {**body["ticket"], "status": "closed", "assignee_id": 2**40}}))
    assert refused.status_code == 422
    with committed_harbor.scope():
        assert (Ticket.objects.count(), User.objects.filter(email="new@x.example").count()) == (0, 0)
        assert list(ApiCall.objects.values_list("status", flat=True)) == [422]
    assert post(client, headers, json.dumps(body)).status_code == 201
    with committed_harbor.scope():
        assert (Ticket.objects.count(), User.objects.filter(email="new@x.example").count()) == (1, 1)
        assert list(ApiCall.objects.order_by("id").values_list("status", flat=True)) == [422, 201]


def test_old_calls_are_forgotten(client, harbor):
    from datetime import timedelta

    post(client, headers_of(harbor, harbor.ada))
    with harbor.scope():
        assert forget_old(at=now() + timedelta(days=89)) == 0
        assert forget_old(at=now() + timedelta(days=91)) == 1


def test_admins_see_who_called_and_nobody_else_does(client, harbor, meridian, sign_in):
    post(client, headers_of(harbor, harbor.ben))
    page = sign_in(harbor.ada).get(f"/d/{harbor.desk.slug}/settings/tokens/calls/")
    assert b"POST /api/v2/tickets.json" in page.content
    assert b"Ben" in page.content
    assert sign_in(harbor.lena).get(f"/d/{harbor.desk.slug}/settings/tokens/calls/").status_code == 403
    assert sign_in(meridian.olga).get(f"/d/{harbor.desk.slug}/settings/tokens/calls/").status_code == 404
    own = sign_in(meridian.olga).get(f"/d/{meridian.desk.slug}/settings/tokens/calls/")
    assert b"POST /api/v2" not in own.content
