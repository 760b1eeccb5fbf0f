"""Requests: tickets as their customers see them."""

import json
from datetime import timedelta

import pytest

from crewdesk.accounts.models import Organization, User
from crewdesk.accounts.operations.users import create_user
from crewdesk.core.models import Event
from crewdesk.tickets.models import Participation, Ticket, TicketField, TicketForm
from crewdesk.tickets.operations.participants import change_participants

from .api_story import cost_of, fault_of
from .story import AT, BY_WEB, answered, changed, closed, opened
from .test_api import Caller, token_of

KEYS = {
    "id", "url", "subject", "description", "status", "priority", "type", "organization_id", "requester_id", "assignee_id", "group_id",
    "due_at", "custom_fields", "fields", "via", "followup_source_id", "can_be_solved_by_me", "collaborator_ids", "email_cc_ids",
    "is_public", "ticket_form_id", "custom_status_id", "created_at", "updated_at", "recipient", "solved",
}  # fmt: skip


@pytest.fixture
def cleo(client, harbor):
    return Caller(client, token_of(harbor, harbor.cleo))


@pytest.fixture
def ben(client, harbor):
    return Caller(client, token_of(harbor, harbor.ben))


@pytest.fixture
def colleague(harbor):
    """Another customer of the same company, which shares its tickets."""
    with harbor.scope():
        company = Organization.objects.create(name="Acme", shared_tickets=True)
        harbor.cleo.organization = company
        harbor.cleo.save()
        return create_user(name="Max", email="max@customer.example", by=None, verified=True, organization=company)


@pytest.fixture
def stranger(harbor):
    with harbor.scope():
        return create_user(name="Sam", email="sam@elsewhere.example", by=None, verified=True)


def sent(caller, **request) -> dict:
    reply = caller.send("post", "requests.json", {"request": {"subject": "Late", "comment": {"body": "Where is it?"}, **request}})
    assert reply.status_code == 201, reply.content
    assert reply["Location"] == reply.json()["request"]["url"]
    return reply.json()["request"]


def ids(reply) -> list[int]:
    assert reply.status_code == 200, reply.content
    return [row["id"] for row in reply.json()["requests"]]


def test_a_customer_sends_in_and_reads(cleo, harbor):
    request = sent(cleo, priority="high")
    assert set(request) == KEYS
    assert (request["status"], request["description"], request["can_be_solved_by_me"]) == ("new", "Where is it?", True)
    assert cleo.get(f"requests/{request['id']}.json").json()["request"] == request
    with harbor.scope():
        ticket = Ticket.objects.get()
        assert (ticket.requester_id, ticket.via, ticket.priority) == (harbor.cleo.pk, "api", "high")


def test_members_act_as_requesters(ben, harbor):
    request = sent(ben)
    assert request["requester_id"] == harbor.ben.pk
    assert ids(ben.get("requests")) == ids(ben.get("requests/search", query="late")) == [request["id"]]


def test_nothing_of_the_staff_alone_is_told(cleo, harbor):
    with harbor.scope():
        hidden = TicketField.objects.create(key="score", type="text", title="Fraud score")
        shown = TicketField.objects.create(key="contract", type="text", title="Contract", visible_in_portal=True)
        ticket = opened(harbor.cleo)
        changed(ticket, harbor.ben, custom_fields={hidden.pk: "secretscore", shown.pk: "C-1"}, tags=["secrettag"])
        answered(ticket, harbor.ben, "secretnote", public=False)
        answered(ticket, harbor.ben, "On its way.")
        change_participants(ticket, add_followers=[harbor.lena], by=None, **BY_WEB)
    path = f"requests/{ticket.number}"
    for reply in (
        cleo.get(path),
        cleo.get("requests"),
        cleo.get(f"{path}/comments"),
        cleo.get("requests/search", query="payout"),
    ):
        assert reply.status_code == 200
        assert b"secret" not in reply.content
    request = cleo.get(path).json()["request"]
    assert request["custom_fields"] == request["fields"] == [{"id": shown.pk, "value": "C-1"}]
    assert request["collaborator_ids"] == []
    comments = cleo.get(f"{path}/comments").json()
    assert [one["body"] for one in comments["comments"]] == ["Where is my payout?", "On its way."]
    assert comments["count"] == 2
    assert {one["id"]: one["agent"] for one in comments["users"]} == {harbor.cleo.pk: False, harbor.ben.pk: True}
    assert not {key for one in comments["users"] for key in one} & {"email", "notes", "phone", "role"}
    with harbor.scope():
        note = ticket.comments.get(public=False).pk
    assert cleo.get(f"{path}/comments/{note}").status_code == 404
    assert cleo.get(f"{path}/comments/{comments['comments'][1]['id']}").json()["comment"]["body"] == "On its way."
    assert cleo.get("requests/search", query="secretnote").json()["requests"] == []


def test_a_search_by_what_only_staff_see_is_refused(cleo, harbor):
    with harbor.scope():
        opened(harbor.cleo)
    assert cleo.get("requests/search", query="tags:vip payout").status_code == 400
    assert cleo.get("requests/search").status_code == 400
    assert cleo.get("requests/search", query="payout", status="odd").status_code == 400


def test_nobody_sees_anothers(client, cleo, harbor, meridian, stranger):
    request = sent(cleo)
    sam, olga = Caller(client, token_of(harbor, stranger)), Caller(client, token_of(meridian, meridian.olga))
    for caller in (sam, olga):
        for path in ("requests/{}", "requests/{}/comments", "requests/{}/comments/1"):
            foreign, missing = caller.get(path.format(request["id"])), caller.get(path.format(987654))
            assert (foreign.status_code, foreign.content) == (404, missing.content)
        body = {"request": {"solved": True, "comment": {"body": "mine now"}}}
        assert caller.send("put", f"requests/{request['id']}", body).status_code == 404
        assert ids(caller.get("requests")) == ids(caller.get("requests/search", query="late")) == []
        assert caller.get(f"users/{harbor.cleo.pk}/requests").status_code == 404
    with harbor.scope():
        assert Ticket.objects.get().comment_count == 1


def test_a_ticket_that_no_customer_sees_is_none_of_theirs(cleo, harbor):
    with harbor.scope():
        ticket = opened(harbor.cleo, "About Cleo", by=harbor.ben, public=False)
    assert cleo.get(f"requests/{ticket.number}").status_code == 404
    assert ids(cleo.get("requests")) == []


def test_lists_by_state(cleo, harbor):
    with harbor.scope():
        new, solved, pending = (opened(harbor.cleo) for _n in range(3))
        changed(solved, harbor.ben, status="solved")
        changed(pending, harbor.ben, status="pending")
    numbers = [new.number, solved.number, pending.number]
    assert ids(cleo.get("requests")) == ids(cleo.get("requests", **{"page[size]": 3})) == numbers
    assert ids(cleo.get("requests/open")) == [new.number, pending.number]
    assert ids(cleo.get("requests/solved")) == [solved.number]
    assert ids(cleo.get("requests", status="pending,solved")) == [solved.number, pending.number]
    assert ids(cleo.get("requests/search", query="payout", status="pending")) == [pending.number]
    assert ids(cleo.get("requests", sort_by="created_at", sort_order="desc"))[0] == pending.number
    assert cleo.get("requests", status="nonsense").status_code == 400


def test_being_copied_in_gives_no_sight(client, harbor, stranger, colleague):
    with harbor.scope():
        ticket = opened(harbor.cleo)
        change_participants(ticket, add_ccs=[stranger, colleague], by=None, **BY_WEB)
    sam, max_ = Caller(client, token_of(harbor, stranger)), Caller(client, token_of(harbor, colleague))
    assert (ids(sam.get("requests/ccd")), sam.get(f"requests/{ticket.number}").status_code) == ([], 404)
    assert (ids(max_.get("requests/ccd")), ids(max_.get("requests"))) == ([ticket.number], [])
    assert max_.get(f"requests/{ticket.number}").json()["request"]["email_cc_ids"] == [stranger.pk, colleague.pk]


def test_lists_of_users_and_organizations(client, cleo, ben, harbor, colleague, stranger):
    with harbor.scope():
        mine, theirs, strange = opened(harbor.cleo), opened(colleague), opened(stranger)
        other = Organization.objects.create(name="Other")
    company = colleague.organization_id
    assert ids(cleo.get(f"users/{harbor.cleo.pk}/requests")) == [mine.number]
    assert cleo.get(f"users/{colleague.pk}/requests").status_code == 404
    assert ids(cleo.get(f"organizations/{company}/requests.json")) == [mine.number, theirs.number]
    assert cleo.get(f"organizations/{other.pk}/requests").status_code == 404
    assert ids(ben.get(f"users/{stranger.pk}/requests")) == [strange.number]
    assert ids(ben.get(f"organizations/{company}/requests")) == [mine.number, theirs.number]
    assert ben.get(f"requests/{strange.number}").status_code == 200
    sam = Caller(client, token_of(harbor, stranger))
    assert sam.get(f"organizations/{company}/requests").status_code == 404


def test_a_customer_answers_solves_and_copies_people_in(cleo, harbor):
    with harbor.scope():
        ticket = opened(harbor.cleo)
        answered(ticket, harbor.ben, status="pending")
    path = f"requests/{ticket.number}"
    assert cleo.send("put", path, {"request": {"comment": {"body": "Thanks"}}}).json()["request"]["status"] == "open"
    solved = cleo.send("put", path, {"request": {"solved": True}}).json()["request"]
    assert (solved["status"], solved["solved"], solved["can_be_solved_by_me"]) == ("solved", True, False)
    again = {
        "request": {"comment": {"body": "Not yet"}, "additional_collaborators": ["nia@new.example", {"email": "Max@new.example"}]}
    }
    reopened = cleo.send("put", path, again).json()["request"]
    assert (reopened["status"], len(reopened["collaborator_ids"])) == ("open", 2)
    done = cleo.send("put", path, {"request": {"comment": {"body": "Now it is"}, "solved": True}}).json()["request"]
    assert done["status"] == "solved"
    with harbor.scope():
        assert set(
            Event.objects.filter(subject_id=ticket.pk, actor_id=harbor.cleo.pk)
            .exclude(kind="ticket.created")
            .values_list("via", flat=True)
        ) == {"api"}
        assert {user.email for user in User.objects.filter(pk__in=reopened["collaborator_ids"])} == {
            "nia@new.example",
            "max@new.example",
        }


def test_a_colleague_may_not_say_that_it_is_solved(client, harbor, colleague):
    with harbor.scope():
        ticket = opened(harbor.cleo)
    max_ = Caller(client, token_of(harbor, colleague))
    for body in ({"solved": True}, {"solved": True, "comment": {"body": "Done"}}):
        assert max_.send("put", f"requests/{ticket.number}", {"request": body}).status_code == 403
    with harbor.scope():
        assert Ticket.objects.get().status == "new"


def test_members_answer_others_elsewhere(ben, harbor):
    with harbor.scope():
        ticket = opened(harbor.cleo)
    assert ben.send("put", f"requests/{ticket.number}", {"request": {"comment": {"body": "x"}}}).status_code == 403


def test_a_customer_copies_in_nobody_by_id(cleo, harbor, stranger):
    reply = cleo.send("post", "requests", {"request": {"comment": "Hi", "collaborators": [stranger.pk]}})
    assert fault_of(reply) == "collaborators"
    with harbor.scope():
        assert not Participation.objects.exists()


def test_refusals_name_what_is_wrong(cleo, harbor):
    with harbor.scope():
        secret = TicketForm.objects.create(name="Agents", end_user_visible=False)
        hidden = TicketField.objects.create(key="score", type="text", title="Score")
        done = closed(opened(harbor.cleo))
    create = lambda **request: cleo.send("post", "requests", {"request": {"comment": {"body": "x"}, **request}})  # noqa: E731
    assert fault_of(create(comment={"body": " "})) == "comment"
    assert fault_of(create(ticket_form_id=secret.pk)) == "ticket_form_id"
    assert fault_of(create(custom_fields=[{"id": hidden.pk, "value": "x"}])) == f"custom_fields.{hidden.pk}"
    assert fault_of(create(priority="asap")) == "priority"
    assert fault_of(create(via_followup_source_id=987654)) == "via_followup_source_id"
    assert fault_of(cleo.send("put", f"requests/{done.number}", {"request": {"comment": {"body": "x"}}})) == "status"
    followup = create(via_followup_source_id=done.number).json()["request"]
    assert followup["followup_source_id"] == done.number
    for bad in ({"request": {"collaborators": [10**20]}}, {"request": {"due_at": "0001-01-01T00:00:00+14:00"}}, {}):
        assert cleo.send("post", "requests", bad).status_code == 400


def test_nobody_without_credentials(client, db):
    assert client.get("/api/v2/requests").status_code == 401
    assert client.post("/api/v2/requests", json.dumps({}), content_type="application/json").status_code == 401


def test_a_list_costs_the_same_for_one_row_and_for_fifty(cleo, harbor):
    with harbor.scope():
        opened(harbor.cleo)
    cleo.get("users/me")
    few = cost_of(lambda: cleo.get("requests"))
    with harbor.scope():
        for _n in range(49):
            opened(harbor.cleo)
        number = Ticket.objects.first().number
        for _n in range(20):
            answered(Ticket.objects.get(number=number), harbor.ben)
    assert cost_of(lambda: cleo.get("requests")) == few <= 15
    assert len(ids(cleo.get("requests"))) == 50
    assert cost_of(lambda: cleo.get(f"requests/{number}/comments")) <= 15


def test_light_agents_mail_nobody_by_a_request(client, harbor):
    liv = Caller(client, token_of(harbor, harbor.liv))
    sent_in = lambda **more: liv.send("post", "requests", {"request": {"comment": {"body": "Hi"}, **more}})  # noqa: E731
    for member in ("email_ccs", "collaborators"):
        assert sent_in(**{member: ["victim@elsewhere.example"]}).status_code == 403
    assert sent_in().status_code == 201
    with harbor.scope():
        assert not User.objects.filter(email="victim@elsewhere.example").exists()
        assert not Participation.objects.exists()


def test_both_members_together_copy_in_no_more_than_a_ticket_may_have(cleo, harbor):
    people = [[f"{member}{n}@new.example" for n in range(25)] for member in "ab"]
    reply = cleo.send("post", "requests", {"request": {"comment": "Hi", "collaborators": people[0], "email_ccs": people[1]}})
    assert fault_of(reply) == "email_ccs"
    with harbor.scope():
        assert not Participation.objects.exists()


def test_whoever_knows_an_address_is_not_told_whose_it_is(cleo, harbor, stranger):
    with harbor.scope():
        User.objects.filter(pk=stranger.pk).update(suspended=True, name="Samuel Secret")
    for copied in ("sam@elsewhere.example", {"email": "sam@elsewhere.example", "name": "Who?"}):
        reply = cleo.send("post", "requests", {"request": {"comment": "Hi", "email_ccs": [copied]}})
        assert (fault_of(reply), b"Secret" in reply.content) == ("collaborators", False)
        assert b"sam@elsewhere.example cannot be copied in" in reply.content


def test_whom_a_customer_copies_in_was_made_by_that_customer(cleo, harbor):
    sent(cleo, email_ccs=["nia@new.example"])
    with harbor.scope():
        nia = User.objects.get(email="nia@new.example")
        assert nia.name == "nia"
        assert Event.objects.get(kind="user.created", subject_id=nia.pk).actor_id == harbor.cleo.pk


def test_a_search_is_narrowed_before_it_is_paged(client, harbor, colleague):
    with harbor.scope():
        other = Organization.objects.create(name="Other")
        tickets = [opened(colleague, at=AT + timedelta(hours=n)) for n in range(4)]
        for ticket in tickets[2:]:
            changed(ticket, harbor.ben, organization=other)
    max_ = Caller(client, token_of(harbor, colleague))
    page = max_.get("requests/search", query="payout", organization_id=colleague.organization_id, per_page=1).json()
    assert ([row["id"] for row in page["requests"]], page["count"]) == ([tickets[1].number], 2)
    following = max_.client.get(page["next_page"], headers=max_.headers).json()
    assert ([row["id"] for row in following["requests"]], following["next_page"]) == ([tickets[0].number], None)
    assert max_.get("requests/search", query="payout", organization_id=0).json()["requests"] == []
    assert max_.get("requests/search", query="payout", organization_id=2**70).status_code == 400


def test_members_search_by_no_words_what_others_sent_in(ben, harbor):
    with harbor.scope():
        opened(harbor.cleo)
    mine = sent(ben)
    for query in ("requester:cleo", "requester:cleo requester:me", ""):
        found = ben.get("requests/search", query=query, status="new").json()
        assert {row["requester_id"] for row in found["requests"]} <= {harbor.ben.pk}, query
        assert found["count"] == len(found["requests"])
    assert ids(ben.get("requests/search", query="late")) == [mine["id"]]
    # `status` beside a status in the words keeps what both say.
    assert ids(ben.get("requests/search", query="status:solved", status="new")) == []
