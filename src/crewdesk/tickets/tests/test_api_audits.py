"""Audits: what happened, in the dialect's words."""

import pytest

from crewdesk.core.clock import now
from crewdesk.tickets.models import Ticket, TicketField
from crewdesk.tickets.operations.bin import delete_ticket, restore_ticket
from crewdesk.tickets.operations.delivery import mark_delivery
from crewdesk.tickets.operations.participants import change_participants
from crewdesk.tickets.operations.redact import make_private, redact_comment

from .story import BY_WEB, answered, changed, opened
from .test_api import Caller, token_of

AUDIT_KEYS = {"author_id", "created_at", "events", "id", "metadata", "ticket_id", "via"}


@pytest.fixture
def api(client, harbor):
    return Caller(client, token_of(harbor, harbor.ada))


@pytest.fixture
def ticket(harbor) -> Ticket:
    with harbor.scope():
        return opened(harbor.cleo, subject="Late payout")


def audits(api, ticket, **query) -> list[dict]:
    return api.get(f"tickets/{ticket.number}/audits.json", **query).json()["audits"]


def events(audit: dict, kind: str) -> list[dict]:
    return [event for event in audit["events"] if event["type"] == kind]


def facts(audit: dict, kind: str = "Change") -> dict:
    return {event["field_name"]: (event.get("previous_value"), event["value"]) for event in events(audit, kind)}


def test_creation_tells_what_the_ticket_was_like_at_first(api, harbor, ticket):
    with harbor.scope():
        changed(ticket, harbor.ben, subject="Something else", requester=harbor.liv)
    first = audits(api, ticket)[0]
    assert set(first) >= AUDIT_KEYS
    made = facts(first, "Create")
    assert made["subject"] == (None, "Late payout")
    assert (made["requester_id"], made["status"]) == ((None, str(harbor.cleo.pk)), (None, "new"))
    assert [event["body"] for event in events(first, "Comment")] == ["Where is my payout?"]
    assert facts(audits(api, ticket)[1])["subject"] == ("Late payout", "Something else")


def test_changes_bear_the_dialects_names_and_text(api, harbor, ticket):
    with harbor.scope():
        field = TicketField.objects.create(key="order", title="Order", type="text")
        problem = opened(harbor.cleo)
        changed(problem, harbor.ben, type="problem")
        changed(ticket, harbor.ben, custom_fields={str(field.pk): "A-1"}, assignee=harbor.ben, tags=["vip"], problem=problem)
    told = facts(audits(api, ticket)[-1])
    assert told[str(field.pk)] == (None, "A-1")
    assert (told["assignee_id"], told["tags"]) == ((None, str(harbor.ben.pk)), ([], ["vip"]))
    assert (told["problem_id"], told["type"]) == ((None, str(problem.number)), (None, "incident"))


def test_people_privacy_redaction_and_the_bin(api, harbor, ticket):
    with harbor.scope():
        comment = answered(ticket, harbor.ben, "Card 4111")
        change_participants(ticket, add_followers=[harbor.ben], add_ccs=[harbor.liv], by=None, **BY_WEB)
        redact_comment(comment, text=["4111"], by=harbor.ben, **BY_WEB)
        make_private(comment, by=harbor.ben, **BY_WEB)
        delete_ticket(ticket, by=harbor.ada, **BY_WEB)
        restore_ticket(ticket, by=harbor.ada, **BY_WEB)
    _made, said, people, redacted, hidden, deleted, restored = audits(api, ticket)
    assert "4111" not in events(said, "Comment")[0]["body"]
    assert events(people, "FollowerChange")[0]["current_followers"] == [harbor.ben.email]
    assert events(people, "EmailCcChange")[0]["current_email_ccs"] == [harbor.liv.email]
    assert people["author_id"] is None
    assert events(redacted, "CommentRedactionEvent")[0]["comment_id"] == comment.pk
    assert events(hidden, "CommentPrivacyChange")[0] | {"id": 0} == {
        "id": 0, "type": "CommentPrivacyChange", "comment_id": comment.pk, "public": False,
    }  # fmt: skip
    assert (facts(deleted)["status"][1], facts(restored)["status"]) == ("deleted", ("deleted", "new"))


def test_deliveries_are_notifications_and_errors(api, harbor, ticket):
    with harbor.scope():
        comment = answered(ticket, harbor.ben)
        mark_delivery(comment, state="sent", at=now())
        mark_delivery(comment, state="bounced", at=now())
    sent, bounced = audits(api, ticket)[-2:]
    assert events(sent, "Notification")[0]["recipients"] == [harbor.cleo.pk]
    assert events(sent, "Notification")[0]["body"] == "On its way."
    assert events(bounced, "Error")[0]["message"] == "Bounced"


def test_redacted_words_are_gone_from_audits(api, harbor, ticket):
    with harbor.scope():
        changed(ticket, harbor.ben, subject="Card 4111")
        changed(ticket, harbor.ben, subject="Nothing")
        comment = answered(ticket, harbor.ben, "4111")
        redact_comment(comment, text=["4111"], by=harbor.ben, **BY_WEB)
    assert "4111" not in str(audits(api, ticket))


def test_a_save_is_answered_with_the_audit_that_is_shown_later(api, harbor, ticket):
    saves = [
        {"comment": {"body": "Hi <b>"}, "status": "pending", "metadata": {"a": 1}}, {"priority": "low", "metadata": {"b": 2}},
        {"followers": [{"user_id": harbor.ben.pk}]},
    ]  # fmt: skip
    told = [api.send("put", f"tickets/{ticket.number}", {"ticket": sent}).json()["audit"] for sent in saves]
    assert told == audits(api, ticket)[1:]
    made = api.send("post", "tickets", {"ticket": {"subject": "New", "comment": {"body": "x"}, "tags": ["a"]}}).json()
    assert [made["audit"]] == api.get(f"tickets/{made['ticket']['id']}/audits").json()["audits"]


@pytest.mark.parametrize(
    "sent", [{"priority": "low"}, {}, {"email_ccs": [{"user_email": "nobody@new.example", "action": "delete"}]}]
)
def test_a_save_that_changes_nothing_has_no_audit(api, ticket, sent):
    first = api.send("put", f"tickets/{ticket.number}", {"ticket": {"priority": "low"}}).json()["audit"]
    assert api.send("put", f"tickets/{ticket.number}", {"ticket": sent}).json()["audit"] is None
    assert audits(api, ticket)[1:] == [first]


def test_show_and_count(api, harbor, ticket):
    with harbor.scope():
        other = opened(harbor.cleo)
    audit = audits(api, ticket)[0]
    path = f"tickets/{ticket.number}/audits"
    assert api.get(f"{path}/{audit['id']}").json()["audit"] == audit
    assert api.get(f"{path}/count").json()["count"]["value"] == 1
    # An audit of another ticket, and none at all.
    assert api.get(f"tickets/{other.number}/audits/{audit['id']}").status_code == 404
    assert api.get(f"{path}/{10**30}").status_code == 404


def test_all_audits_go_by_cursor_newest_first(api, harbor, ticket):
    with harbor.scope():
        changed(ticket, harbor.ben, priority="low")
    reply = api.get("ticket_audits.json", **{"page[size]": 1, "include": "users"}).json()
    assert {"audits", "links", "meta", "users"} == set(reply)
    assert [user["id"] for user in reply["users"]] == [harbor.ben.pk]
    following = api.client.get(reply["links"]["next"], headers=api.headers).json()
    assert [audit["id"] for audit in reply["audits"] + following["audits"]] == [row["id"] for row in audits(api, ticket)][::-1]
    assert "meta" in api.get("ticket_audits").json()


def test_audits_of_what_lies_in_the_bin_are_in_no_list(api, harbor, ticket):
    with harbor.scope():
        other = opened(harbor.cleo)
        delete_ticket(ticket, by=harbor.ada, **BY_WEB)
    assert {audit["ticket_id"] for audit in api.get("ticket_audits").json()["audits"]} == {other.number}


def test_fifty_audits_cost_what_one_costs(api, harbor, ticket, django_assert_max_num_queries):
    with harbor.scope():
        for n in range(50):
            answered(ticket, harbor.ben, f"No {n}", subject=f"S{n}")
    api.get("users/me")
    with django_assert_max_num_queries(18) as few:
        audits(api, ticket, per_page=2)
    with django_assert_max_num_queries(18) as many:
        assert len(audits(api, ticket, per_page=51)) == 51
    assert len(few) == len(many)


def test_comment_of_an_audit_is_made_private(api, harbor, ticket):
    with harbor.scope():
        answered(ticket, harbor.ben, "Card 4111")
        changed(ticket, harbor.ben, priority="low")
    _made, said, saved = audits(api, ticket)
    path = f"tickets/{ticket.number}/audits/{{}}/make_private"
    reply = api.send("put", path.format(said["id"]), {})
    assert (reply.status_code, reply.json()) == (200, {})
    *_rest, hidden = audits(api, ticket)
    assert events(hidden, "CommentPrivacyChange")[0]["comment_id"] == events(said, "Comment")[0]["id"]
    comments = api.get(f"tickets/{ticket.number}/comments").json()["comments"]
    assert [comment["public"] for comment in comments] == [True, False]
    # No comment came with these; the last one only speaks of one. An audit of nothing, and of another ticket.
    with harbor.scope():
        other = opened(harbor.cleo)
    for audit in (saved["id"], hidden["id"], 10**30):
        assert api.send("put", path.format(audit), {}).status_code == 404
    assert api.send("put", f"tickets/{other.number}/audits/{said['id']}/make_private", {}).status_code == 404
    assert len(audits(api, ticket)) == 4


def test_light_agents_make_nothing_private(client, api, harbor, ticket):
    audit = audits(api, ticket)[0]["id"]
    liv = Caller(client, token_of(harbor, harbor.liv))
    assert liv.send("put", f"tickets/{ticket.number}/audits/{audit}/make_private", {}).status_code == 403
    with harbor.scope():
        assert ticket.comments.get().public
