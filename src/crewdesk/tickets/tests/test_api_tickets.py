"""Tickets through the API: what can be written, what comes back, and how errors say it."""

from datetime import timedelta

import pytest

from crewdesk.accounts.models import Group, User
from crewdesk.core.clock import now
from crewdesk.core.live.presence import leave, look
from crewdesk.core.models import Event, Presence
from crewdesk.core.tenancy import desk_scope
from crewdesk.tickets import jobs
from crewdesk.tickets.models import Ticket, TicketField

from .story import closed, opened
from .test_api import Caller, token_of


@pytest.fixture
def api(client, harbor):
    return Caller(client, token_of(harbor, harbor.ada))


@pytest.fixture
def ticket(harbor) -> Ticket:
    with harbor.scope():
        return opened(harbor.cleo, subject="Late payout")


def created(api, **sent) -> dict:
    reply = api.send("post", "tickets.json", {"ticket": {"comment": {"body": "Please help"}, **sent}})
    assert reply.status_code == 201, reply.content
    return reply.json()["ticket"]


def put(api, ticket, **sent):
    return api.send("put", f"tickets/{ticket.number}.json", {"ticket": sent})


def test_every_id_that_is_sent_comes_back(api, harbor):
    with harbor.scope():
        field = TicketField.objects.create(key="order", title="Order", type="text")
    ticket = created(
        api, subject="Boxes", requester_id=harbor.cleo.pk, submitter_id=harbor.ben.pk, assignee_email=harbor.ben.email,
        group_id=harbor.group.pk, external_id=77, priority="high", type="task", due_at="2027-01-02T03:04:05Z", status="pending",
        custom_fields={str(field.pk): "A-1"}, via={"channel": "chat"}, tags=["b", "a"],
    )  # fmt: skip
    assert (ticket["requester_id"], ticket["submitter_id"], ticket["assignee_id"]) == (
        harbor.cleo.pk,
        harbor.ben.pk,
        harbor.ben.pk,
    )
    assert (ticket["group_id"], ticket["external_id"], ticket["priority"]) == (harbor.group.pk, "77", "high")
    assert (ticket["due_at"], ticket["status"], ticket["tags"]) == ("2027-01-02T03:04:05Z", "pending", ["a", "b"])
    assert ticket["custom_fields"] == ticket["fields"] == [{"id": field.pk, "value": "A-1"}]
    assert ticket["via"]["channel"] == "chat"
    assert api.get(f"tickets/{ticket['id']}").json()["ticket"] == ticket


@pytest.mark.parametrize("form", ["list", "fields"])
def test_custom_values_in_every_form_that_clients_send(api, harbor, ticket, form):
    with harbor.scope():
        field = TicketField.objects.create(key="order", title="Order", type="text")
    sent = {"custom_fields": [{"id": field.pk, "value": "B"}]} if form == "list" else {"fields": {str(field.pk): "B"}}
    assert put(api, ticket, **sent).json()["ticket"]["fields"] == [{"id": field.pk, "value": "B"}]


def test_submitter_speaks_first(api, harbor):
    ticket = created(api, requester_id=harbor.cleo.pk, submitter_id=harbor.ben.pk)
    assert api.get(f"tickets/{ticket['id']}/comments").json()["comments"][0]["author_id"] == harbor.ben.pk


def test_requester_is_made_once(api, harbor):
    sent = {"name": "Nia", "email": "nia@new.example", "locale_id": 1}
    first, second = created(api, requester=sent), created(api, requester=sent)
    assert first["requester_id"] == second["requester_id"]
    with harbor.scope():
        assert User.objects.get(pk=first["requester_id"]).name == "Nia"


def test_a_private_first_comment_makes_a_private_ticket(api, harbor):
    ticket = created(api, is_public=False, requester_id=harbor.cleo.pk)
    comment = api.get(f"tickets/{ticket['id']}/comments").json()["comments"][0]
    assert (ticket["is_public"], comment["public"], comment["author_id"]) == (False, False, harbor.ada.pk)


def test_comment_in_the_name_of_the_customer_reopens(api, harbor, ticket):
    put(api, ticket, status="solved")
    reply = put(api, ticket, comment={"body": "Called: still nothing", "author_id": harbor.cleo.pk})
    assert reply.json()["ticket"]["status"] == "open"
    assert reply.json()["audit"]["author_id"] == harbor.ada.pk
    assert reply.json()["audit"]["events"][0]["author_id"] == harbor.cleo.pk


def test_customers_write_no_notes_in_any_way(api, harbor, ticket):
    reply = put(api, ticket, comment={"body": "x", "public": False, "author_id": harbor.cleo.pk})
    assert (reply.status_code, list(reply.json()["details"])) == (422, ["author_id"])
    sent = {"comment": {"body": "x", "public": False, "author_id": harbor.cleo.pk}}
    assert api.send("post", "tickets", {"ticket": sent}).status_code == 422


def test_followers_and_ccs_come_and_go(api, harbor, ticket):
    sent = put(
        api, ticket, followers=[{"user_id": harbor.ben.pk, "action": "put"}],
        email_ccs=[{"user_email": "boss@customer.example", "user_name": "Boss", "action": "put"}],
    ).json()["ticket"]  # fmt: skip
    assert sent["follower_ids"] == [harbor.ben.pk]
    boss = api.get(f"tickets/{ticket.number}/email_ccs").json()["users"]
    assert [(user["name"], user["email"]) for user in boss] == [("Boss", "boss@customer.example")]
    assert sorted(sent["collaborator_ids"]) == sorted([harbor.ben.pk, boss[0]["id"]])
    assert len(api.get(f"tickets/{ticket.number}/collaborators").json()["users"]) == 2
    gone = put(api, ticket, email_ccs=[{"user_email": "boss@customer.example", "action": "delete"}]).json()["ticket"]
    assert (gone["email_cc_ids"], gone["follower_ids"]) == ([], [harbor.ben.pk])
    assert api.get(f"tickets/{ticket.number}/followers").json()["users"][0]["id"] == harbor.ben.pk


def test_collaborators_replace_the_ccs(api, harbor, ticket):
    first = put(api, ticket, collaborators=["one@x.example", {"name": "Two", "email": "two@x.example"}]).json()["ticket"]
    assert len(first["email_cc_ids"]) == 2
    more = put(api, ticket, additional_collaborators=["three@x.example"]).json()["ticket"]
    assert len(more["email_cc_ids"]) == 3
    left = put(api, ticket, collaborator_ids=first["email_cc_ids"][:1]).json()["ticket"]
    assert left["email_cc_ids"] == first["email_cc_ids"][:1]


def test_unfit_participants_are_named(api, harbor, ticket):
    assert "followers" in put(api, ticket, followers=[{"user_id": harbor.cleo.pk}]).json()["details"]
    assert "email_ccs" in put(api, ticket, email_ccs=[{"action": "put"}]).json()["details"]
    assert "email_ccs" in put(api, ticket, email_ccs=[{"user_id": 424242}]).json()["details"]


def test_people_are_copied_in_before_the_words_that_they_are_to_receive(api, harbor, ticket):
    put(api, ticket, comment={"body": "Here you are"}, email_ccs=[{"user_email": "late@x.example"}])
    with harbor.scope():
        events = Event.objects.filter(subject_type="ticket", subject_id=ticket.pk).order_by("id")
        assert [event.kind for event in events][-2:] == ["ticket.participants_changed", "ticket.commented"]


def test_metadata_comes_back_in_the_audit(api, ticket):
    with_comment = put(api, ticket, comment={"body": "x"}, metadata={"order": {"no": 5}}).json()["audit"]
    alone = put(api, ticket, priority="low", metadata={"why": "\x00because"}).json()["audit"]
    assert with_comment["metadata"]["custom"] == {"order": {"no": 5}}
    assert alone["metadata"]["custom"] == {"why": "because"}
    audits = api.get(f"tickets/{ticket.number}/audits").json()["audits"]
    assert [audit["metadata"]["custom"] for audit in audits[1:]] == [{"order": {"no": 5}}, {"why": "because"}]


def test_stale_save_is_refused_and_a_fresh_one_is_not(api, ticket):
    seen = api.get(f"tickets/{ticket.number}").json()["ticket"]["updated_at"]
    assert put(api, ticket, priority="low", safe_update=True, updated_stamp=seen).status_code == 200
    reply = put(api, ticket, priority="high", safe_update=True, updated_stamp=seen)
    assert (reply.status_code, reply.json()["error"]) == (409, "UpdateConflict")
    assert api.get(f"tickets/{ticket.number}").json()["ticket"]["priority"] == "low"


def test_closed_ticket_takes_a_follow_up_only(api, harbor, ticket):
    with harbor.scope():
        closed(ticket)
    reply = put(api, ticket, priority="low")
    assert (reply.status_code, reply.json()["error"]) == (422, "RecordInvalid")
    assert "closed" in reply.json()["details"]["status"][0]["description"]
    follow_up = created(api, via_followup_source_id=ticket.number)
    assert follow_up["via"]["source"] == {"from": {"ticket_id": ticket.number}, "to": {}, "rel": "follow_up"}
    assert api.get(f"tickets/{ticket.number}").json()["ticket"]["followup_ids"] == [follow_up["id"]]
    related = api.get(f"tickets/{follow_up['id']}/related").json()["ticket_related"]
    assert (related["followup_source_ids"], related["incidents"]) == ([ticket.number], 0)


def test_problems_and_their_incidents(api, ticket):
    put(api, ticket, type="problem")
    incident = created(api, problem_id=ticket.number)
    assert (incident["type"], incident["problem_id"]) == ("incident", ticket.number)
    assert [row["id"] for row in api.get(f"tickets/{ticket.number}/incidents").json()["tickets"]] == [incident["id"]]
    problems = api.get("problems", include="incident_counts").json()["tickets"]
    assert [(row["id"], row["has_incidents"], row["incident_count"]) for row in problems] == [(ticket.number, True, 1)]
    found = api.send("post", "problems/autocomplete.json", {"text": "lat"}).json()
    assert [row["id"] for row in found["tickets"]] == [ticket.number]
    assert api.send("post", "problems/autocomplete.json", {"text": "nothing"}).json()["tickets"] == []
    for text in ("payout: late", 'late "pay', "#late -payout", "late status:closed"):
        shown = api.send("post", "problems/autocomplete", {"text": text})
        assert (shown.status_code, len(shown.json()["tickets"])) == (200, "status" not in text), text
    assert api.send("post", "problems/autocomplete", {"text": " :: "}).status_code == 400


@pytest.mark.parametrize(
    "sent,field",
    [
        ({"group_id": 4242}, "group_id"),
        ({"assignee_email": "nobody@x.example"}, "assignee_email"),
        ({"problem_id": 4242}, "problem_id"),
        ({"submitter_id": 4242}, "submitter_id"),
        ({"status": "closed"}, "status"),
        ({"status": "nonsense"}, "status"),
        ({"via_followup_source_id": 4242}, "via_followup_source_id"),
        ({"comment": {"body": ""}}, "comment"),
        ({"comment": {"body": "x", "author_id": 4242}}, "author_id"),
    ],
)
def test_errors_name_the_field(api, sent, field):
    reply = api.send("post", "tickets", {"ticket": {"comment": {"body": "x"}, **sent}})
    assert (reply.status_code, list(reply.json()["details"])) == (422, [field])
    assert {"description", "error"} == set(reply.json()["details"][field][0])


def test_delete_answers_204_with_its_phrase(api, harbor, ticket):
    reply = api.client.delete(f"/api/v2/tickets/{ticket.number}.json", headers=api.headers)
    assert (reply.status_code, reply.reason_phrase, reply.content) == (204, "No Content", b"")
    assert api.get(f"tickets/{ticket.number}").status_code == 404
    assert api.get("tickets").json()["tickets"] == []


def test_agents_may_not_delete(client, harbor, ticket):
    ben = Caller(client, token_of(harbor, harbor.ben))
    assert ben.client.delete(f"/api/v2/tickets/{ticket.number}", headers=ben.headers).status_code == 403
    assert ben.client.delete(f"/api/v2/tickets/destroy_many?ids={ticket.number}", headers=ben.headers).status_code == 403
    assert ben.get(f"tickets/{ticket.number}").status_code == 200


def test_light_agents_note_and_change_nothing(client, harbor, ticket):
    liv = Caller(client, token_of(harbor, harbor.liv))
    assert put(liv, ticket, comment={"body": "seen", "public": False}).status_code == 200
    assert put(liv, ticket, comment={"body": "hello"}).status_code == 403
    assert put(liv, ticket, priority="low").status_code == 403
    assert liv.send("post", "tickets", {"ticket": {"comment": {"body": "x"}}}).status_code == 403
    assert liv.send("put", f"tickets/{ticket.number}/tags", {"tags": ["x"]}).status_code == 403


def test_restricted_agents_reach_nothing_beyond(client, harbor, ticket):
    with harbor.scope():
        User.objects.filter(pk=harbor.ben.pk).update(ticket_restriction="assigned")
    ben = Caller(client, token_of(harbor, harbor.ben))
    for path in ("", "/comments", "/audits", "/metrics", "/tags", "/related", "/incidents", "/collaborators"):
        assert ben.get(f"tickets/{ticket.number}{path}").status_code == 404, path
    assert ben.get("tickets").json()["count"] == ben.get("tickets/count").json()["count"]["value"] == 0
    assert ben.get("ticket_audits").json()["audits"] == []
    assert ben.get("ticket_metrics").json()["ticket_metrics"] == []
    assert ben.get("tickets/show_many", ids=ticket.number).json()["tickets"] == []
    assert put(ben, ticket, priority="low").status_code == 404


def test_show_many_count_and_external_id(api, harbor, ticket):
    other = created(api, external_id="erp-9")
    shown = api.get("tickets/show_many", ids=f"{other['id']},{ticket.number},4242").json()
    assert ([row["id"] for row in shown["tickets"]], shown["count"]) == ([ticket.number, other["id"]], 2)
    assert {"count", "next_page", "previous_page", "tickets"} == set(shown)
    assert api.get("tickets/count").json()["count"]["value"] == 2
    assert [row["id"] for row in api.get("tickets", external_id="erp-9").json()["tickets"]] == [other["id"]]
    many = ",".join(map(str, range(101)))
    refused = api.get("tickets/show_many", ids=many)
    assert (refused.status_code, refused.json()["error"], refused.json()["max_count"]) == (400, "TooManyValues", 100)


def test_lists_of_a_person_and_of_an_organization(api, harbor, ticket):
    from crewdesk.accounts.operations.organizations import create_organization

    with harbor.scope():
        company = create_organization(name="Acme", by=None, at=now())
    put(api, ticket, assignee_id=harbor.ben.pk, organization_id=company.pk, email_ccs=[{"user_id": harbor.liv.pk}])
    lists = {
        f"users/{harbor.cleo.pk}/tickets/requested", f"users/{harbor.ben.pk}/tickets/assigned",
        f"users/{harbor.liv.pk}/tickets/ccd", f"organizations/{company.pk}/tickets",
    }  # fmt: skip
    for path in lists:
        assert [row["id"] for row in api.get(path).json()["tickets"]] == [ticket.number], path
        assert "meta" in api.get(path, **{"page[size]": 1}).json()
    for path in (f"users/{harbor.ada.pk}/tickets/requested", f"users/{harbor.cleo.pk}/tickets/assigned"):
        assert api.get(path).json()["count"] == 0
    assert api.get("users/4242/tickets/requested").status_code == api.get("organizations/4242/tickets").status_code == 404


def test_recent_are_those_that_the_caller_looked_at(api, harbor, ticket):
    with harbor.scope():
        other = opened(harbor.cleo)
        for seen, who in ((ticket, harbor.ada), (other, harbor.ben)):
            Presence.objects.create(user_id=who.pk, subject_type="ticket", subject_id=seen.pk, until=now())
    assert [row["id"] for row in api.get("tickets/recent").json()["tickets"]] == [ticket.number]


def test_recent_outlast_their_tab(api, harbor, ticket):
    with harbor.scope():
        look("ticket", ticket.pk, user_id=harbor.ada.pk, is_typing=True, at=now())
        leave("ticket", ticket.pk, user_id=harbor.ada.pk, at=now())
        jobs.forget_presence()
    assert [row["id"] for row in api.get("tickets/recent").json()["tickets"]] == [ticket.number]
    with harbor.scope():
        Presence.objects.update(until=now() - timedelta(days=8))
        jobs.forget_presence()
    assert api.get("tickets/recent").json()["tickets"] == []


def test_tags_are_set_added_and_removed(api, ticket):
    path = f"tickets/{ticket.number}/tags.json"
    reply = api.send("post", path, {"tags": ["b", "Blue Box"]})
    assert (reply.status_code, reply.json()) == (201, {"tags": ["b", "blue_box"]})
    assert api.send("put", path, {"tags": ["c"]}).json() == {"tags": ["b", "blue_box", "c"]}
    assert api.send("delete", path, {"tags": ["b"]}).json() == {"tags": ["blue_box", "c"]}
    assert api.get(path).json() == {"tags": ["blue_box", "c"]}
    stale = {"tags": ["z"], "safe_update": True, "updated_stamp": "2020-01-01T00:00:00Z"}
    assert api.send("put", path, stale).status_code == 409


def test_addresses_follow_host_and_scheme(api, ticket, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.ALLOWED_HOSTS = ["help.example"]
    headers = {**api.headers, "Host": "help.example", "X-Forwarded-Proto": "https"}
    reply = api.client.get(f"/api/v2/tickets/{ticket.number}", headers=headers).json()
    assert reply["ticket"]["url"] == f"https://help.example/api/v2/tickets/{ticket.number}.json"


def test_what_stands_beside_tickets(api, harbor, ticket):
    put(api, ticket, group_id=harbor.group.pk, assignee_id=harbor.ben.pk)
    names = "users,groups,organizations,brands,ticket_forms,custom_statuses,last_audits,metric_sets,dates,comment_count,slas,incident_counts"
    reply = api.get("tickets", include=names).json()
    row = reply["tickets"][0]
    assert {user["id"] for user in reply["users"]} == {harbor.cleo.pk, harbor.ben.pk}
    assert [group["id"] for group in reply["groups"]] == [harbor.group.pk]
    assert [audit["ticket_id"] for audit in reply["last_audits"]] == [ticket.number]
    assert {event["field_name"] for event in reply["last_audits"][0]["events"]} >= {"assignee_id", "group_id"}
    assert {"organizations", "brands", "ticket_forms", "custom_statuses"} <= set(reply)
    assert (row["comment_count"], row["incident_count"], row["slas"]) == (1, 0, {"policy_metrics": []})
    assert row["metric_set"]["ticket_id"] == ticket.number
    assert row["dates"]["assigned_at"] == row["metric_set"]["assigned_at"] is not None
    assert "metric_set" not in api.get("tickets").json()["tickets"][0]


def test_calls_cost_few_statements(api, harbor, ticket, django_assert_max_num_queries):
    """Savepoints, credentials and the note of who called are among them."""
    sent = {"ticket": {"comment": {"body": "x"}, "requester_id": harbor.cleo.pk}}
    api.get("users/me")
    with django_assert_max_num_queries(12):
        api.get(f"tickets/{ticket.number}")
    with django_assert_max_num_queries(22):
        assert api.send("post", "tickets", sent).status_code == 201
    with django_assert_max_num_queries(24):
        assert put(api, ticket, status="open", comment={"body": "x"}).status_code == 200


def test_strangers_see_no_list_of_others(client, harbor, meridian, ticket):
    olga = Caller(client, token_of(meridian, meridian.olga))
    for path in ("", "/comments", "/audits", "/metrics", "/tags", "/incidents", "/email_ccs"):
        foreign, missing = olga.get(f"tickets/{ticket.number}{path}"), olga.get(f"tickets/98765{path}")
        assert (foreign.status_code, foreign.content) == (404, missing.content)
    assert olga.get(f"users/{harbor.cleo.pk}/tickets/requested").status_code == 404
    with desk_scope(meridian.desk.pk):
        assert not Group.objects.filter(pk=harbor.group.pk).exists()
    sent = {"comment": {"body": "x"}, "followers": [{"user_id": harbor.ben.pk}]}
    assert olga.send("post", "tickets", {"ticket": sent}).status_code == 422


def test_channels_may_be_numbers_and_unknown_words(api):
    """The dialect has numbers for channels too; what we have no word for came by the API."""
    assert [created(api, via={"channel": channel})["via"]["channel"] for channel in (600, "x" * 99, "email")] == [
        "api",
        "api",
        "email",
    ]


def test_users_and_organizations_know_their_tickets(api, harbor, ticket):
    related = api.get(f"users/{harbor.cleo.pk}/related").json()["user_related"]
    assert (related["requested_tickets"], related["assigned_tickets"], related["ccd_tickets"]) == (1, 0, 0)
    put(api, ticket, assignee_id=harbor.ben.pk, status="solved")
    assert api.get(f"users/{harbor.ben.pk}/related").json()["user_related"]["assigned_tickets"] == 1
    counts = api.get(f"users/{harbor.cleo.pk}", include="open_ticket_count").json()["open_ticket_count"]
    assert counts.get(str(harbor.cleo.pk), 0) == 0


def test_ids_that_no_row_can_have_are_refused(api, ticket):
    for sent in ({"submitter_id": 10**20}, {"fields": [{"id": 10**20, "value": 1}]}, {"email_ccs": [{"user_id": 10**20}]}):
        assert put(api, ticket, **sent).status_code == 400


def test_what_was_read_is_sent_back_and_nothing_is_said(api, harbor, ticket, do_jobs):
    shown = api.get(f"tickets/{ticket.number}").json()["ticket"]
    assert shown["description"] == "Where is my payout?"
    for path, body in (
        (f"tickets/{ticket.number}", {"ticket": shown}),
        (f"tickets/update_many?ids={ticket.number}", {"ticket": shown}),
        ("tickets/update_many", {"tickets": [shown]}),
    ):
        assert api.send("put", path, body).status_code == 200
        do_jobs()
    after = api.get(f"tickets/{ticket.number}").json()["ticket"]
    assert after == shown
    with harbor.scope():
        assert Ticket.objects.get(pk=ticket.pk).comment_count == 1


def test_a_new_ticket_takes_its_description_for_the_first_comment(api, harbor, do_jobs):
    made = api.send("post", "tickets", {"ticket": {"subject": "Late", "description": "Where?"}}).json()["ticket"]
    assert made["description"] == "Where?"
    api.send("post", "tickets/create_many", {"tickets": [{"description": "And where?"}]})
    do_jobs()
    with harbor.scope():
        assert Ticket.objects.latest("id").comments.get().body == "And where?"
