"""Reply: answers, notes and what a turn does to the ticket."""

from datetime import timedelta

import pytest

from crewdesk.core.operations import NotPermitted
from crewdesk.tickets.models import Comment, Draft, Participation, Status, Ticket
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.errors import CannotReply, CannotUpdate, StaleTicket
from crewdesk.tickets.operations.reply import reply

from .story import AT, BY_WEB, answered, changed, closed, last_event, opened, statements_of

LATER = AT + timedelta(hours=1)


@pytest.fixture
def ticket(in_harbor):
    return opened(in_harbor.cleo, subject="Late payout")


def test_answer_and_status_are_one_save(in_harbor, ticket):
    comment = answered(ticket, in_harbor.ben, status="solved")
    assert (ticket.status, ticket.assignee, ticket.waiting_since, ticket.version) == (
        Status.SOLVED,
        in_harbor.ben,
        None,
        2,
    )
    changes = last_event("ticket.commented", ticket).changes
    assert (changes["version"], changes["comment"], changes["public"]) == (2, comment.pk, True)
    assert changes["status"] == ["new", "solved"]
    ticket.refresh_from_db()
    assert (ticket.status, ticket.comment_count, ticket.snippet, ticket.first_replied_at) == (
        Status.SOLVED,
        2,
        "On its way.",
        AT,
    )


def test_customer_reopens_a_solved_ticket(in_harbor, ticket):
    answered(ticket, in_harbor.ben, status="solved")
    reply(ticket, by=in_harbor.cleo, said=Said(body="Not done."), via="email", at=LATER)
    assert (ticket.status, ticket.reopens, ticket.waiting_since, ticket.solved_at) == (
        Status.OPEN,
        1,
        LATER,
        None,
    )


def test_customer_waits_since_the_first_unanswered_word(in_harbor, ticket):
    reply(ticket, by=in_harbor.cleo, said=Said(body="Hello?"), via="email", at=LATER)
    assert ticket.waiting_since == AT


def test_customer_may_say_that_it_is_solved(in_harbor, ticket):
    changed(ticket, in_harbor.ben, assignee=in_harbor.ben)
    answered(ticket, in_harbor.cleo, "Found it.", status="solved")
    assert ticket.status == Status.SOLVED


@pytest.mark.parametrize("changes", [{"status": "pending"}, {"priority": "urgent"}, {"tags": ["x"]}])
def test_customer_changes_nothing_else(in_harbor, ticket, changes):
    with pytest.raises(NotPermitted):
        answered(ticket, in_harbor.cleo, **changes)


def test_light_agent_may_note_but_not_answer(in_harbor, ticket):
    answered(ticket, in_harbor.liv, "I know her.", public=False)
    with pytest.raises(NotPermitted):
        answered(ticket, in_harbor.liv)


def test_customer_answers_own_tickets_only_and_writes_no_notes(in_harbor, ticket):
    with pytest.raises(NotPermitted):
        answered(opened(in_harbor.ben), in_harbor.cleo)
    with pytest.raises(NotPermitted):
        answered(ticket, in_harbor.cleo, "note", public=False)


def test_mentioned_staff_follow_a_note(in_harbor, ticket):
    mentions = [in_harbor.liv.pk, in_harbor.cleo.pk, 0]
    reply(ticket, by=in_harbor.ben, said=Said(body="@Liv", public=False, mentions=mentions), **BY_WEB)
    assert list(Participation.objects.filter(ticket=ticket).values_list("user_id", "kind")) == [(in_harbor.liv.pk, "follower")]


def test_sending_drops_the_draft(in_harbor, ticket):
    for member in (in_harbor.ben, in_harbor.lena):
        Draft.objects.create(ticket=ticket, user=member, html_body="<p>On</p>")
    answered(ticket, in_harbor.ben)
    assert Draft.objects.get().user == in_harbor.lena


@pytest.mark.parametrize("field", ["closed", "deleted"])
def test_closed_or_deleted_takes_no_reply(in_harbor, ticket, field):
    if field == "closed":
        closed(ticket)
    else:
        Ticket.objects.update(deleted_at=AT)
        ticket.refresh_from_db()
    with pytest.raises(CannotReply):
        answered(ticket, in_harbor.cleo, "One more thing")


def test_stale_reply_is_told_and_writes_nothing(in_harbor, ticket):
    seen = ticket.version
    changed(Ticket.objects.get(), in_harbor.lena, priority="high")
    with pytest.raises(StaleTicket) as refusal:
        reply(ticket, by=in_harbor.ben, said=Said(body="Hi"), expected_version=seen, **BY_WEB)
    assert [event.changes["priority"] for event in refusal.value.since] == [["", "high"]]
    assert Comment.objects.count() == 1


def test_refused_reply_leaves_the_ticket_in_hand_as_it_was(in_harbor, ticket):
    with pytest.raises(CannotUpdate):
        answered(ticket, in_harbor.ben, status="solved", type="wish")
    with pytest.raises(CannotUpdate):
        answered(ticket, in_harbor.ben, priority="high", status="closed")
    assert (ticket.status, ticket.priority) == ("new", "")
    answered(ticket, in_harbor.ben, priority="high")
    ticket.refresh_from_db()
    assert (ticket.priority, ticket.version, ticket.comment_count) == ("high", 2, 2)


def test_a_ticket_that_others_changed_is_read_anew(in_harbor, ticket):
    mine = Ticket.objects.get()
    answered(ticket, in_harbor.ben, priority="high")
    answered(mine, in_harbor.ben, status="pending")
    assert (mine.priority, mine.status, mine.comment_count, mine.version) == ("high", "pending", 3, 3)


def test_query_budget(in_harbor, ticket):
    """Savepoint, lock, comment, ticket, words, draft, event, release."""
    assert statements_of(lambda: answered(ticket, in_harbor.ben, status="pending")) == 8
