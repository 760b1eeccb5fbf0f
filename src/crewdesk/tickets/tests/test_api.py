"""The first slice of the API, as clients of the dialect call it."""

import base64
import json

import pytest

from crewdesk.accounts.operations.tokens import create_token
from crewdesk.core.clock import now
from crewdesk.tickets.models import Ticket
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket


class Caller:
    """A client with one token."""

    def __init__(self, client, token: str):
        self.client, self.headers = client, {"Authorization": f"Bearer {token}"}

    def get(self, path: str, **query):
        return self.client.get(f"/api/v2/{path}", query, headers=self.headers)

    def send(self, method: str, path: str, body: dict):
        return getattr(self.client, method)(
            f"/api/v2/{path}", json.dumps(body), content_type="application/json", headers=self.headers
        )


def token_of(cast, user, scopes=("read", "write")) -> str:
    with cast.scope():
        return create_token(user=user, name="test", scopes=scopes, by=None, at=now())[1]


@pytest.fixture
def api(client, harbor):
    return Caller(client, token_of(harbor, harbor.ada))


@pytest.fixture
def ticket(harbor):
    with harbor.scope():
        return create_ticket(
            requester=harbor.cleo, by=None, via="email", at=now(), subject="Late payout", said=Said(body="Where is the zebra?")
        )


def test_create_answers_201_with_location(api, harbor):
    reply = api.send(
        "post",
        "tickets.json",
        {
            "ticket": {
                "subject": "Help",
                "comment": {"body": "Please"},
                "requester": {"name": "Nia", "email": "nia@new.example"},
                "tags": ["Refund Due"],
            }
        },
    )
    ticket = reply.json()["ticket"]
    assert (reply.status_code, reply["Location"]) == (201, ticket["url"])
    assert (ticket["status"], ticket["tags"], ticket["via"]["channel"]) == ("new", ["refund_due"], "api")
    assert reply.json()["audit"]["ticket_id"] == ticket["id"]


def test_paths_answer_with_and_without_json(api, ticket):
    assert api.get(f"tickets/{ticket.number}").json() == api.get(f"tickets/{ticket.number}.json").json()


def test_update_comments_and_changes_in_one_save(api, harbor, ticket):
    reply = api.send(
        "put", f"tickets/{ticket.number}.json", {"ticket": {"status": "solved", "comment": {"body": "Done", "public": False}}}
    )
    assert reply.json()["ticket"]["status"] == "solved"
    types = {event["type"] for event in reply.json()["audit"]["events"]}
    assert types == {"Change", "Comment"}


def test_safe_update_tells_a_conflict(api, ticket):
    stale = {"status": "open", "safe_update": True, "updated_stamp": "2020-01-01T00:00:00Z"}
    reply = api.send("put", f"tickets/{ticket.number}.json", {"ticket": stale})
    assert (reply.status_code, reply.json()["error"]) == (409, "UpdateConflict")


def test_refusal_names_the_field(api, ticket):
    reply = api.send("put", f"tickets/{ticket.number}.json", {"ticket": {"assignee_id": 999999}})
    assert reply.status_code == 422
    assert "assignee_id" in reply.json()["details"]


def test_search_finds_words(api, ticket):
    assert api.get(f"tickets/{ticket.number}").json()["ticket"]["description"] == "Where is the zebra?"
    found = api.get("search.json", query="type:ticket zebra").json()
    assert [(row["id"], row["result_type"]) for row in found["results"]] == [(ticket.number, "ticket")]


def test_me_is_the_owner_of_the_token(api, harbor):
    assert api.get("users/me.json").json()["user"]["email"] == harbor.ada.email


def test_basic_with_email_slash_token(client, harbor):
    secret = base64.b64encode(f"{harbor.ada.email}/token:{token_of(harbor, harbor.ada)}".encode()).decode()
    assert client.get("/api/v2/users/me.json", headers={"Authorization": f"Basic {secret}"}).status_code == 200


def test_basic_with_email_and_password(client, harbor):
    from django.core.cache import cache
    from testing.cast import PASSWORD

    # Where wrong passwords are counted, those of other tests for the same address among them.
    cache.clear()
    secret = base64.b64encode(f"{harbor.ben.email}:{PASSWORD}".encode()).decode()
    assert client.get("/api/v2/users/me.json", headers={"Authorization": f"Basic {secret}"}).json()["user"]["id"] == harbor.ben.pk


@pytest.mark.parametrize("header", ["", "Bearer nonsense", "Basic !!!", "Basic bm9ib2R5Om5vdGhpbmc="])
def test_no_good_credentials_are_401(client, db, header):
    assert client.get("/api/v2/tickets.json", headers={"Authorization": header} if header else {}).status_code == 401


def test_read_scope_cannot_write(client, harbor, ticket):
    reader = Caller(client, token_of(harbor, harbor.ada, ("read",)))
    assert reader.get(f"tickets/{ticket.number}").status_code == 200
    assert reader.send("put", f"tickets/{ticket.number}", {"ticket": {"status": "open"}}).status_code == 403


def test_stranger_gets_the_same_404_as_for_nothing(client, harbor, meridian, ticket):
    olga = Caller(client, token_of(meridian, meridian.olga))
    foreign, missing = olga.get(f"tickets/{ticket.number}"), olga.get("tickets/987654")
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert olga.get("search", query="zebra").json()["count"] == 0
    assert olga.get("tickets").json()["tickets"] == []


def test_customers_have_requests_and_no_tickets(client, harbor, ticket):
    """Their own, others' and none at all look the same: /tickets is for the staff."""
    cleo = Caller(client, token_of(harbor, harbor.cleo))
    for path in (
        "tickets",
        "tickets/count",
        "ticket_audits",
        f"tickets/{ticket.number}",
        f"tickets/{ticket.number}/comments",
        "tickets/99",
    ):
        assert cleo.get(path).status_code == 403, path
    assert cleo.get("search", query="zebra").status_code == 403
    assert cleo.send("post", "tickets", {"ticket": {"comment": {"body": "x"}}}).status_code == 403
    assert cleo.send("put", f"tickets/{ticket.number}", {"ticket": {"comment": {"body": "x"}}}).status_code == 403


def test_failed_call_leaves_nothing(api, harbor):
    body = {"ticket": {"subject": "x", "comment": {"body": ""}, "requester": {"name": "New", "email": "never@new.example"}}}
    assert api.send("post", "tickets", body).status_code == 422
    with harbor.scope():
        from crewdesk.accounts.models import User

        assert not User.objects.filter(email="never@new.example").exists()
        assert not Ticket.objects.exists()


def test_list_costs_the_same_for_one_row_and_for_fifty(api, harbor, ticket, django_assert_max_num_queries):
    with harbor.scope():
        for n in range(50):
            create_ticket(requester=harbor.cleo, by=None, via="email", at=now(), subject=f"T{n}", said=Said(body="x"))
    api.get("users/me")
    with django_assert_max_num_queries(14) as few:
        api.get("tickets", per_page=1)
    with django_assert_max_num_queries(14) as many:
        assert len(api.get("tickets", per_page=50).json()["tickets"]) == 50
    assert len(few) == len(many)


def test_cursor_pages_meet_without_gap_or_overlap(api, harbor):
    with harbor.scope():
        for n in range(7):
            create_ticket(requester=harbor.cleo, by=None, via="email", at=now(), subject=f"T{n}", said=Said(body="x"))
    seen, reply = [], api.get("tickets", **{"page[size]": 3}).json()
    while True:
        seen += [row["id"] for row in reply["tickets"]]
        if not reply["meta"]["has_more"]:
            break
        reply = api.client.get(reply["links"]["next"], headers=api.headers).json()
    assert seen == sorted(seen)
    assert len(seen) == len(set(seen)) == 7


def test_ticket_carries_every_key_that_clients_count_on(api, ticket):
    """The keys that recorded replies of the dialect always have; see tickets/tests/dialect_keys.txt."""
    from pathlib import Path

    keys = set((Path(__file__).parent / "dialect_keys.txt").read_text().split())
    assert keys <= set(api.get(f"tickets/{ticket.number}").json()["ticket"])
