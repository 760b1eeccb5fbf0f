"""Text that no database holds, wherever a client may put it."""

import pytest

from crewdesk.accounts.models import User
from crewdesk.tickets.models import Comment

from .story import opened
from .test_api import Caller, token_of

NASTY = "a\x00\ud800b"


@pytest.fixture
def api(client, harbor):
    return Caller(client, token_of(harbor, harbor.ada))


@pytest.mark.parametrize(
    "sent",
    [
        {"subject": NASTY},
        {"comment": {"body": NASTY, "html_body": f"<p>{NASTY}</p>"}},
        {"comment": NASTY},
        {"description": NASTY, "comment": None},
        {"requester": {"name": NASTY, "email": "new@customer.example"}},
        {"assignee_email": f"ben{NASTY}@harbor.example"},
        {"collaborators": [{"name": NASTY, "email": "new@customer.example"}]},
        {"email_ccs": [{"user_name": NASTY, "user_email": "new@customer.example"}]},
        {"metadata": {NASTY: {NASTY: [NASTY, 1e999]}}},
        {"tags": [NASTY]},
        {"external_id": NASTY},
        {"custom_fields": {NASTY: NASTY}},
        {"via": {"channel": NASTY}},
        {"status": NASTY},
    ],
)
def test_tickets_are_kept_without_it_or_refused(api, harbor, sent):
    for method, path in (("post", "tickets"), ("post", "imports/tickets"), ("put", "tickets/1")):
        reply = api.send(method, path, {"ticket": {"comment": {"body": "x"}, **sent}})
        assert reply.status_code < 500, path
        assert b"\\u0000" not in reply.content


def test_words_around_it_stay(api, harbor):
    sent = {"subject": NASTY, "comment": {"body": NASTY}, "requester": {"name": NASTY, "email": "new@customer.example"}}
    ticket = api.send("post", "tickets", {"ticket": {**sent, "metadata": {NASTY: 1}}}).json()
    assert (ticket["ticket"]["subject"], ticket["audit"]["metadata"]["custom"]) == ("a?b", {"a?b": 1})
    with harbor.scope():
        assert (Comment.objects.get().body, User.objects.get(email="new@customer.example").name) == ("a?b", "a?b")


def test_requests_and_bulk_calls_take_it_too(api, harbor, client, do_jobs):
    cleo = Caller(client, token_of(harbor, harbor.cleo))
    sent = {"subject": NASTY, "comment": {"body": NASTY}, "email_ccs": [{"email": "new@customer.example", "name": NASTY}]}
    assert cleo.send("post", "requests", {"request": sent}).status_code == 201
    made = api.send("post", "tickets/create_many", {"tickets": [{"comment": {"body": NASTY}, "metadata": {NASTY: NASTY}}]})
    do_jobs()
    assert api.client.get(made.json()["job_status"]["url"], headers=api.headers).json()["job_status"]["results"][0]["success"]


@pytest.mark.parametrize("query", ["type:ticket group:a%00", "a%00b", "%00", "type:user name:%00x", "custom_field_1:%00"])
def test_searches_look_for_the_rest(api, harbor, query):
    with harbor.scope():
        opened(harbor.cleo)
    for path in ("search", "search/count", "requests/search", "tickets"):
        name = "external_id" if path == "tickets" else "query"
        assert api.client.get(f"/api/v2/{path}?{name}={query}", headers=api.headers).status_code in (200, 400), path
