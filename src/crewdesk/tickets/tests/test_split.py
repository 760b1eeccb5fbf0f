"""Split a comment off into a ticket of its own."""

from datetime import timedelta

import pytest

from crewdesk.core.operations import NotPermitted
from crewdesk.tickets.models import TicketLink
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.errors import CannotSplit
from crewdesk.tickets.operations.reply import reply
from crewdesk.tickets.operations.split import split_ticket
from crewdesk.tickets.search.query import find

from .story import AT, BY_WEB, answered, closed, last_event, opened

LATER = AT + timedelta(hours=2)


@pytest.fixture
def ticket(in_harbor):
    return opened(in_harbor.cleo, tags=["vip"])


@pytest.fixture
def second(in_harbor, ticket):
    answered(ticket, in_harbor.ben)
    return reply(ticket, by=in_harbor.cleo, said=Said(body="Also, my password is lost"), via="email", at=LATER)


def test_comment_becomes_a_ticket(in_harbor, ticket, second):
    new = split_ticket(ticket, second, by=in_harbor.ben, **BY_WEB)
    assert (new.subject, new.requester, new.status, new.tags) == (
        "Also, my password is lost",
        in_harbor.cleo,
        "new",
        ["vip"],
    )
    assert (new.comments.get(), new.comment_count, new.waiting_since, new.via) == (second, 1, LATER, "email")
    assert TicketLink.objects.get().kind == "split"


def test_the_rest_is_as_if_it_had_not_been_said(in_harbor, ticket, second):
    assert (ticket.comment_count, ticket.waiting_since) == (3, LATER)
    split_ticket(ticket, second, by=in_harbor.ben, **BY_WEB)
    ticket.refresh_from_db()
    assert (ticket.comment_count, ticket.snippet, ticket.waiting_since, ticket.last_comment_at) == (
        2,
        "On its way.",
        None,
        AT,
    )


def test_words_go_along(in_harbor, ticket, second):
    new = split_ticket(ticket, second, by=in_harbor.ben, subject="Password", **BY_WEB)
    assert [row.pk for row in find(in_harbor.ben, "lost").rows] == [new.pk]
    assert [row.pk for row in find(in_harbor.ben, "payout").rows] == [ticket.pk]


def test_events(in_harbor, ticket, second):
    new = split_ticket(ticket, second, by=in_harbor.ben, **BY_WEB)
    assert last_event("ticket.split").changes == {"version": 4, "comment": second.pk, "into": new.pk}
    born = last_event("ticket.created", new)
    assert (born.via, born.changes["split_from"]) == ("system", ticket.pk)


def test_unfit(in_harbor, ticket):
    only = ticket.comments.get()
    foreign = opened(in_harbor.cleo).comments.get()
    for comment in (only, foreign):
        with pytest.raises(CannotSplit):
            split_ticket(ticket, comment, by=in_harbor.ben, **BY_WEB)
    with pytest.raises(CannotSplit):
        split_ticket(closed(ticket), only, by=in_harbor.ben, **BY_WEB)


@pytest.mark.parametrize("who", ["cleo", "liv"])
def test_others_may_not(in_harbor, ticket, second, who):
    with pytest.raises(NotPermitted):
        split_ticket(ticket, second, by=getattr(in_harbor, who), **BY_WEB)
