"""Related tickets, follow-ups, problems with their incidents."""

import pytest

from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted
from crewdesk.tickets import jobs
from crewdesk.tickets.models import Status, TicketLink
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.errors import CannotCreate, CannotLink, CannotUpdate
from crewdesk.tickets.operations.followups import open_followup
from crewdesk.tickets.operations.links import link_tickets, unlink_tickets
from crewdesk.tickets.operations.problems import solve_incidents

from .story import BY_WEB, changed, closed, last_event, opened

FIXED = Said(body="The bank is back. Your payout is on its way.")


def test_tie_has_no_direction_and_is_there_once(in_harbor):
    first, second = opened(in_harbor.cleo), opened(in_harbor.cleo)
    link_tickets(second, first, by=in_harbor.ben, **BY_WEB)
    link_tickets(first, second, by=in_harbor.ben, **BY_WEB)
    assert [(link.kind, link.source, link.target) for link in TicketLink.objects.all()] == [("related", first, second)]
    assert Event.objects.filter(kind="ticket.linked").count() == 2
    assert last_event("ticket.linked", first).changes == {"version": 1, "related": second.pk}


def test_tie_is_undone_from_either_side(in_harbor):
    first, second = opened(in_harbor.cleo), opened(in_harbor.cleo)
    link_tickets(first, second, by=in_harbor.ben, **BY_WEB)
    unlink_tickets(second, first, by=in_harbor.ben, **BY_WEB)
    unlink_tickets(second, first, by=in_harbor.ben, **BY_WEB)
    assert not TicketLink.objects.exists()
    assert Event.objects.filter(kind="ticket.unlinked").count() == 2


def test_not_with_itself_and_not_by_others(in_harbor):
    first, second = opened(in_harbor.cleo), opened(in_harbor.cleo)
    with pytest.raises(CannotLink):
        link_tickets(first, first, by=in_harbor.ben, **BY_WEB)
    for verb in (link_tickets, unlink_tickets):
        for who in (in_harbor.cleo, in_harbor.liv):
            with pytest.raises(NotPermitted):
                verb(first, second, by=who, **BY_WEB)


def test_followup_takes_over_what_was_known(in_harbor):
    old = closed(
        opened(
            in_harbor.cleo,
            subject="Payout",
            tags=["closed_by_merge", "vip"],
            priority="high",
            group=in_harbor.group,
        )
    )
    new = open_followup(old, by=in_harbor.cleo, said=Said(body="It happened again"), **BY_WEB)
    assert (new.followup_of, new.requester, new.subject, new.tags, new.priority, new.group) == (
        old, in_harbor.cleo, "Payout", ["vip"], "high", in_harbor.group,
    )  # fmt: skip
    assert (new.status, new.waiting_since, new.comments.get().author) == ("new", BY_WEB["at"], in_harbor.cleo)
    assert last_event("ticket.created", new).changes["followup_of"] == old.pk


def test_agent_follows_up_in_their_own_name(in_harbor):
    new = open_followup(closed(opened(in_harbor.cleo)), by=in_harbor.ben, said=Said(body="Any news?"), **BY_WEB)
    assert (new.comments.get().author, new.requester, new.waiting_since) == (
        in_harbor.ben,
        in_harbor.cleo,
        None,
    )


def test_followup_of_a_living_ticket_or_a_strangers(in_harbor):
    with pytest.raises(CannotCreate):
        open_followup(opened(in_harbor.cleo), by=in_harbor.cleo, said=FIXED, **BY_WEB)
    with pytest.raises(NotPermitted):
        open_followup(closed(opened(in_harbor.ben)), by=in_harbor.cleo, said=FIXED, **BY_WEB)


@pytest.fixture
def problem(in_harbor):
    """A problem with an incident that is open and one that is closed."""
    problem = opened(in_harbor.cleo, "The bank is down", type="problem")
    for _n in range(2):
        opened(in_harbor.cleo, problem=problem)
    closed(problem.incidents.last())
    return problem


def test_solving_a_problem_solves_its_incidents(in_harbor, problem, monkeypatch):
    monkeypatch.setattr("crewdesk.tickets.operations.problems.BATCH", 1)
    comment = solve_incidents(problem, by=in_harbor.ben, said=FIXED, **BY_WEB)
    assert problem.status == Status.SOLVED
    jobs.pass_on(comment_id=comment.pk, via="web")
    incident, other = problem.incidents.order_by("pk")
    assert (incident.status, incident.assignee, incident.comments.last().body) == (
        Status.SOLVED,
        in_harbor.ben,
        FIXED.body,
    )
    assert incident.comments.last().via_source == {"rel": "problem", "comment": comment.pk}
    assert (other.status, other.comment_count) == (Status.CLOSED, 1)


def test_the_job_is_left_once_and_changes_nothing_twice(in_harbor, problem):
    comment = solve_incidents(problem, by=in_harbor.ben, said=FIXED, **BY_WEB)
    for _n in range(2):
        jobs.pass_on(comment_id=comment.pk, via="web")
    assert problem.incidents.order_by("pk").first().comment_count == 2


def test_only_problems_with_public_words(in_harbor, problem):
    with pytest.raises(CannotUpdate):
        solve_incidents(opened(in_harbor.cleo), by=in_harbor.ben, said=FIXED, **BY_WEB)
    with pytest.raises(CannotUpdate):
        solve_incidents(problem, by=in_harbor.ben, said=Said(body="x", public=False), **BY_WEB)
    with pytest.raises(NotPermitted):
        solve_incidents(problem, by=in_harbor.liv, said=FIXED, **BY_WEB)
    changed(problem, in_harbor.ben, priority="high")
    assert problem.status == Status.NEW
