"""When organizations are merged, their tickets follow: all of them, on record, and exports tell of it."""

import threading

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from crewdesk.accounts.models import Organization
from crewdesk.accounts.operations import merge_organizations as verbs
from crewdesk.accounts.operations.merge_organizations import merge_organizations
from crewdesk.accounts.operations.organizations import create_organization
from crewdesk.accounts.operations.users import create_user, update_user
from crewdesk.core.clock import now
from crewdesk.core.models import Event
from crewdesk.core.operations import Refused
from crewdesk.tickets.models import Ticket
from crewdesk.tickets.operations.bin import delete_ticket
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket
from crewdesk.tickets.operations.errors import StaleTicket
from crewdesk.tickets.operations.update import update_ticket

from .test_api import Caller, token_of
from .test_incremental import elsewhere


def companies(*names: str) -> list[Organization]:
    return [create_organization(name=name, by=None, at=now()) for name in names]


def write(requester, subject: str = "Late") -> Ticket:
    return create_ticket(requester=requester, by=None, via="email", at=now(), subject=subject, said=Said(body="Where?"))


@pytest.fixture
def pair(in_harbor):
    """Two organizations; Cleo is of the one that goes."""
    winner, loser = companies("To", "From")
    update_user(in_harbor.cleo, organization=loser, by=None, at=now())
    return winner, loser


def test_all_tickets_follow_also_closed_ones_and_those_in_the_bin(in_harbor, pair):
    winner, loser = pair
    plain, closed, binned = (write(in_harbor.cleo, name) for name in ("plain", "closed", "binned"))
    update_ticket(closed, by=None, via="system", at=now(), changes={"status": "closed"})
    delete_ticket(binned, by=None, via="system", at=now())
    others = write(create_user(name="Else", by=None, organization=winner))
    versions = dict(Ticket.objects.values_list("pk", "version"))
    merge_organizations(winner, loser, by=in_harbor.lena, at=now())
    assert set(Ticket.objects.filter(organization=winner)) == {plain, closed, binned, others}
    for ticket in (plain, closed, binned):
        told = Event.objects.filter(subject_type="ticket", subject_id=ticket.pk).last()
        version = versions[ticket.pk] + 1
        assert (told.kind, told.actor_id) == ("ticket.updated", in_harbor.lena.pk)
        assert told.changes == {"version": version, "organization_id": [loser.pk, winner.pk]}
        ticket.refresh_from_db()
        assert ticket.version == version
    others.refresh_from_db()
    assert others.version == versions[others.pk]


def test_a_save_begun_before_is_told_of_it(in_harbor, pair):
    ticket = write(in_harbor.cleo)
    merge_organizations(*pair, by=in_harbor.lena, at=now())
    with pytest.raises(StaleTicket) as stale:
        update_ticket(
            ticket, by=in_harbor.ben, via="web", at=now(), changes={"priority": "high"}, expected_version=ticket.version
        )
    assert [event.changes["organization_id"] for event in stale.value.since] == [[pair[1].pk, pair[0].pk]]


def test_nothing_moves_where_the_merge_fails(in_harbor, pair, monkeypatch):
    winner, loser = pair
    ticket = write(in_harbor.cleo)

    def fail(*_args, **_named):
        raise Refused("no")

    monkeypatch.setattr(verbs, "delete_organization", fail)
    with pytest.raises(Refused):
        merge_organizations(winner, loser, by=None, at=now())
    ticket.refresh_from_db()
    assert (ticket.organization_id, ticket.version) == (loser.pk, 1)
    assert Event.objects.filter(kind="ticket.updated").count() == 0


def test_many_tickets_cost_what_one_costs(in_harbor):
    counts = []
    for number in (1, 30):
        winner, loser = companies(f"To {number}", f"From {number}")
        update_user(in_harbor.cleo, organization=loser, by=None, at=now())
        for n in range(number):
            write(in_harbor.cleo, f"Number {n}")
        with CaptureQueriesContext(connection) as queries:
            merge_organizations(winner, loser, by=in_harbor.lena, at=now())
        counts.append(len(queries))
    assert counts[0] == counts[1] < 40


def test_exports_tell_of_it_and_audits_have_it(committed_harbor, client):
    with committed_harbor.scope():
        winner, loser = companies("To", "From")
        update_user(committed_harbor.cleo, organization=loser, by=None, at=now())
        ticket = write(committed_harbor.cleo)
    api = Caller(client, token_of(committed_harbor, committed_harbor.ada))
    last = {}
    for name in ("tickets", "users", "organizations"):
        last[name] = api.get(f"incremental/{name}/cursor.json", start_time="0").json()["after_cursor"]
    assert api.get("incremental/tickets/cursor.json", cursor=last["tickets"]).json()["tickets"] == []
    with committed_harbor.scope():
        merge_organizations(winner, loser, by=committed_harbor.lena, at=now())
    after = {name: api.get(f"incremental/{name}/cursor.json", cursor=cursor).json()[name] for name, cursor in last.items()}
    assert [(row["id"], row["organization_id"]) for row in after["tickets"]] == [(ticket.number, winner.pk)]
    assert [(row["id"], row["organization_id"]) for row in after["users"]] == [(committed_harbor.cleo.pk, winner.pk)]
    audits = api.get(f"tickets/{ticket.number}/audits.json").json()["audits"]
    change = audits[-1]["events"][0]
    assert (change["type"], change["field_name"]) == ("Change", "organization_id")
    assert (change["previous_value"], change["value"]) == (str(loser.pk), str(winner.pk))
    assert audits[-1]["author_id"] == committed_harbor.lena.pk


def test_the_page_tells_of_it_though_the_loser_is_gone(harbor, sign_in):
    with harbor.scope():
        winner, loser = companies("Stays here", "From")
        update_user(harbor.cleo, organization=loser, by=None, at=now())
        ticket = write(harbor.cleo)
        merge_organizations(winner, loser, by=harbor.lena, at=now())
    shown = sign_in(harbor.ben).get(f"/d/harbor/tickets/{ticket.number}/")
    assert shown.status_code == 200
    assert "Stays here" in shown.content.decode()


def test_a_ticket_that_is_written_meanwhile_is_held_up_by_nothing_and_follows(committed_harbor, monkeypatch):
    with committed_harbor.scope():
        winner, loser = companies("To", "From")
        update_user(committed_harbor.cleo, organization=loser, by=None, at=now())

    def somebody_writes(*_args, **_named) -> None:
        def work() -> None:
            with committed_harbor.scope():
                written.append(write(committed_harbor.cleo))

        if not written:
            writing = elsewhere(work)
            writing.join(30)
            assert not writing.is_alive()

    written = []
    monkeypatch.setattr(verbs, "_bring", [*verbs._bring, somebody_writes])
    with committed_harbor.scope():
        merge_organizations(winner, loser, by=None, at=now())
        assert [ticket.organization_id for ticket in Ticket.objects.all()] == [winner.pk]


def test_of_two_merges_at_once_one_is_done(committed_harbor):
    """Each into the other: nobody loses both."""
    with committed_harbor.scope():
        one, other = companies("One", "Other")
    outcomes, held, may_end = [], threading.Event(), threading.Event()

    def first() -> None:
        with committed_harbor.scope():
            merge_organizations(one, other, by=None, at=now())
            held.set()
            assert may_end.wait(30)

    def second() -> None:
        try:
            with committed_harbor.scope():
                merge_organizations(other, one, by=None, at=now())
        except (Refused, IntegrityError) as problem:
            outcomes.append(problem)

    leading = elsewhere(first)
    assert held.wait(30)
    following = elsewhere(second)
    while following.is_alive() and not _somebody_waits():
        pass
    may_end.set()
    leading.join()
    following.join()
    assert [(type(one), one.code) for one in outcomes] == [(Refused, "RecordNotFound")]
    with committed_harbor.scope():
        assert [organization.name for organization in Organization.objects.all()] == ["One"]


def _somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted)")
        return cursor.fetchone()[0]
