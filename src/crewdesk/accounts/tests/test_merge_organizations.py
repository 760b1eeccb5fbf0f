"""Two organizations become one: people, words, domains; by the verb, the API and the page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from crewdesk.accounts.models import Organization, User
from crewdesk.accounts.operations import merge_organizations as verbs
from crewdesk.accounts.operations.merge_organizations import merge_organizations
from crewdesk.accounts.operations.organizations import create_organization, delete_organization
from crewdesk.accounts.operations.users import create_user
from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted, Refused

from .calling import Caller, fault

WORDS = {"notes": "Pays late.", "details": "Oak Street 1", "tags": ["big", "old"], "external_id": "crm-7"}


@pytest.fixture
def pair(in_harbor, at):
    """Acme, which stays, and Acme again, which goes."""
    first = create_organization(
        name="Acme", by=None, at=at, domain_names=["acme.example"], notes="Likes tea.", tags=["old"], organization_fields={"plan": "gold"}
    )  # fmt: skip
    again = create_organization(
        name="Acme again", by=None, at=at, domain_names=["acme.test"], group=in_harbor.group,
        organization_fields={"plan": "free", "seats": 3}, **WORDS,
    )  # fmt: skip
    return first, again


def merged_over(api, loser: int, winner: int):
    return api.post(f"organizations/{loser}/merge.json", {"organization_merge": {"winner_id": winner}})


def test_everything_goes_over_and_the_loser_is_gone(in_harbor, pair, at):
    winner, loser = pair
    nia = create_user(name="Nia", email="nia@acme.test", by=None)
    gone = create_user(name="Gone", by=None, organization=loser, is_active=False)
    event = merge_organizations(winner, loser, by=in_harbor.lena, at=at)
    assert list(Organization.objects.all()) == [winner]
    winner.refresh_from_db()
    assert (winner.name, winner.domain_names, winner.tags) == ("Acme", ["acme.example", "acme.test"], ["big", "old"])
    assert (winner.notes, winner.details) == ("Likes tea.\n\nPays late.", "Oak Street 1")
    assert (winner.external_id, winner.group) == ("crm-7", in_harbor.group)
    assert winner.organization_fields == {"plan": "gold", "seats": 3}
    assert set(User.objects.filter(organization=winner)) == {nia, gone}
    assert create_user(name="New", email="new@acme.test", by=None).organization == winner
    assert (event.subject_id, event.actor_id) == (winner.pk, in_harbor.lena.pk)
    assert (event.changes["loser"], event.changes["winner"]) == ([loser.pk, None], [None, winner.pk])


def test_one_event_each(in_harbor, pair, at):
    winner, loser = pair
    people = [create_user(name=f"P{n}", by=None, organization=loser) for n in range(3)]
    before = Event.objects.count()
    merge_organizations(winner, loser, by=in_harbor.lena, at=at)
    new = list(Event.objects.order_by("pk")[before:].values_list("kind", "subject_id", "actor_id"))
    told = [("user.updated", person.pk) for person in people]
    expected = [*told, ("organization.deleted", loser.pk), ("organization.merged", winner.pk)]
    assert new == [(kind, pk, in_harbor.lena.pk) for kind, pk in expected]
    moved = Event.objects.filter(kind="user.updated").last()
    assert moved.changes == {"organization": [loser.pk, winner.pk]}


def test_what_the_winner_has_stays(in_harbor, pair, at):
    winner, loser = pair
    Organization.objects.filter(pk=winner.pk).update(external_id="own", shared_tickets=False)
    Organization.objects.filter(pk=loser.pk).update(shared_tickets=True)
    merge_organizations(winner, loser, by=None, at=at)
    winner.refresh_from_db()
    assert (winner.external_id, winner.shared_tickets) == ("own", False)


def test_those_without_the_right_and_nonsense_change_nothing(in_harbor, pair, at):
    winner, loser = pair
    for by in (in_harbor.ben, in_harbor.liv, in_harbor.cleo):
        with pytest.raises(NotPermitted):
            merge_organizations(winner, loser, by=by, at=at)
    with pytest.raises(Refused):
        merge_organizations(winner, winner, by=in_harbor.lena, at=at)
    assert Organization.objects.count() == 2


def test_one_that_is_gone_is_refused_on_either_side(in_harbor, pair, at):
    winner, loser = pair
    third = create_organization(name="Third", by=None, at=at)
    merge_organizations(winner, loser, by=None, at=at)
    for one, other in ((winner, loser), (loser, third)):
        with pytest.raises(Refused) as refusal:
            merge_organizations(one, other, by=None, at=at)
        assert refusal.value.code == "RecordNotFound"
    assert set(Organization.objects.all()) == {winner, third}


def test_all_or_nothing(in_harbor, pair, at, monkeypatch):
    winner, loser = pair
    nia = create_user(name="Nia", by=None, organization=loser)
    before = Event.objects.count()

    def fail(*_args, **_named):
        raise RuntimeError("no")

    monkeypatch.setattr(verbs, "delete_organization", fail)
    with pytest.raises(RuntimeError):
        merge_organizations(winner, loser, by=None, at=at)
    winner.refresh_from_db()
    nia.refresh_from_db()
    assert (nia.organization_id, winner.domain_names, Event.objects.count()) == (loser.pk, ["acme.example"], before)


def test_many_people_cost_what_one_costs(in_harbor, at):
    counts = []
    for number in (1, 40):
        winner, loser = (create_organization(name=f"{name} {number}", by=None, at=at) for name in ("To", "From"))
        for n in range(number):
            create_user(name=f"P{n}", by=None, organization=loser)
        with CaptureQueriesContext(connection) as queries:
            merge_organizations(winner, loser, by=None, at=at)
        counts.append(len(queries))
    assert counts[0] == counts[1] < 40


def test_the_dialect_of_merging(harbor, at):
    with harbor.scope():
        winner, loser, other = (create_organization(name=name, by=None, at=at) for name in ("To", "From", "Other"))
    api = Caller(harbor, harbor.lena)
    reply = merged_over(api, loser.pk, winner.pk)
    merge = reply.json()["organization_merge"]
    assert reply.status_code == 200
    assert merge == {
        "id": merge["id"], "url": f"http://testserver/api/v2/organization_merges/{merge['id']}.json", "status": "complete",
        "loser_id": loser.pk, "winner_id": winner.pk,
    }  # fmt: skip
    liv = Caller(harbor, harbor.liv)
    assert liv.get(merge["url"].partition("/api/v2/")[2]).json() == reply.json()
    assert liv.get(f"organizations/{winner.pk}/merges").json()["organization_merges"] == [merge]
    assert liv.get(f"organizations/{other.pk}/merges").json()["organization_merges"] == []
    assert api.get(f"organizations/{loser.pk}").status_code == 404
    assert merged_over(api, loser.pk, winner.pk).status_code == 404
    assert fault(merged_over(api, winner.pk, loser.pk)) == (422, "winner_id", "InvalidValue")
    assert fault(merged_over(api, winner.pk, winner.pk)) == (422, "winner_id", "InvalidValue")
    assert api.post(f"organizations/{winner.pk}/merge", {"organization_merge": {}}).status_code == 400


def test_who_may_not_call(harbor, meridian, at):
    with meridian.scope():
        foreign = create_organization(name="Foreign", by=None, at=at)
    with harbor.scope():
        winner, loser = (create_organization(name=name, by=None, at=at) for name in ("To", "From"))
        event = Event.objects.first()
    for member in (harbor.ben, harbor.liv, harbor.cleo):
        assert merged_over(Caller(harbor, member), loser.pk, winner.pk).status_code == 403
    ada = Caller(harbor, harbor.ada)
    assert merged_over(ada, foreign.pk, winner.pk).status_code == 404
    assert fault(merged_over(ada, loser.pk, foreign.pk)) == (422, "winner_id", "InvalidValue")
    # An event of another kind is no merge.
    assert ada.get(f"organization_merges/{event.pk}").status_code == 404
    cleo = Caller(harbor, harbor.cleo)
    assert cleo.get(f"organizations/{winner.pk}/merges").status_code == 403
    with harbor.scope():
        assert Organization.objects.count() == 2


@pytest.fixture
def page(harbor, sign_in, at):
    """The page of Acme again, beside Acme, for a lead."""
    with harbor.scope():
        winner, loser = (create_organization(name=name, by=None, at=at) for name in ("Acme", "Acme again"))
    return sign_in(harbor.lena), f"/d/harbor/organizations/{loser.pk}/", winner, loser


def test_merging_on_the_page(harbor, meridian, page, at):
    client, address, winner, loser = page
    with meridian.scope():
        create_organization(name="Foreign", by=None, at=at)
    assert b"Merge into that organization" in client.get(address).content
    for name in ("Nobody", "Foreign", "Acme again"):
        reply = client.post(f"{address}merge/", {"winner": name})
        assert reply.status_code == 422, name
        # What was typed is still there, and the facts beside it are unharmed.
        assert f'value="{name}"' in reply.content.decode()
        assert reply.context["facts_form"].initial["name"] == "Acme again"
    done = client.post(f"{address}merge/", {"winner": " acme "})
    assert (done.status_code, done["Location"]) == (302, f"/d/harbor/organizations/{winner.pk}/")
    with harbor.scope():
        assert list(Organization.objects.all()) == [winner]


def test_the_exact_name_wins_and_doubt_refuses(harbor, page, at):
    client, address, _winner, _loser = page
    with harbor.scope():
        big = create_organization(name="ACME", by=None, at=at)
    assert client.post(f"{address}merge/", {"winner": "acme"}).status_code == 422
    assert client.post(f"{address}merge/", {"winner": "ACME"})["Location"] == f"/d/harbor/organizations/{big.pk}/"


def test_agents_are_not_offered_it(harbor, page, sign_in):
    _client, address, winner, loser = page
    agent = sign_in(harbor.ben)
    assert b"Merge into that organization" not in agent.get(address).content
    assert agent.post(f"{address}merge/", {"winner": "Acme"}).status_code == 403
    with harbor.scope():
        assert set(Organization.objects.all()) == {winner, loser}


def test_a_loser_that_goes_meanwhile_is_told_so(in_harbor, pair, at):
    winner, loser = pair
    stale = Organization.objects.get(pk=loser.pk)
    delete_organization(loser, by=None, at=at)
    with pytest.raises(Refused) as refusal:
        merge_organizations(winner, stale, by=None, at=at)
    assert refusal.value.code == "RecordNotFound"
