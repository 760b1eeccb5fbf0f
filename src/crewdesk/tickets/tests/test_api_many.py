"""Bulk verbs: jobs with a result for each ticket."""

import pytest
from django.db import OperationalError, connection

from crewdesk.core.api import bulk
from crewdesk.core.api.models import JobStatus
from crewdesk.core.models import Event
from crewdesk.tickets.models import Ticket

from .story import opened
from .test_api import Caller, token_of


@pytest.fixture
def api(client, harbor):
    return Caller(client, token_of(harbor, harbor.ada))


@pytest.fixture
def tickets(harbor) -> list[Ticket]:
    with harbor.scope():
        return [opened(harbor.cleo, subject=f"No {n}") for n in range(3)]


@pytest.fixture
def done(do_jobs):
    """`done(caller, reply)`: the job of `reply` after its end."""

    def finish(api, reply) -> dict:
        job = reply.json()["job_status"]
        assert (job["status"], job["results"]) == ("queued", None)
        do_jobs()
        after = api.client.get(job["url"], headers=api.headers).json()["job_status"]
        assert (after["status"], after["progress"]) == ("completed", after["total"])
        return after

    return finish


def shown(api, number: int) -> dict:
    return api.get(f"tickets/{number}").json()["ticket"]


def test_create_many(api, done):
    sent = [{"subject": f"S{n}", "comment": {"body": "x"}, "tags": ["bulk"]} for n in range(12)] + [{"comment": {"body": ""}}]
    reply = api.send("post", "tickets/create_many.json", {"tickets": sent})
    assert (reply.status_code, set(reply.json())) == (200, {"job_status"})
    *made, bad = done(api, reply)["results"]
    assert [(row["index"], row["success"], row["action"]) for row in made] == [(n, True, "create") for n in range(12)]
    assert [shown(api, row["id"])["subject"] for row in made[:2]] == ["S0", "S1"]
    assert (bad["success"], bad["error"], bad["index"]) == (False, "BlankValue", 12)


def test_one_patch_for_many(api, tickets, done):
    ids = ",".join(str(ticket.number) for ticket in tickets)
    patch = {"additional_tags": ["vip"], "remove_tags": ["old"], "comment": {"body": "All", "public": False}}
    reply = api.send("put", f"tickets/update_many.json?ids={ids},4242", {"ticket": patch})
    *results, missing = done(api, reply)["results"]
    assert [(row["id"], row["success"], row["status"]) for row in results] == [(one.number, True, "Updated") for one in tickets]
    assert (missing["id"], missing["success"], missing["error"]) == (4242, False, "RecordNotFound")
    assert [shown(api, one.number)["tags"] for one in tickets] == [["vip"]] * 3


def test_each_its_own_patch_and_its_own_conflict(api, tickets, done):
    first, second, _third = tickets
    seen = shown(api, first.number)["updated_at"]
    sent = [
        {"id": first.number, "priority": "low", "safe_update": True, "updated_stamp": seen},
        {"id": second.number, "priority": "low", "safe_update": True, "updated_stamp": "2020-01-01T00:00:00Z"},
    ]
    results = done(api, api.send("put", "tickets/update_many.json", {"tickets": sent}))["results"]
    assert [row["success"] for row in results] == [True, False]
    assert (results[1]["error"], results[1]["id"]) == ("UpdateConflict", second.number)
    assert (shown(api, first.number)["priority"], shown(api, second.number)["priority"]) == ("low", None)


@pytest.mark.parametrize(
    "method,path,body",
    [
        ("post", "tickets/create_many", {"tickets": [{"comment": "x"}] * 101}),
        ("put", "tickets/update_many", {"tickets": [{"id": 1}] * 101}),
        ("put", "tickets/update_many?ids=" + ",".join(["1"] * 101), {"ticket": {}}),
        ("delete", "tickets/destroy_many?ids=" + ",".join(["1"] * 101), {}),
        ("post", "imports/tickets/create_many", {"tickets": [{"comment": "x"}] * 101}),
    ],
)
def test_over_a_hundred_are_too_many(api, method, path, body):
    reply = api.send(method, path, body)
    assert (reply.status_code, set(reply.json())) == (400, {"error", "description", "max_count"})
    assert (reply.json()["error"], reply.json()["max_count"]) == ("TooManyValues", 100)


def test_update_many_needs_a_patch(api):
    assert api.send("put", "tickets/update_many?ids=1", {}).status_code == 400
    assert api.send("put", "tickets/update_many", {"ticket": {"priority": "low"}}).status_code == 400


def test_destroy_many_and_spam(api, harbor, tickets, done):
    first, second, third = tickets
    reply = api.client.delete(f"/api/v2/tickets/destroy_many.json?ids={first.number}", headers=api.headers)
    assert done(api, reply)["results"][0]["status"] == "Deleted"
    done(api, api.send("put", f"tickets/mark_many_as_spam?ids={second.number}", {}))
    assert shown(api, second.number)["status"] == "deleted"
    assert [row["id"] for row in api.get("tickets").json()["tickets"]] == [third.number]
    with harbor.scope():
        harbor.cleo.refresh_from_db()
        assert harbor.cleo.suspended


def test_agents_mark_spam_and_suspend_nobody(client, harbor, tickets):
    ben = Caller(client, token_of(harbor, harbor.ben))
    assert ben.send("put", f"tickets/{tickets[0].number}/mark_as_spam.json", {}).status_code == 200
    with harbor.scope():
        harbor.cleo.refresh_from_db()
        assert (Ticket.objects.get(pk=tickets[0].pk).is_spam, harbor.cleo.suspended) == (True, False)


def test_merge_closes_the_others_with_words_of_their_own(api, tickets, done):
    into, source, other = tickets
    sent = {
        "ids": [source.number, other.number], "target_comment": "Here now", "source_comment": "Gone there",
        "target_comment_is_public": True, "source_comment_is_public": False,
    }  # fmt: skip
    assert done(api, api.send("post", f"tickets/{into.number}/merge.json", sent))["results"][0]["success"]
    said = {n: api.get(f"tickets/{n.number}/comments").json()["comments"][-1] for n in tickets}
    assert [(said[one]["body"], said[one]["public"]) for one in (into, source)] == [("Here now", True), ("Gone there", False)]
    assert shown(api, source.number)["status"] == "closed"


def test_merge_refuses_in_its_result(api, tickets, done):
    reply = api.send("post", f"tickets/{tickets[0].number}/merge.json", {"ids": [tickets[0].number]})
    assert not done(api, reply)["results"][0]["success"]


def test_async_saves_answer_202_and_keep_their_number(api, tickets, done):
    reply = api.send("post", "tickets.json?async=true", {"ticket": {"subject": "Later", "comment": {"body": "x"}}})
    assert (reply.status_code, set(reply.json())) == (202, {"ticket", "job_status"})
    number = reply.json()["ticket"]["id"]
    assert api.get(f"tickets/{number}").status_code == 404
    done(api, reply)
    assert shown(api, number)["subject"] == "Later"
    reply = api.send("put", f"tickets/{number}?async=true", {"ticket": {"priority": "low"}})
    assert reply.status_code == 202
    done(api, reply)
    assert shown(api, number)["priority"] == "low"


def test_a_job_acts_with_the_rights_of_its_caller(client, harbor, tickets, done):
    """Light agents note; what they may not change is refused item by item."""
    liv = Caller(client, token_of(harbor, harbor.liv))
    reply = liv.send("put", f"tickets/update_many?ids={tickets[0].number}", {"ticket": {"priority": "low"}})
    assert done(liv, reply)["results"][0]["error"] == "PermissionDenied"
    for method, path in (("post", "create_many"), ("put", "mark_many_as_spam?ids=1"), ("delete", "destroy_many?ids=1")):
        assert liv.send(method, f"tickets/{path}", {"tickets": [{"comment": "x"}]}).status_code == 403, path
    assert liv.send("post", f"tickets/{tickets[0].number}/merge", {"ids": [1]}).status_code == 403


def test_a_stranger_changes_nothing_by_number(client, harbor, meridian, tickets, done):
    olga = Caller(client, token_of(meridian, meridian.olga))
    reply = olga.send("put", f"tickets/update_many?ids={tickets[0].number}", {"ticket": {"priority": "low"}})
    assert done(olga, reply)["results"][0]["error"] == "RecordNotFound"
    with harbor.scope():
        assert Ticket.objects.get(pk=tickets[0].pk).priority == ""
        assert not Event.objects.filter(kind="ticket.updated").exists()


def test_a_patch_for_many_is_kept_once(api, harbor, tickets):
    ids = ",".join(str(ticket.number) for ticket in tickets)
    api.send("put", f"tickets/update_many?ids={ids}", {"ticket": {"comment": {"body": "All"}}})
    with harbor.scope():
        held = JobStatus.objects.get().items
    assert held == {"each": [{"id": one.number} for one in tickets], "shared": {"ticket": {"comment": {"body": "All"}}}}


def test_a_chunk_writes_its_progress_and_not_what_is_asked_for(api, tickets, do_jobs):
    api.send("put", "tickets/update_many", {"tickets": [{"id": 1, "priority": "low"}]})
    written = []

    def heard(execute, sql, *more):
        written.extend([sql] if sql.startswith('UPDATE "core_jobstatus"') else [])
        return execute(sql, *more)

    with connection.execute_wrapper(heard):
        do_jobs()
    assert (len(written), '"progress"' in written[0], '"items"' in written[0]) == (1, True, False)


def test_an_item_that_trips_over_our_mistake_stops_no_other(api, harbor, tickets, done, monkeypatch):
    def update(item: dict, user_id: int) -> dict:
        Ticket.objects.filter(number=item["id"]).update(subject="Half done")
        return {"share": 1 / (item["id"] - tickets[1].number)}

    monkeypatch.setitem(bulk._kinds, "ticket.update", update)
    sent = [{"id": ticket.number, "priority": "low"} for ticket in tickets]
    results = done(api, api.send("put", "tickets/update_many", {"tickets": sent}))["results"]
    assert [row["success"] for row in results] == [True, False, True]
    assert (results[1]["id"], results[1]["error"], results[1]["status"]) == (tickets[1].number, "InternalError", "Failed")
    assert "division" not in str(results[1])
    assert [shown(api, one.number)["subject"] for one in tickets] == ["Half done", "No 1", "Half done"]


def test_a_job_that_cannot_go_on_has_failed_and_keeps_what_was_done(api, harbor, monkeypatch):
    sent = [{"subject": f"S{n}", "comment": {"body": "x"}} for n in range(12)]
    job = api.send("post", "tickets/create_many", {"tickets": sent}).json()["job_status"]
    with harbor.scope():
        status = JobStatus.objects.get(key=job["id"])
    do_some, calls = bulk._do_some, []

    def stopped(status):
        calls.append(status)
        if len(calls) > 1:
            raise KeyError("a kind of another version")
        do_some(status)

    monkeypatch.setattr(bulk, "_do_some", stopped)
    with pytest.raises(KeyError):
        bulk.run_bulk(desk_id=harbor.desk.pk, status_id=status.pk)
    after = api.client.get(job["url"], headers=api.headers).json()["job_status"]
    assert (after["status"], after["progress"], len(after["results"])) == ("failed", 10, 10)
    assert "stopped by an error" in after["message"]
    monkeypatch.undo()
    bulk.run_bulk(desk_id=harbor.desk.pk, status_id=status.pk)
    again = api.client.get(job["url"], headers=api.headers).json()["job_status"]
    assert (again["status"], again["progress"], again["message"].startswith("Completed at")) == ("completed", 12, True)


def test_a_chunk_that_stood_in_anothers_way_is_done_again(api, harbor, tickets, done, monkeypatch):
    """A deadlock is nobody's mistake: no item fails for it."""
    one, times = bulk._kinds["ticket.update"], []

    def update(item: dict, user_id: int) -> dict:
        times.append(item["id"])
        if len(times) == 2:
            raise OperationalError("deadlock detected")
        return one(item, user_id)

    monkeypatch.setitem(bulk._kinds, "ticket.update", update)
    sent = [{"id": ticket.number, "priority": "low"} for ticket in tickets]
    results = done(api, api.send("put", "tickets/update_many", {"tickets": sent}))["results"]
    assert [row["success"] for row in results] == [True] * len(tickets)
    assert times == [ticket.number for ticket in (*tickets[:2], *tickets)]
