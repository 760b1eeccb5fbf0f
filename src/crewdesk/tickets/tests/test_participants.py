"""Followers and CCs."""

import pytest

from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted
from crewdesk.tickets.models import Ticket
from crewdesk.tickets.operations import participants
from crewdesk.tickets.operations.errors import CannotUpdate
from crewdesk.tickets.operations.participants import change_participants

from .story import BY_WEB, closed, last_event, opened


@pytest.fixture
def ticket(in_harbor):
    return opened(in_harbor.ben, followers=[in_harbor.lena])


def test_change_is_audited(in_harbor, ticket):
    ben, cleo, ada, lena = in_harbor.ben, in_harbor.cleo, in_harbor.ada, in_harbor.lena
    change_participants(ticket, add_followers=[ada, ada], remove_followers=[lena], add_ccs=[cleo], by=ben, **BY_WEB)
    changes = last_event("ticket.participants_changed", ticket).changes
    assert changes == {"version": 2, "followers": [[lena.pk], [ada.pk]], "ccs": [[], [cleo.pk]]}
    assert Ticket.objects.get().version == 2


def test_no_change_is_no_event(in_harbor, ticket):
    change_participants(ticket, add_followers=[in_harbor.lena], remove_ccs=[in_harbor.cleo], by=in_harbor.ben, **BY_WEB)
    assert not Event.objects.filter(kind="ticket.participants_changed").exists()


def test_cc_gains_no_sight(in_harbor, ticket):
    change_participants(ticket, add_ccs=[in_harbor.cleo], by=in_harbor.ben, **BY_WEB)
    assert not Ticket.objects.visible_to(in_harbor.cleo).exists()


def test_light_agent_follows_alone(in_harbor, ticket):
    change_participants(ticket, add_followers=[in_harbor.liv], by=in_harbor.liv, **BY_WEB)
    for wish in (
        {"add_followers": [in_harbor.ada]},
        {"add_ccs": [in_harbor.cleo]},
        {"remove_followers": [in_harbor.lena]},
    ):
        with pytest.raises(NotPermitted):
            change_participants(ticket, by=in_harbor.liv, **wish, **BY_WEB)


def test_customer_copies_in_on_their_own_ticket_only(in_harbor, ticket):
    own = opened(in_harbor.cleo)
    change_participants(own, add_ccs=[in_harbor.liv], by=in_harbor.cleo, **BY_WEB)
    for target, wish in (
        (ticket, {"add_ccs": [in_harbor.liv]}),
        (own, {"add_followers": [in_harbor.ben]}),
        (own, {"remove_ccs": [in_harbor.liv]}),
    ):
        with pytest.raises(NotPermitted):
            change_participants(target, by=in_harbor.cleo, **wish, **BY_WEB)


def test_unfit(in_harbor, ticket, monkeypatch):
    in_harbor.liv.suspended = True
    for wish in (
        {"add_followers": [in_harbor.cleo]},
        {"add_ccs": [in_harbor.ben]},
        {"add_ccs": [in_harbor.liv]},
    ):
        with pytest.raises(CannotUpdate):
            change_participants(ticket, by=in_harbor.ada, **wish, **BY_WEB)
    monkeypatch.setattr(participants, "MOST_CCS", 1)
    with pytest.raises(CannotUpdate):
        change_participants(ticket, add_ccs=[in_harbor.cleo, in_harbor.lena], by=in_harbor.ada, **BY_WEB)
    with pytest.raises(CannotUpdate):
        change_participants(closed(ticket), add_ccs=[in_harbor.cleo], by=in_harbor.ada, **BY_WEB)
