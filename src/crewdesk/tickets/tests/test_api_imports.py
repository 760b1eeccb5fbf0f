"""Tickets with their past: instants, authors and statuses as they were, and nobody hears of it."""

import pytest
from django.db import connection

from crewdesk.core.models import Event
from crewdesk.tickets.models import SearchDocument, Ticket, TicketField

from .test_api import Caller, token_of
from .test_api_files import upload


@pytest.fixture
def api(client, harbor):
    return Caller(client, token_of(harbor, harbor.ada))


def past(harbor, **more) -> dict:
    comments = [
        {"author_id": harbor.cleo.pk, "value": "Where is my zebra?", "created_at": "2012-03-01T10:00:00Z"},
        {"author_id": harbor.ben.pk, "html_body": "<b>Sent</b>", "created_at": "2012-03-01T12:00:00Z"},
        {"author_id": harbor.ben.pk, "body": "He called", "public": False, "created_at": "2012-03-02T12:00:00+02:00"},
    ]
    return {
        "subject": "Zebra", "requester_id": harbor.cleo.pk, "assignee_id": harbor.ben.pk, "status": "closed", "tags": ["old"],
        "created_at": "2012-03-01T10:00:00Z", "solved_at": "2012-03-03T10:00:00Z", "updated_at": "2012-03-07T10:00:00Z",
        "comments": comments, **more,
    }  # fmt: skip


def imported(api, sent: dict):
    return api.send("post", "imports/tickets.json", {"ticket": sent})


def waiting_jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'")
        return cursor.fetchone()[0]


def test_a_ticket_keeps_its_past(api, harbor):
    reply = imported(api, past(harbor, archive_immediately=True))
    assert reply.status_code == 201, reply.content
    row = reply.json()["ticket"]
    assert reply["Location"] == row["url"]
    assert (row["status"], row["assignee_id"], row["tags"]) == ("closed", harbor.ben.pk, ["old"])
    assert (row["created_at"], row["updated_at"]) == ("2012-03-01T10:00:00Z", "2012-03-07T10:00:00Z")
    comments = api.get(f"tickets/{row['id']}/comments").json()["comments"]
    assert [(one["author_id"], one["body"], one["public"], one["created_at"]) for one in comments] == [
        (harbor.cleo.pk, "Where is my zebra?", True, "2012-03-01T10:00:00Z"),
        (harbor.ben.pk, "Sent", True, "2012-03-01T12:00:00Z"),
        (harbor.ben.pk, "He called", False, "2012-03-02T10:00:00Z"),
    ]
    for one in comments:
        assert api.get(f"tickets/{row['id']}/audits/{one['audit_id']}").status_code == 200


def test_files_stay_with_what_they_were_sent_with(api, harbor):
    names = ("secret.csv", "public.csv")
    tokens = [upload(api, name=name).json()["upload"]["token"] for name in names]
    told_backwards = [
        {
            "author_id": harbor.ben.pk,
            "body": "Keep it quiet",
            "public": False,
            "uploads": tokens[:1],
            "created_at": "2012-03-05T10:00:00Z",
        },
        {"author_id": harbor.cleo.pk, "body": "Where is it?", "uploads": tokens[1:], "created_at": "2012-03-01T10:00:00Z"},
    ]
    number = imported(api, past(harbor, comments=told_backwards)).json()["ticket"]["id"]
    comments = api.get(f"tickets/{number}/comments").json()["comments"]
    assert [(one["public"], [file["file_name"] for file in one["attachments"]]) for one in comments] == [
        (True, ["public.csv"]), (False, ["secret.csv"]),
    ]  # fmt: skip


def test_first_event_tells_of_custom_fields(api, harbor):
    with harbor.scope():
        order = TicketField.objects.create(key="order", title="Order", type="text")
        urgent = TicketField.objects.create(key="urgent", title="Urgent", type="checkbox")
    fields = [{"id": order.pk, "value": "A-7"}, {"id": urgent.pk, "value": True}]
    number = imported(api, past(harbor, custom_fields=fields)).json()["ticket"]["id"]
    first = api.get(f"tickets/{number}/audits").json()["audits"][0]["events"]
    told = {event["field_name"]: event["value"] for event in first if event["type"] == "Create"}
    assert (told[str(order.pk)], told[str(urgent.pk)], told["status"]) == ("A-7", "1", "open")
    with harbor.scope():
        [event] = Event.objects.filter(kind="ticket.created", subject_type="ticket")
        assert "A-7" not in str(event.changes)


def test_figures_follow_from_the_past(api, harbor):
    number = imported(api, past(harbor)).json()["ticket"]["id"]
    figures = api.get(f"tickets/{number}/metrics").json()["ticket_metric"]
    assert (figures["solved_at"], figures["replies"]) == ("2012-03-03T10:00:00Z", 1)
    assert figures["reply_time_in_minutes"]["calendar"] == 120
    assert figures["full_resolution_time_in_minutes"]["calendar"] == 2880


def test_nobody_hears_of_it(api, harbor):
    before = waiting_jobs()
    imported(api, past(harbor, status="open"))
    assert waiting_jobs() == before
    with harbor.scope():
        ticket = Ticket.objects.get()
        kinds = list(
            Event.objects.filter(subject_type="ticket", subject_id=ticket.pk).order_by("id").values_list("kind", flat=True)
        )
        assert kinds == ["ticket.created", "ticket.commented", "ticket.commented"]
        assert SearchDocument.objects.filter(ticket=ticket).exists()
    assert api.get("search", query="zebra").json()["count"] == 1
    # The same by the usual door does wake somebody.
    api.send("post", "tickets", {"ticket": {"comment": {"body": "x"}, "requester_id": harbor.cleo.pk}})
    assert waiting_jobs() > before


def test_it_goes_on_like_any_other(api, harbor):
    number = imported(api, past(harbor, status="open", solved_at=None)).json()["ticket"]["id"]
    reply = api.send("put", f"tickets/{number}", {"ticket": {"comment": {"body": "Back"}, "status": "solved"}})
    assert (reply.status_code, reply.json()["ticket"]["status"]) == (200, "solved")
    assert len(api.get(f"tickets/{number}/audits").json()["audits"]) == 4


def test_one_comment_and_no_instants_will_do(api, harbor):
    row = imported(api, {"comment": "Just this", "requester": {"name": "Nia", "email": "nia@new.example"}}).json()["ticket"]
    assert (row["status"], row["description"]) == ("new", "Just this")
    assert api.get(f"tickets/{row['id']}/comments").json()["comments"][0]["author_id"] == row["requester_id"]


@pytest.mark.parametrize(
    "change,field",
    [
        ({"created_at": "2899-01-01T00:00:00Z"}, "created_at"),
        ({"solved_at": "2899-01-01T00:00:00Z"}, "solved_at"),
        ({"comments": []}, "comment"),
        ({"comments": [{"body": "x", "created_at": "2899-01-01T00:00:00Z"}]}, "comments"),
        ({"comments": [{"body": ""}]}, "comments"),
        ({"comments": [{"body": "x", "author_id": 4242}]}, "author_id"),
        ({"comments": [{"body": "x", "public": False}]}, "comments"),
        ({"status": "nonsense"}, "status"),
    ],
)
def test_what_cannot_have_been_is_refused(api, harbor, change, field):
    reply = imported(api, past(harbor, **change))
    assert (reply.status_code, list(reply.json()["details"])) == (422, [field])
    with harbor.scope():
        assert not Ticket.objects.exists()


def test_many_run_as_a_job(api, harbor, do_jobs):
    sent = [past(harbor, external_id=f"old-{n}") for n in range(3)] + [past(harbor, status="nonsense")]
    job = api.send("post", "imports/tickets/create_many.json", {"tickets": sent}).json()["job_status"]
    do_jobs()
    results = api.client.get(job["url"], headers=api.headers).json()["job_status"]["results"]
    assert [row["success"] for row in results] == [True, True, True, False]
    shown = api.get("tickets/show_many", ids=",".join(str(row["id"]) for row in results[:3])).json()["tickets"]
    assert [(row["external_id"], row["created_at"]) for row in shown] == [(f"old-{n}", "2012-03-01T10:00:00Z") for n in range(3)]


def test_admins_alone_import(client, harbor):
    for member in (harbor.cleo, harbor.liv, harbor.ben, harbor.lena):
        caller = Caller(client, token_of(harbor, member))
        assert imported(caller, past(harbor)).status_code == 403
        assert caller.send("post", "imports/tickets/create_many", {"tickets": [past(harbor)]}).status_code == 403
