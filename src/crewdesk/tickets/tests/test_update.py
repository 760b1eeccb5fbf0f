"""Update fields without a comment."""

import pytest

from crewdesk.accounts.models import Group, Membership, Organization
from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted
from crewdesk.tickets.models import CustomStatus, Status, Tally, Wording
from crewdesk.tickets.operations.audit import with_wordings
from crewdesk.tickets.operations.errors import CannotUpdate, StaleTicket
from crewdesk.tickets.operations.update import update_ticket
from crewdesk.tickets.search.query import find

from .story import AT, BY_WEB, changed, closed, last_event, opened


@pytest.fixture
def ticket(in_harbor):
    return opened(in_harbor.cleo, subject="Late payout")


def test_change_is_audited_before_and_after(in_harbor, ticket):
    assert changed(ticket, in_harbor.ben, priority="high", tags=["vip"]) == {
        "priority": ["", "high"],
        "tags": [[], ["vip"]],
    }
    changes = last_event("ticket.updated", ticket).changes
    assert changes == {"version": 2, "priority": ["", "high"], "tags": [[], ["vip"]]}


def test_no_change_is_no_event(in_harbor, ticket):
    assert changed(ticket, in_harbor.ben, priority="", tags=[]) == {}
    assert (ticket.version, Event.objects.filter(kind="ticket.updated").count()) == (1, 0)


def test_subjects_stand_beside_the_event(in_harbor, ticket):
    changed(ticket, in_harbor.ben, subject="Payout of May")
    event = last_event("ticket.updated", ticket)
    assert "payout" not in str(event.changes).lower()
    assert with_wordings([event])[0]["subject"] == ["Late payout", "Payout of May"]
    Wording.objects.all().delete()
    assert with_wordings([event])[0]["subject"] == ["", ""]
    assert [row.pk for row in find(in_harbor.ben, "subject:may").rows] == [ticket.pk]


def test_stale_save_is_told_and_overwrites_nothing(in_harbor, ticket):
    seen = ticket.version
    changed(ticket, in_harbor.lena, priority="high")
    with pytest.raises(StaleTicket) as refusal:
        update_ticket(ticket, by=in_harbor.ben, changes={"priority": "low"}, expected_version=seen, **BY_WEB)
    ticket.refresh_from_db()
    assert (ticket.priority, refusal.value.code) == ("high", "UpdateConflict")
    assert refusal.value.since[0].changes["priority"] == ["", "high"]


def test_tags_are_added_and_removed(in_harbor, ticket):
    changed(ticket, in_harbor.ben, tags=["a", "b"])
    assert changed(ticket, in_harbor.ben, add_tags=["C"], remove_tags=["a"]) == {"tags": [["a", "b"], ["b", "c"]]}


def test_assignee_belongs_to_the_group(in_harbor, ticket):
    other = Group.objects.create(name="Tier 2")
    with pytest.raises(CannotUpdate) as refusal:
        changed(ticket, in_harbor.ada, group=other, assignee=in_harbor.ben)
    assert refusal.value.field == "assignee_id"
    changed(ticket, in_harbor.ada, assignee=in_harbor.ben)
    changed(ticket, in_harbor.ada, group=other)
    assert (ticket.group, ticket.assignee) == (other, None)
    Membership.objects.create(group=other, user=in_harbor.ben)
    changed(ticket, in_harbor.ada, group=other, assignee=in_harbor.ben)
    assert ticket.assignee == in_harbor.ben


@pytest.mark.parametrize("who", ["cleo", "liv"])
def test_only_agents_are_assigned(in_harbor, ticket, who):
    with pytest.raises(CannotUpdate):
        changed(ticket, in_harbor.ada, assignee=getattr(in_harbor, who))


def test_new_requester_brings_the_organization(in_harbor, ticket):
    in_harbor.ben.organization = Organization.objects.create(name="Quay")
    in_harbor.ben.save()
    changed(ticket, in_harbor.ada, requester=in_harbor.ben)
    assert ticket.organization.name == "Quay"


def test_custom_status_brings_its_category_and_goes_with_it(in_harbor, ticket):
    waiting = CustomStatus.objects.create(status_category="hold", agent_label="At the bank")
    changed(ticket, in_harbor.ben, custom_status=waiting)
    assert ticket.status == Status.HOLD
    changed(ticket, in_harbor.ben, status="open")
    assert ticket.custom_status is None


def test_status_rules(in_harbor, ticket):
    changed(ticket, in_harbor.ben, status="open")
    for status in ("new", "closed"):
        with pytest.raises(CannotUpdate):
            changed(ticket, in_harbor.ben, status=status)
    closed(ticket)
    with pytest.raises(CannotUpdate):
        changed(ticket, in_harbor.ben, status="open")


def test_incident_needs_a_problem(in_harbor, ticket):
    problem = opened(in_harbor.cleo)
    with pytest.raises(CannotUpdate):
        changed(ticket, in_harbor.ben, problem=problem)
    changed(problem, in_harbor.ben, type="problem")
    changed(ticket, in_harbor.ben, problem=problem)
    assert ticket.type == "incident"
    changed(ticket, in_harbor.ben, type="question")
    assert ticket.problem is None


@pytest.mark.parametrize("who", ["cleo", "liv"])
def test_others_may_not(in_harbor, ticket, who):
    with pytest.raises(NotPermitted):
        changed(ticket, getattr(in_harbor, who), priority="high")


def test_strangers_may_not_even_find_it(harbor, meridian):
    with harbor.scope():
        ticket = opened(harbor.cleo)
    with meridian.scope(), pytest.raises(type(ticket).DoesNotExist):
        changed(ticket, meridian.omar, priority="high")


def test_tally_follows_the_ticket(in_harbor, ticket):
    changed(ticket, in_harbor.ben, assignee=in_harbor.ben)
    totals = {}
    for row in Tally.objects.all():
        key = (row.status, row.assignee_id)
        totals[key] = totals.get(key, 0) + row.delta
    assert totals == {("new", None): 0, ("open", in_harbor.ben.pk): 1}
    assert ticket.assigned_at == AT
