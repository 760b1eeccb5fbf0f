"""Views, tags, and the rules that are not there yet."""

from datetime import timedelta

import pytest

from crewdesk.core.clock import now
from crewdesk.tickets.api import tags_index
from crewdesk.tickets.api.present_views import VIEW_IDS
from crewdesk.tickets.models import Ticket
from crewdesk.tickets.operations.bin import delete_ticket
from crewdesk.tickets.queries.views import VIEWS

from .api_story import cost_of, delete
from .story import BY_WEB, changed, opened
from .test_api import Caller, token_of

VIEW_KEYS = {
    "active", "conditions", "created_at", "default", "description", "execution", "id", "position", "raw_title", "restriction", "title",
    "updated_at", "url",
}  # fmt: skip
COUNT_KEYS = {"fresh", "pretty", "url", "value", "view_id", "active"}


@pytest.fixture(autouse=True)
def tags_are_read_anew():
    tags_index.forget()


@pytest.fixture
def ben(client, harbor):
    return Caller(client, token_of(harbor, harbor.ben))


@pytest.fixture
def ada(client, harbor):
    return Caller(client, token_of(harbor, harbor.ada))


@pytest.fixture
def cleo(client, harbor):
    return Caller(client, token_of(harbor, harbor.cleo))


@pytest.fixture
def tickets(harbor):
    """A new one, one of Ben's, one that is solved, one in the bin."""
    with harbor.scope():
        new, mine, solved, gone = (opened(harbor.cleo) for _n in range(4))
        changed(mine, harbor.ben, assignee=harbor.ben)
        changed(solved, harbor.ben, status="solved")
        delete_ticket(gone, by=harbor.lena, **BY_WEB)
    return {"new": new.number, "mine": mine.number, "solved": solved.number, "gone": gone.number}


def numbers(reply) -> list[int]:
    assert reply.status_code == 200, reply.content
    return [row["id"] for row in reply.json()["tickets"]]


def test_every_view_is_shown_by_an_id_of_its_own(ben):
    assert set(VIEW_IDS) == set(VIEWS)
    assert len(set(VIEW_IDS.values())) == len(VIEWS)
    rows = ben.get("views.json").json()["views"]
    assert [row["position"] for row in rows] == list(range(len(VIEWS)))
    for row in rows:
        assert row.keys() >= VIEW_KEYS
        assert ben.get(row["url"].partition("/api/v2/")[2]).json()["view"] == row
    assert ben.get("views/active").json()["views"] == rows
    assert ben.get("views/compact").json() == {"views": rows, "count": len(rows), "next_page": None, "previous_page": None}
    assert ben.get("views/count").json()["count"]["value"] == len(rows)
    assert [one["id"] for one in ben.get("views/show_many", ids=f"{rows[1]['id']},5").json()["views"]] == [rows[1]["id"]]
    cursor = ben.get("views", **{"page[size]": 4}).json()
    assert (set(cursor), len(cursor["views"])) == ({"views", "meta", "links"}, 4)
    assert ben.get("views/17").status_code == ben.get("views/17/tickets").status_code == 404


@pytest.mark.parametrize(
    ("view", "holds"),
    [("mine", ["mine"]), ("unassigned", ["new"]), ("unsolved", ["new", "mine"]), ("new", ["new"]), ("solved", ["solved"]),
     ("recent", ["new", "mine", "solved"]), ("deleted", ["gone"]), ("spam", [])],
)  # fmt: skip
def test_tickets_of_a_view_are_those_of_the_workspace(ben, harbor, tickets, view, holds):
    path, expected = f"views/{VIEW_IDS[view]}", sorted(tickets[name] for name in holds)
    assert sorted(numbers(ben.get(f"{path}/tickets.json"))) == expected
    assert numbers(ben.get(f"{path}/tickets", sort_by="id")) == expected
    assert ben.get(f"{path}/tickets").json()["count"] == len(expected)
    cursor = ben.get(f"{path}/tickets", **{"page[size]": 10}).json()
    assert set(cursor) == {"tickets", "meta", "links"}
    told = ben.get(f"{path}/count").json()["view_count"]
    assert (set(told), told["value"], told["pretty"], told["view_id"]) == (
        COUNT_KEYS,
        len(expected),
        str(len(expected)),
        VIEW_IDS[view],
    )
    done = ben.get(f"{path}/execute").json()
    assert sorted(row["ticket"]["id"] for row in done["rows"]) == expected
    assert {column["id"] for column in done["columns"]} >= {"status", "subject", "assignee"}


def test_counts_of_several_views(ben, tickets):
    wanted = [VIEW_IDS["unsolved"], VIEW_IDS["new"]]
    reply = ben.get("views/count_many", ids=f"{wanted[0]},{wanted[1]},12").json()["view_counts"]
    assert [(one["view_id"], one["value"]) for one in reply] == [(wanted[0], 2), (wanted[1], 1)]


def test_an_agent_with_a_restriction_counts_what_they_see(ben, harbor, tickets):
    with harbor.scope():
        harbor.ben.ticket_restriction = "assigned"
        harbor.ben.save()
    for view, how_many in (("unsolved", 1), ("recent", 2), ("deleted", 0)):
        path = f"views/{VIEW_IDS[view]}"
        assert ben.get(f"{path}/count").json()["view_count"]["value"] == len(numbers(ben.get(f"{path}/tickets"))) == how_many


@pytest.mark.parametrize("path", ["views", "views/active", "views/compact", "views/count", f"views/{VIEW_IDS['recent']}/tickets", "tags",
                                  "tags/count", "macros", "triggers/active", "automations", "macros/1"])  # fmt: skip
def test_customers_have_none_of_it(cleo, tickets, path):
    assert cleo.get(path).status_code == 403


def test_a_view_costs_the_same_for_one_row_and_for_fifty(ben, harbor, tickets):
    path = f"views/{VIEW_IDS['unsolved']}/tickets"
    ben.get("users/me")
    few = cost_of(lambda: ben.get(path))
    with harbor.scope():
        for _n in range(48):
            opened(harbor.cleo)
    assert cost_of(lambda: ben.get(path)) == few
    assert len(numbers(ben.get(path))) == 50


@pytest.mark.parametrize("name", ["macros", "triggers", "automations"])
def test_rules_are_empty_lists_in_either_envelope(ada, ben, name):
    for path in (name, f"{name}/active"):
        assert ben.get(f"{path}.json").json() == {name: [], "count": 0, "next_page": None, "previous_page": None}
        assert set(ben.get(path, **{"page[size]": 100}).json()) == {name, "meta", "links"}
    assert ben.get(f"{name}/1").json() == {"error": "RecordNotFound", "description": "Not found"}
    assert ada.send("put", f"{name}/1", {}).status_code == delete(ada, f"{name}/1").status_code == 404
    refused = ada.send("post", name, {name[:-1]: {"title": "x"}})
    assert refused.status_code == 422
    assert name in refused.json()["details"]["base"][0]["description"]


def test_tags_by_how_often_they_are_used(ben, harbor, meridian):
    with harbor.scope():
        for tags in (["refund", "vip"], ["refund"], ["refunded"], ["old"]):
            ticket = opened(harbor.cleo)
            changed(ticket, harbor.ben, tags=tags)
        Ticket.objects.filter(pk=ticket.pk).update(updated_at=now() - timedelta(days=61))
        Ticket.objects.exclude(pk=ticket.pk).update(updated_at=now())
    with meridian.scope():
        changed(opened(meridian.carl), meridian.olga, tags=["foreign", "refunds"])
        Ticket.objects.update(updated_at=now())
    reply = ben.get("tags.json").json()
    assert reply["tags"] == [{"name": "refund", "count": 2}, {"name": "refunded", "count": 1}, {"name": "vip", "count": 1}]
    assert set(reply) == {"tags", "count", "next_page", "previous_page"}
    assert ben.get("tags", **{"page[size]": 1}).json()["meta"]["has_more"] is True
    assert ben.get("tags/count").json()["count"]["value"] == 3
    assert ben.get("autocomplete/tags", name="REF").json()["tags"] == ["refund", "refunded"]
    assert ben.get("autocomplete/tags.json", name="r").status_code == 400


def test_tags_are_not_counted_with_every_call(ben, harbor, monkeypatch):
    assert ben.get("tags").json()["tags"] == []
    with harbor.scope():
        changed(opened(harbor.cleo), harbor.ben, tags=["new"])
        Ticket.objects.update(updated_at=now())
    assert ben.get("tags").json()["tags"] == []
    monkeypatch.setattr(tags_index, "SECONDS", -1.0)
    assert ben.get("tags").json()["tags"] == [{"name": "new", "count": 1}]
