"""Merge tickets."""

import pytest

from crewdesk.accounts.models import Organization
from crewdesk.accounts.operations.users import create_user
from crewdesk.core.operations import NotPermitted
from crewdesk.tickets.models import Participation, Status, Ticket
from crewdesk.tickets.operations.errors import CannotMerge
from crewdesk.tickets.operations.merge import merge_tickets

from .story import BY_WEB, changed, closed, last_event, opened


@pytest.fixture
def dora(in_harbor):
    """A customer of another company."""
    return create_user(name="Dora", email="dora@elsewhere.example", by=None)


def merged(into, *sources, by, **more):
    return merge_tickets(into, sources, by=by, **BY_WEB, **more)


def ccs(ticket) -> set[str]:
    return set(Participation.objects.filter(ticket=ticket, kind="cc").values_list("user__name", flat=True))


def test_sources_close_and_lead_on(in_harbor):
    into, source = opened(in_harbor.cleo), opened(in_harbor.cleo, tags=["vip"])
    merged(into, source, by=in_harbor.ben, source_comment="See the other one.", target_comment="Second mail.")
    source.refresh_from_db()
    into.refresh_from_db()
    assert (source.status, source.merged_into, source.tags) == (
        Status.CLOSED,
        into,
        ["closed_by_merge", "vip"],
    )
    assert [(c.body, c.public) for c in (source.comments.last(), into.comments.last())] == [
        ("See the other one.", False),
        ("Second mail.", False),
    ]
    assert (into.status, into.comment_count, into.version) == (Status.NEW, 2, 2)


def test_both_sides_are_audited(in_harbor):
    into, source = opened(in_harbor.cleo), opened(in_harbor.cleo)
    merged(into, source, by=in_harbor.ben)
    there, here = last_event("ticket.merged", into), last_event("ticket.merged", source)
    assert (there.changes["sources"], there.changes["version"], there.actor_id) == (
        [source.pk],
        2,
        in_harbor.ben.pk,
    )
    assert (here.changes["merged_into"], here.changes["status"]) == ([None, into.pk], ["new", "closed"])


def test_default_notes_name_the_numbers(in_harbor):
    into, source = opened(in_harbor.cleo), opened(in_harbor.cleo)
    merged(into, source, by=in_harbor.ben)
    assert f"#{into.number}" in source.comments.last().body
    assert f"#{source.number}" in into.comments.last().body


def test_ccs_of_the_same_requester_come_along(in_harbor, dora):
    into, source = opened(in_harbor.cleo), opened(in_harbor.cleo, ccs=[dora])
    merged(into, source, by=in_harbor.ben)
    assert ccs(into) == {"Dora"}
    assert not Ticket.objects.visible_to(dora).exists()


def test_requester_of_the_same_company_is_copied_in_and_a_stranger_is_not(in_harbor, dora):
    carla = create_user(name="Carla", email="carla@customer.example", by=None)
    company = Organization.objects.create(name="Quay")
    into, ours, foreign = opened(in_harbor.cleo), opened(carla), opened(dora)
    for ticket in (into, ours):
        changed(ticket, in_harbor.ada, organization=company)
    merged(into, ours, foreign, by=in_harbor.ben)
    assert ccs(into) == {"Carla"}


def test_strangers_get_no_public_word(in_harbor, dora):
    into, source = opened(in_harbor.cleo), opened(dora)
    with pytest.raises(CannotMerge) as refusal:
        merged(into, source, by=in_harbor.ben, public=True)
    assert refusal.value.field == "public"
    same = opened(in_harbor.cleo)
    merged(into, same, by=in_harbor.ben, public=True)
    assert same.comments.last().public
    assert last_event("ticket.merged", into).changes["public"] is True


def test_unfit_tickets(in_harbor):
    into, source = opened(in_harbor.cleo), opened(in_harbor.cleo)
    shut = closed(opened(in_harbor.cleo))
    for target, sources in (
        (shut, [source]),
        (into, [shut]),
        (into, [into]),
        (into, [source, source]),
        (into, []),
    ):
        with pytest.raises(CannotMerge):
            merged(target, *sources, by=in_harbor.ben)
    assert (Ticket.objects.filter(status="closed").count(), into.comments.count()) == (1, 1)


@pytest.mark.parametrize("who", ["cleo", "liv"])
def test_others_may_not(in_harbor, who):
    with pytest.raises(NotPermitted):
        merged(opened(in_harbor.cleo), opened(in_harbor.cleo), by=getattr(in_harbor, who))


def test_not_across_desks(harbor, meridian):
    with harbor.scope():
        foreign = opened(harbor.cleo)
    with meridian.scope(), pytest.raises(Ticket.DoesNotExist):
        merged(opened(meridian.carl), foreign, by=meridian.omar)
