"""Counters of the views: always what a count would say."""

import random
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from crewdesk.accounts.models import Group, Membership, Organization
from crewdesk.core.tenancy import desk_scope
from crewdesk.tickets import jobs, tally
from crewdesk.tickets.models import Tally, Ticket
from crewdesk.tickets.operations.bin import delete_ticket, restore_ticket
from crewdesk.tickets.operations.spam import mark_spam, unmark_spam
from crewdesk.tickets.queries.views import VIEWS
from crewdesk.tickets.tally import fold, view_counts

from .story import BY_WEB, answered, changed, closed, opened


def counted(member) -> dict[str, int]:
    """The slow truth."""
    return {key: VIEWS[key].tickets(member).count() for key in view_counts(member)}


def play(cast, seed: int, turns: int) -> None:
    """Whatever may happen to tickets, at random."""
    chance = random.Random(seed)
    other, _new = Group.objects.get_or_create(name="Tier 2")
    for _turn in range(turns):
        ticket = Ticket.objects.order_by("?").first() if chance.random() < 0.8 else None
        if ticket is None or ticket.is_closed:
            opened(cast.cleo, group=chance.choice([None, cast.group, other]))
            continue
        move = chance.choice((_take, _move, _answer, _hide, _show))
        move(ticket, cast, chance)


def _take(ticket, cast, chance):
    if not ticket.is_deleted:
        changed(ticket, cast.ada, assignee=chance.choice([None, cast.ben, cast.lena]))


def _move(ticket, cast, chance):
    if not ticket.is_deleted:
        changed(ticket, None, status=chance.choice(["open", "pending", "hold", "solved", "closed"]))


def _answer(ticket, cast, chance):
    if not ticket.is_deleted:
        answered(ticket, chance.choice([cast.ben, cast.cleo]))


def _hide(ticket, cast, chance):
    if not ticket.is_deleted:
        chance.choice([mark_spam, delete_ticket])(ticket, by=cast.lena, **BY_WEB)


def _show(ticket, cast, chance):
    restore_ticket(ticket, by=cast.lena, **BY_WEB)
    unmark_spam(ticket, by=cast.lena, **BY_WEB)


def test_sums_are_exact_after_any_life(in_harbor):
    for seed in range(3):
        play(in_harbor, seed, 25)
        for member in (in_harbor.ben, in_harbor.ada, in_harbor.liv):
            assert view_counts(member) == counted(member)


def test_folding_changes_no_sum(in_harbor):
    play(in_harbor, 7, 40)
    before, rows = view_counts(in_harbor.ben), Tally.objects.count()
    jobs.fold_tallies()
    assert view_counts(in_harbor.ben) == before == counted(in_harbor.ben)
    assert 0 < Tally.objects.count() < rows
    assert not Tally.objects.filter(delta=0).exists()


@pytest.mark.parametrize("restriction", ["groups", "assigned", "organization", "requested"])
def test_restricted_agent_counts_what_they_see(in_harbor, restriction):
    lena = in_harbor.lena
    lena.ticket_restriction, lena.organization = restriction, Organization.objects.create(name="Quay")
    lena.save()
    other = Group.objects.create(name="Elsewhere")
    Membership.objects.create(group=other, user=in_harbor.ben)
    changed(opened(in_harbor.cleo), in_harbor.ada, organization=lena.organization)
    changed(opened(in_harbor.cleo, group=in_harbor.group), in_harbor.ada, requester=lena)
    opened(in_harbor.cleo, group=other, assignee=in_harbor.ben)
    opened(in_harbor.cleo, assignee=lena)
    assert view_counts(lena) == counted(lena)
    assert 0 < view_counts(lena)["unsolved"] < view_counts(in_harbor.ada)["unsolved"]


def test_a_row_removed_outright_is_counted_off(in_harbor):
    opened(in_harbor.cleo).delete()
    assert set(view_counts(in_harbor.ben).values()) == {0}


def test_one_query(in_harbor, django_assert_num_queries):
    closed(opened(in_harbor.cleo))
    with django_assert_num_queries(1):
        view_counts(in_harbor.ben)


def test_strangers_count_nothing_of_ours(harbor, meridian):
    with harbor.scope():
        opened(harbor.cleo)
    with meridian.scope():
        assert set(view_counts(meridian.olga).values()) == {0}


def test_exact_under_concurrent_writers_and_folding(committed_harbor, monkeypatch):
    cast = committed_harbor
    monkeypatch.setattr(tally, "LONG", 0)

    def work(number: int) -> None:
        try:
            for n in range(12):
                with desk_scope(cast.desk.pk):
                    if number == 0:
                        fold()
                        continue
                    ticket = opened(cast.cleo)
                    changed(ticket, cast.ben, assignee=cast.ben)
                    changed(ticket, cast.ben, status="solved" if n % 2 else "pending")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    with desk_scope(cast.desk.pk):
        assert view_counts(cast.ben) == counted(cast.ben)
        assert (view_counts(cast.ben)["mine"], view_counts(cast.ben)["solved"]) == (18, 18)
        assert tally.is_long()
