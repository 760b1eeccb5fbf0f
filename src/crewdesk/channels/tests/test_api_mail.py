"""Support addresses and the suspended queue over the API."""

import csv
import io

import pytest
from django.core import mail

from crewdesk.accounts.models import Brand
from crewdesk.channels.api.suspended_tickets import CAUSE_IDS
from crewdesk.channels.models import Cause, IncomingMail, SupportAddress, Suspension
from crewdesk.core.clock import now
from crewdesk.core.models import Event
from crewdesk.tickets.models import Ticket
from crewdesk.tickets.tests.api_story import cost_of, delete, fault_of
from crewdesk.tickets.tests.test_api import Caller, token_of

ADDRESS_KEYS = {
    "brand_id", "cname_status", "created_at", "default", "domain_verification_code", "domain_verification_status", "email",
    "forwarding_status", "id", "name", "spf_status", "updated_at", "url",
}  # fmt: skip


@pytest.fixture
def ada(client, harbor):
    return Caller(client, token_of(harbor, harbor.ada))


@pytest.fixture
def ben(client, harbor):
    return Caller(client, token_of(harbor, harbor.ben))


def added(caller, **address) -> dict:
    body = {"recipient_address": {"name": "Help", "email": "help@harbor.example", **address}}
    reply = caller.send("post", "recipient_addresses.json", body)
    assert reply.status_code == 201, reply.content
    assert reply["Location"] == reply.json()["recipient_address"]["url"]
    return reply.json()["recipient_address"]


def test_life_of_an_address(ada, harbor):
    with harbor.scope():
        brand = Brand.objects.create(name="Harbor", is_default=True).pk
        other = Brand.objects.create(name="Pier").pk
    first = added(ada, email="Help@Harbor.example")
    assert (set(first), first["email"], first["default"], first["brand_id"]) == (ADDRESS_KEYS, "help@harbor.example", True, brand)
    second = added(ada, email="sales@harbor.example", brand_id=other, default=True)
    assert (second["default"], second["brand_id"]) == (True, other)
    rows = ada.get("recipient_addresses").json()
    assert set(rows) == {"count", "next_page", "previous_page", "recipient_addresses"}
    assert [(row["email"], row["default"]) for row in rows["recipient_addresses"]] == [
        ("help@harbor.example", False), ("sales@harbor.example", True),
    ]  # fmt: skip
    assert set(ada.get("recipient_addresses", **{"page[size]": 5}).json()) == {"links", "meta", "recipient_addresses"}
    path = f"recipient_addresses/{first['id']}"
    changed = ada.send("put", path, {"recipient_address": {"name": "Desk", "default": True}}).json()["recipient_address"]
    assert (changed["name"], changed["default"], ada.get(f"{path}.json").json()["recipient_address"]) == ("Desk", True, changed)
    assert fault_of(delete(ada, path)) == "default"
    gone = f"recipient_addresses/{second['id']}"
    assert (delete(ada, gone).status_code, delete(ada, gone).status_code) == (204, 404)
    with harbor.scope():
        assert set(Event.objects.filter(kind="support_address.changed").values_list("via", flat=True)) == {"api"}


@pytest.mark.parametrize(
    ("wrong", "at_fault"),
    [
        ({"email": None}, "email"),
        ({"email": "a@b"}, "email"),
        ({"email": "help@harbor.example"}, "email"),
        ({"brand_id": 999}, "brand_id"),
    ],
)
def test_what_is_no_address_is_refused_by_name(ada, harbor, wrong, at_fault):
    added(ada)
    reply = ada.send("post", "recipient_addresses", {"recipient_address": {"email": "new@harbor.example", **wrong}})
    assert fault_of(reply) == at_fault
    with harbor.scope():
        assert SupportAddress.objects.count() == 1


def test_an_address_cannot_become_another(ada):
    path = f"recipient_addresses/{added(ada)['id']}"
    assert fault_of(ada.send("put", path, {"recipient_address": {"email": "other@harbor.example"}})) == "email"
    assert fault_of(ada.send("put", path, {"recipient_address": {"default": False}})) == "default"


def test_addresses_are_for_admins_of_their_desk(client, ada, ben, harbor, meridian):
    row = added(ada)
    path, body = f"recipient_addresses/{row['id']}", {"recipient_address": {"name": "x"}}
    cleo = Caller(client, token_of(harbor, harbor.cleo))
    for caller in (ben, cleo):
        replies = [caller.get("recipient_addresses"), caller.get(path), caller.send("put", path, body), delete(caller, path)]
        assert [reply.status_code for reply in replies] == [403] * 4
        assert caller.send("post", "recipient_addresses", body).status_code == 403
    olga = Caller(client, token_of(meridian, meridian.olga))
    for ask in (olga.get, lambda where: olga.send("put", where, body), lambda where: delete(olga, where)):
        foreign, missing = ask(path), ask("recipient_addresses/99999999")
        assert (foreign.status_code, foreign.content) == (404, missing.content)
    taken = olga.send("post", "recipient_addresses", {"recipient_address": {"email": row["email"]}})
    assert fault_of(taken) == "email"


def suspended(n: int = 0, *, cause: str = Cause.AUTOMATED, author: str = "cleo@customer.example", **facts) -> int:
    """A message in the queue of the desk in scope."""
    raw = f"From: Cleo <{author}>\r\nTo: help@harbor.example\r\nSubject: Late {n}\r\nMessage-ID: <{n}@x.example>\r\n\r\nWhere is it? {n}"
    row = IncomingMail.objects.create(
        raw=raw.encode(), digest=f"{n:064d}", envelope_to=["help@harbor.example"], door="smtp", state="suspended", cause=cause,
        message_id=f"<{n}@x.example>", received_at=now(),
    )  # fmt: skip
    made = Suspension.objects.create(
        mail=row, cause=cause, author_name="Cleo", author_address=author, subject=f"Late {n}", excerpt=f"Where is it? {n}",
        created_at=now(), **facts,
    )  # fmt: skip
    return made.pk


def test_queue_is_listed_and_shown(ben, harbor):
    with harbor.scope():
        known, unknown = suspended(1), suspended(2, author="nobody@else.example")
    rows = ben.get("suspended_tickets.json", sort_by="created_at", sort_order="desc").json()["suspended_tickets"]
    assert [row["id"] for row in rows] == [unknown, known]
    row = rows[1]
    assert row["author"] == {"id": harbor.cleo.pk, "name": "Cleo", "email": "cleo@customer.example"}
    assert rows[0]["author"]["id"] is None
    assert (row["cause"], row["cause_id"], row["content"], row["subject"]) == ("Automatic reply", 2, "Where is it? 1", "Late 1")
    assert (row["recipient"], row["message_id"], row["via"]["channel"]) == ("help@harbor.example", "<1@x.example>", "email")
    assert ben.get(f"suspended_tickets/{known}").json()["suspended_ticket"] == row
    assert set(CAUSE_IDS) == set(Cause)


def test_a_recovered_message_becomes_a_ticket(ben, harbor, do_jobs):
    with harbor.scope():
        pk = suspended()
    assert ben.client.put(f"/api/v2/suspended_tickets/{pk}/recover.json", headers=ben.headers).json()["ticket"]["id"] == pk
    do_jobs()
    with harbor.scope():
        assert Ticket.objects.get().subject == "Late 0"
        assert Event.objects.get(kind="mail.recovered").via == "api"
    assert ben.get(f"suspended_tickets/{pk}").status_code == 404
    assert ben.send("put", f"suspended_tickets/{pk}/recover", {}).status_code == 404


def test_several_at_once(ben, harbor, do_jobs):
    with harbor.scope():
        first, second, third, fourth = (suspended(n) for n in range(4))
    reply = ben.send("put", f"suspended_tickets/recover_many?ids={first},{second},999999", {})
    assert [row["id"] for row in reply.json()["tickets"]] == [first, second]
    assert delete(ben, f"suspended_tickets/destroy_many.json?ids={third}").status_code == 204
    assert [row["id"] for row in ben.get("suspended_tickets").json()["suspended_tickets"]] == [fourth]
    assert delete(ben, f"suspended_tickets/{fourth}").status_code == 204
    do_jobs()
    with harbor.scope():
        assert Ticket.objects.count() == 2
    many = ",".join(map(str, range(1, 102)))
    assert ben.send("put", f"suspended_tickets/recover_many?ids={many}", {}).json()["error"] == "TooManyValues"


def test_who_may_not(client, ben, harbor, meridian):
    with harbor.scope():
        pk, secret = suspended(1), suspended(2, cause=Cause.VERIFICATION)
    olga = Caller(client, token_of(meridian, meridian.olga))
    foreign, missing = olga.get(f"suspended_tickets/{pk}"), olga.get("suspended_tickets/99999999")
    assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert delete(olga, f"suspended_tickets/{pk}").status_code == 404
    assert olga.send("put", f"suspended_tickets/recover_many?ids={pk}", {}).json() == {"tickets": []}
    for user in (harbor.liv, harbor.cleo):
        caller = Caller(client, token_of(harbor, user))
        assert caller.get("suspended_tickets").status_code == delete(caller, f"suspended_tickets/{pk}").status_code == 403
        assert caller.send("post", "suspended_tickets/export", {}).status_code == 403
    # Codes of other services are for admins alone.
    assert ben.get(f"suspended_tickets/{secret}").status_code == 404
    assert delete(ben, f"suspended_tickets/destroy_many?ids={secret}").status_code == 204
    with harbor.scope():
        assert Suspension.objects.waiting().count() == 2


def test_export_comes_by_mail_without_formulas_and_codes(ben, harbor, do_jobs):
    with harbor.scope():
        suspended(1)
        Suspension.objects.update(subject="=HYPERLINK(1)")
        suspended(2, cause=Cause.VERIFICATION)
    for _n in range(2):
        assert ben.send("post", "suspended_tickets/export.json", {}).json()["export"]["status"] == "enqueued"
    do_jobs()
    (message,) = mail.outbox
    assert message.to == [harbor.ben.email]
    content = message.attachments[0][1]
    text = content.decode("utf-8-sig") if isinstance(content, bytes) else content.lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["subject"] for row in rows] == ["'=HYPERLINK(1)"]


@pytest.mark.parametrize("name", ["suspended_tickets", "recipient_addresses"])
def test_lists_cost_the_same_for_one_row_and_for_fifty(ada, harbor, name):
    def more(start: int, how_many: int):
        with harbor.scope():
            for n in range(start, start + how_many):
                suspended(n, author=f"c{n}@x.example")
                SupportAddress.objects.create(address=f"a{n}@harbor.example")

    more(0, 1)
    ada.get("users/me")
    few = cost_of(lambda: ada.get(name))
    more(1, 49)
    assert cost_of(lambda: ada.get(name)) == few <= 13
    assert len(ada.get(name).json()[name]) == 50
