"""The same change on many tickets."""

from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted
from crewdesk.tickets.models import Ticket
from crewdesk.tickets.operations.bulk import update_many
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.errors import CannotReply, CannotUpdate, StaleTicket

from .story import BY_WEB, changed, closed, opened


def test_one_refusal_stops_no_other(in_harbor):
    tickets = [opened(in_harbor.cleo) for _n in range(4)]
    closed(tickets[1])
    changed(Ticket.objects.get(pk=tickets[2].pk), in_harbor.lena, priority="low")
    versions = {ticket.pk: 1 for ticket in tickets if ticket is not tickets[1]}
    results = update_many(reversed(tickets), by=in_harbor.ben, changes={"priority": "high"}, versions=versions, **BY_WEB)
    assert [result.ticket.number for result in results] == [4, 3, 2, 1]
    assert [type(result.refusal) for result in results] == [type(None), StaleTicket, CannotUpdate, type(None)]
    assert list(Ticket.objects.order_by("number").values_list("priority", flat=True)) == [
        "high",
        "",
        "low",
        "high",
    ]
    assert Event.objects.filter(kind="ticket.updated", changes__priority=["", "high"]).count() == 2


def test_with_a_comment(in_harbor):
    tickets = [opened(in_harbor.cleo), closed(opened(in_harbor.cleo))]
    results = update_many(tickets, by=in_harbor.ben, changes={"status": "solved"}, said=Said(body="Fixed."), **BY_WEB)
    assert [type(result.refusal) for result in results] == [type(None), CannotReply]
    tickets[0].refresh_from_db()
    assert (tickets[0].status, tickets[0].snippet) == ("solved", "Fixed.")


def test_others_may_not(in_harbor):
    (result,) = update_many([opened(in_harbor.cleo)], by=in_harbor.liv, changes={"priority": "high"}, **BY_WEB)
    assert isinstance(result.refusal, NotPermitted)
