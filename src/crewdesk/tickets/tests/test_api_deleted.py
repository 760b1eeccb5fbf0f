"""The bin through the API."""

import pytest

from crewdesk.core.models import Event
from crewdesk.tickets.models import Comment, Ticket
from crewdesk.tickets.operations.bin import delete_ticket

from .story import BY_WEB, opened
from .test_api import Caller, token_of


@pytest.fixture
def api(client, harbor):
    return Caller(client, token_of(harbor, harbor.ada))


@pytest.fixture
def binned(harbor) -> list[Ticket]:
    with harbor.scope():
        tickets = [opened(harbor.cleo, subject=f"No {n}") for n in range(3)]
        for ticket in tickets:
            delete_ticket(ticket, by=harbor.lena, **BY_WEB)
        return tickets


def test_list_names_who_and_when(api, harbor, binned):
    reply = api.get("deleted_tickets.json").json()
    assert {"deleted_tickets", "count", "next_page", "previous_page"} == set(reply)
    row = reply["deleted_tickets"][0]
    assert (row["id"], row["subject"], row["previous_state"]) == (binned[0].number, "No 0", "new")
    assert (row["actor"], row["deleted_at"]) == ({"id": harbor.lena.pk, "name": "Lena"}, "2026-05-04T10:00:00Z")
    assert "meta" in api.get("deleted_tickets", **{"page[size]": 1}).json()


def test_restore_answers_200_and_is_over(api, binned):
    path = f"deleted_tickets/{binned[0].number}/restore.json"
    assert api.send("put", path, {}).status_code == 200
    assert api.get(f"tickets/{binned[0].number}").status_code == 200
    assert (api.send("put", path, {}).status_code, api.get(f"tickets/{binned[1].number}").status_code) == (404, 404)


def test_restore_many_leaves_the_unknown_alone(api, binned):
    ids = f"{binned[0].number},{binned[1].number},4242"
    assert api.send("put", f"deleted_tickets/restore_many?ids={ids}", {}).status_code == 200
    assert [row["id"] for row in api.get("deleted_tickets").json()["deleted_tickets"]] == [binned[2].number]


def test_destroy_is_a_job_and_for_good(api, harbor, binned, do_jobs):
    reply = api.client.delete(f"/api/v2/deleted_tickets/{binned[0].number}.json", headers=api.headers)
    assert (reply.status_code, set(reply.json())) == (200, {"job_status"})
    ids = f"{binned[1].number},4242"
    many = api.client.delete(f"/api/v2/deleted_tickets/destroy_many?ids={ids}", headers=api.headers).json()["job_status"]
    do_jobs()
    results = api.client.get(many["url"], headers=api.headers).json()["job_status"]["results"]
    assert [(row["id"], row["success"]) for row in results] == [(binned[1].number, True), (4242, False)]
    with harbor.scope():
        assert list(Ticket.objects.values_list("pk", flat=True)) == [binned[2].pk]
        assert not Comment.objects.filter(ticket__in=[binned[0].pk, binned[1].pk]).exists()
        assert Event.objects.filter(kind="ticket.purged", actor_id=harbor.ada.pk).count() == 2


def test_live_tickets_are_not_destroyed(api, harbor):
    with harbor.scope():
        ticket = opened(harbor.cleo)
    assert api.client.delete(f"/api/v2/deleted_tickets/{ticket.number}", headers=api.headers).status_code == 404
    assert api.send("put", f"deleted_tickets/{ticket.number}/restore", {}).status_code == 404


def test_agents_have_no_bin(client, harbor, meridian, binned):
    ben, olga = Caller(client, token_of(harbor, harbor.ben)), Caller(client, token_of(meridian, meridian.olga))
    path = f"deleted_tickets/{binned[0].number}"
    assert ben.get("deleted_tickets").status_code == ben.send("put", f"{path}/restore", {}).status_code == 403
    assert ben.send("delete", path, {}).status_code == 403
    assert olga.get("deleted_tickets").json()["deleted_tickets"] == []
    assert olga.send("put", f"{path}/restore", {}).status_code == olga.send("delete", path, {}).status_code == 404


def test_fifty_rows_cost_what_one_costs(api, harbor, binned, django_assert_max_num_queries):
    with harbor.scope():
        for _n in range(50):
            delete_ticket(opened(harbor.cleo), by=harbor.lena, **BY_WEB)
    api.get("users/me")
    with django_assert_max_num_queries(14) as few:
        api.get("deleted_tickets", per_page=1)
    with django_assert_max_num_queries(14) as many:
        assert len(api.get("deleted_tickets", per_page=53).json()["deleted_tickets"]) == 53
    assert len(few) == len(many)
