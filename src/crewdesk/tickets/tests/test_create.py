"""Create a ticket."""

import pytest

from crewdesk.accounts.models import Organization
from crewdesk.core.operations import NotPermitted
from crewdesk.tickets.models import Participation, SearchDocument, Status
from crewdesk.tickets.operations import participants
from crewdesk.tickets.operations.errors import CannotCreate, CannotUpdate

from .story import AT, closed, last_event, opened, statements_of


def test_new_ticket_waits_for_an_answer(in_harbor):
    ticket = opened(in_harbor.cleo, subject="Late payout")
    assert (ticket.number, ticket.status, ticket.waiting_since, ticket.comment_count) == (
        1,
        Status.NEW,
        AT,
        1,
    )
    assert ticket.comments.get().author == in_harbor.cleo
    assert last_event("ticket.created", ticket).changes["version"] == 1


def test_event_tells_what_was_set_but_no_words(in_harbor):
    ticket = opened(
        in_harbor.cleo,
        "secret words",
        subject="secret subject",
        by=in_harbor.ben,
        priority="high",
        tags=["VIP", "a b"],
    )
    changes = last_event("ticket.created", ticket).changes
    assert (changes["priority"], changes["tags"]) == ([None, "high"], [None, ["a_b", "vip"]])
    assert "secret" not in str(changes)


def test_subject_is_taken_from_the_words_when_missing(in_harbor):
    ticket = opened(in_harbor.cleo, "Where\nis   it? " + "x" * 200)
    ticket.refresh_from_db()
    assert ticket.subject.startswith("Where is it? xxx")
    assert len(ticket.subject) == 80


def test_organization_comes_from_the_requester(in_harbor):
    in_harbor.cleo.organization = Organization.objects.create(name="Quay")
    in_harbor.cleo.save()
    assert opened(in_harbor.cleo).organization.name == "Quay"


def test_assigned_at_birth_is_open(in_harbor):
    ticket = opened(in_harbor.cleo, by=in_harbor.ada, assignee=in_harbor.ben)
    assert (ticket.status, ticket.group, ticket.assigned_at) == (Status.OPEN, in_harbor.group, AT)


def test_note_on_a_customers_behalf_is_the_agents(in_harbor):
    ticket = opened(in_harbor.cleo, by=in_harbor.ben, public=False)
    assert (ticket.comments.get().author, ticket.is_public, ticket.waiting_since) == (
        in_harbor.ben,
        False,
        None,
    )


def test_ccs_and_followers(in_harbor):
    ticket = opened(in_harbor.cleo, ccs=[in_harbor.cleo, in_harbor.lena], followers=[in_harbor.ben, in_harbor.cleo])
    kinds = set(Participation.objects.filter(ticket=ticket).values_list("user__name", "kind"))
    assert kinds == {("Lena", "cc"), ("Ben", "follower")}


@pytest.mark.parametrize("changes", [{"assignee": None}, {"status": "solved"}, {"tags": ["x"]}, {"organization": None}])
def test_customer_decides_little(in_harbor, changes):
    with pytest.raises(NotPermitted):
        opened(in_harbor.cleo, by=in_harbor.cleo, **changes)


def test_customer_opens_for_nobody_else(in_harbor):
    with pytest.raises(NotPermitted):
        opened(in_harbor.ben, by=in_harbor.cleo)


def test_suspended_customer_opens_nothing(in_harbor):
    in_harbor.cleo.suspended = True
    with pytest.raises(NotPermitted):
        opened(in_harbor.cleo, by=in_harbor.cleo)


def test_nothing_said_is_no_ticket(in_harbor):
    with pytest.raises(CannotCreate) as refusal:
        opened(in_harbor.cleo, "  \n ")
    assert refusal.value.field == "comment"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"priority": "huge"}, "priority"),
        ({"type": "wish"}, "type"),
        ({"status": "lost"}, "status"),
        ({"status": "closed"}, "status"),
    ],
)
def test_unknown_values_are_refused(in_harbor, changes, field):
    with pytest.raises(CannotUpdate) as refusal:
        opened(in_harbor.cleo, by=in_harbor.ben, **changes)
    assert refusal.value.field == field
    assert not SearchDocument.objects.exists()


def test_only_a_closed_ticket_is_followed_up(in_harbor):
    ticket = opened(in_harbor.cleo)
    with pytest.raises(CannotCreate):
        opened(in_harbor.cleo, followup_of=ticket)
    assert opened(in_harbor.cleo, followup_of=closed(ticket)).followup_of == ticket


def test_numbers_count_up_per_desk(harbor, meridian):
    with harbor.scope():
        assert [opened(harbor.cleo).number for _n in range(2)] == [1, 2]
    with meridian.scope():
        assert opened(meridian.carl).number == 1


def test_query_budget(in_harbor):
    """Savepoint, number, ticket, comment, words, event, release."""
    opened(in_harbor.cleo)
    assert statements_of(lambda: opened(in_harbor.cleo, subject="Late payout")) == 7


def test_light_agents_write_to_nobody_by_copying_them_in(in_harbor):
    with pytest.raises(NotPermitted):
        opened(in_harbor.liv, by=in_harbor.liv, ccs=[in_harbor.cleo])
    assert not Participation.objects.exists()
    # A note goes to nobody, and whoever may answer may copy people in.
    opened(in_harbor.liv, by=in_harbor.liv, ccs=[in_harbor.cleo], public=False)
    opened(in_harbor.ben, by=in_harbor.ben, ccs=[in_harbor.cleo])
    opened(in_harbor.cleo, by=in_harbor.cleo, ccs=[in_harbor.lena])
    assert Participation.objects.count() == 3


def test_more_are_copied_in_than_a_ticket_may_have(in_harbor, monkeypatch):
    monkeypatch.setattr(participants, "MOST_CCS", 1)
    with pytest.raises(CannotUpdate) as refusal:
        opened(in_harbor.cleo, by=in_harbor.ben, ccs=[in_harbor.lena, in_harbor.ada])
    assert refusal.value.field == "email_ccs"
    # Named twice, and the requester, count once and not at all.
    opened(in_harbor.cleo, by=in_harbor.ben, ccs=[in_harbor.lena, in_harbor.lena, in_harbor.cleo])


def test_the_suspended_are_copied_in_by_nobody(in_harbor):
    in_harbor.lena.suspended = True
    with pytest.raises(CannotUpdate):
        opened(in_harbor.cleo, by=in_harbor.ben, ccs=[in_harbor.lena])
    # A message names whom it likes.
    ticket = opened(in_harbor.cleo, by=None, ccs=[in_harbor.lena, in_harbor.ada])
    assert list(Participation.objects.filter(ticket=ticket).values_list("user__name", flat=True)) == ["Ada"]
