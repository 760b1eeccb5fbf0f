"""When customers are merged, what they asked follows: all of it, on record, and exports tell of it."""

import pytest

from crewdesk.accounts.operations.merge_users import merge_users
from crewdesk.accounts.operations.users import create_user
from crewdesk.core.clock import now
from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted
from crewdesk.tickets.models import Comment, Participation, Ticket
from crewdesk.tickets.operations.bin import delete_ticket
from crewdesk.tickets.operations.participants import change_participants
from crewdesk.tickets.operations.reply import reply
from crewdesk.tickets.operations.update import update_ticket

from .test_merge_organizations import Said, write


@pytest.fixture
def twice(in_harbor):
    """Cleo wrote from a second address, as somebody else."""
    return create_user(name="Cleo", email="cleo@elsewhere.example", by=None)


def merge(winner, loser, by):
    return merge_users(winner, loser, by=by, at=now())


def test_all_requests_follow_also_closed_ones_and_those_in_the_bin(in_harbor, twice):
    plain, closed, binned = (write(twice, name) for name in ("plain", "closed", "binned"))
    update_ticket(closed, by=None, via="system", at=now(), changes={"status": "closed"})
    delete_ticket(binned, by=None, via="system", at=now())
    own = write(in_harbor.cleo)
    versions = dict(Ticket.objects.values_list("pk", "version"))
    merge(in_harbor.cleo, twice, in_harbor.ben)
    assert set(Ticket.objects.filter(requester=in_harbor.cleo)) == {plain, closed, binned, own}
    for ticket in (plain, closed, binned):
        told = Event.objects.filter(subject_type="ticket", subject_id=ticket.pk).last()
        version = versions[ticket.pk] + 1
        assert (told.kind, told.actor_id) == ("ticket.updated", in_harbor.ben.pk)
        assert told.changes == {"version": version, "requester_id": [twice.pk, in_harbor.cleo.pk]}
        ticket.refresh_from_db()
        assert (ticket.version, ticket.submitter) == (version, twice)
    own.refresh_from_db()
    assert own.version == versions[own.pk]


def test_the_customer_goes_on_where_they_were(in_harbor, twice):
    """Their words are theirs, they see the ticket, and the next answer goes to an address that is read."""
    ticket = write(twice)
    merge(in_harbor.cleo, twice, in_harbor.ben)
    assert list(Ticket.objects.visible_to(in_harbor.cleo)) == [ticket]
    assert {comment.author for comment in Comment.objects.filter(ticket=ticket)} == {in_harbor.cleo}
    ticket = Ticket.objects.get(pk=ticket.pk)
    reply(ticket, by=in_harbor.cleo, said=Said(body="It came."), via="web", at=now())
    assert ticket.comments.last().author == in_harbor.cleo


def test_copies_follow_once_and_none_goes_to_the_requester(in_harbor, twice):
    else_ = create_user(name="Else", email="else@x.example", by=None)
    alone, both, own, asked = (write(user) for user in (else_, else_, in_harbor.cleo, twice))
    said = {"by": None, "via": "web", "at": now()}
    change_participants(alone, add_ccs=[twice], **said)
    change_participants(both, add_ccs=[twice, in_harbor.cleo], **said)
    change_participants(own, add_ccs=[twice], **said)
    change_participants(asked, add_ccs=[in_harbor.cleo], **said)
    merge(in_harbor.cleo, twice, in_harbor.ben)
    copied = Participation.objects.filter(kind="cc")
    assert sorted(copied.values_list("ticket_id", "user_id")) == [(one.pk, in_harbor.cleo.pk) for one in (alone, both)]


def test_who_may_not_merge_moves_nothing(in_harbor, twice):
    ticket = write(twice)
    with pytest.raises(NotPermitted):
        merge(in_harbor.cleo, twice, in_harbor.cleo)
    ticket.refresh_from_db()
    assert ticket.requester == twice
