"""One change on many tickets, from the list."""

import pytest
from django.contrib.messages import get_messages

from .story import changed, closed, opened

BULK = "/d/harbor/tickets/bulk/"


@pytest.fixture
def tickets(in_harbor):
    return [opened(in_harbor.cleo) for _number in range(3)]


def sent(client, tickets, **data) -> list[str]:
    """What the page says after the bar was applied to `tickets`."""
    response = client.post(BULK, {"number": [ticket.number for ticket in tickets], "here": "/d/harbor/tickets/view/new/", **data})
    for ticket in tickets:
        ticket.refresh_from_db()
    said = [str(message) for message in get_messages(response.wsgi_request)]
    client.get(response["Location"])
    return said


def test_what_was_filled_in_is_changed_and_nothing_else(in_harbor, tickets, sign_in):
    changed(tickets[0], in_harbor.ben, priority="low", add_tags=["old"])
    data = {"assignee": in_harbor.ben.pk, "status": "", "priority": "", "group": "", "add_tags": "bank"}
    assert sent(sign_in(in_harbor.ben), tickets, **data) == ["3 tickets changed"]
    assert {ticket.assignee for ticket in tickets} == {in_harbor.ben}
    assert (tickets[0].priority, tickets[0].tags) == ("low", ["bank", "old"])


def test_nobody_and_no_group_can_be_chosen(in_harbor, tickets, sign_in):
    changed(tickets[0], in_harbor.ben, assignee=in_harbor.ben)
    sent(sign_in(in_harbor.ben), tickets[:1], assignee="none", group="none")
    assert (tickets[0].assignee, tickets[0].group) == (None, None)


def test_a_refusal_stops_no_other_and_is_named(in_harbor, tickets, sign_in):
    changed(tickets[1], in_harbor.ben, status="solved")
    closed(tickets[1])
    said = sent(sign_in(in_harbor.ben), tickets, act="solve")
    assert said[0] == "2 tickets changed"
    assert said[1].startswith(f"#{tickets[1].number}: The ticket is closed")
    assert [ticket.status for ticket in tickets] == ["solved", "closed", "solved"]


def test_spam_delete_and_merge(in_harbor, tickets, sign_in):
    client = sign_in(in_harbor.lena)
    sent(client, tickets[2:], act="spam")
    assert tickets[2].is_spam
    assert sent(client, tickets[2:], act="delete") == ["1 ticket changed"]
    assert tickets[2].is_deleted
    assert sent(client, tickets[:2], act="merge") == ["1 ticket changed"]
    assert tickets[1].merged_into == tickets[0]


def test_agents_may_not_delete(in_harbor, tickets, sign_in):
    said = sent(sign_in(in_harbor.ben), tickets, act="delete")
    assert len(said) == 3
    assert not any(ticket.is_deleted for ticket in tickets)


def test_light_agents_and_strangers_change_nothing(harbor, meridian, sign_in):
    with harbor.scope():
        ticket = opened(harbor.cleo)
    data = {"number": [ticket.number], "status": "solved"}
    assert sign_in(harbor.liv).post(BULK, data).status_code == 403
    assert sign_in(meridian.omar).post(BULK, data).status_code == 404
    with harbor.scope():
        ticket.refresh_from_db()
        assert ticket.status == "new"


def test_restricted_agents_change_what_they_see_alone(in_harbor, tickets, sign_in):
    changed(tickets[0], in_harbor.lena, group=in_harbor.group)
    in_harbor.ben.ticket_restriction = "groups"
    in_harbor.ben.save()
    assert sent(sign_in(in_harbor.ben), tickets, priority="high") == ["1 ticket changed"]
    assert [ticket.priority for ticket in tickets] == ["high", "", ""]


def test_an_empty_bar_is_told(in_harbor, tickets, sign_in):
    response = sign_in(in_harbor.ben).post(BULK, {"number": [tickets[0].number]})
    assert response.status_code == 422


@pytest.mark.parametrize("here", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_the_way_back_stays_on_the_desk(in_harbor, tickets, sign_in, here):
    response = sign_in(in_harbor.ben).post(BULK, {"number": [tickets[0].number], "priority": "low", "here": here})
    assert response["Location"] == "/d/harbor/tickets/"
