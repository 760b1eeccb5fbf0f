import pytest

from crewdesk.accounts.models import User, UserIdentity
from crewdesk.accounts.operations.identities import (
    add_identity,
    make_primary,
    remove_identity,
    verify_identity,
)
from crewdesk.accounts.operations.merge_users import merge_users
from crewdesk.accounts.operations.organizations import (
    create_organization,
    delete_organization,
    update_organization,
)
from crewdesk.accounts.operations.users import add_customer, create_user, update_user
from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted, Refused


@pytest.fixture
def carla(in_harbor):
    return create_user(name="Carla", email="carla@customer.example", by=None, tags=["vip"], notes="Likes tea.")


def addresses(user):
    return dict(user.identities.order_by("value").values_list("value", "is_primary"))


def test_facts_change_and_are_recorded(in_harbor, at):
    update_user(in_harbor.cleo, by=in_harbor.ben, at=at, name="Cleo Cole", tags=["vip"])
    change = Event.objects.get(kind="user.updated")
    assert (change.subject_id, change.actor_id) == (in_harbor.cleo.pk, in_harbor.ben.pk)
    assert change.changes == {"name": ["Cleo", "Cleo Cole"], "tags": [[], ["vip"]]}


def test_role_seat_and_address_are_no_facts(in_harbor, at):
    for values in ({"role": "owner"}, {"email": "x@y.example"}, {"suspended": False}, {"person": None}, {"is_active": True}):
        with pytest.raises(TypeError):
            update_user(in_harbor.cleo, by=in_harbor.ben, at=at, **values)


def test_people_change_themselves_and_agents_no_colleagues(in_harbor, at):
    update_user(in_harbor.liv, by=in_harbor.liv, at=at, name="Liv Lund")
    update_user(in_harbor.cleo, by=in_harbor.cleo, at=at, name="Cleo C")
    for by, user in (
        (in_harbor.ben, in_harbor.lena),
        (in_harbor.ben, in_harbor.liv),
        (in_harbor.cleo, in_harbor.ben),
        (in_harbor.liv, in_harbor.cleo),
    ):
        with pytest.raises(NotPermitted):
            update_user(user, by=by, at=at, name="X")
    with pytest.raises(NotPermitted):
        update_user(in_harbor.cleo, by=in_harbor.cleo, at=at, notes="I am important")
    update_user(in_harbor.ben, by=in_harbor.ada, at=at, name="Benjamin")


def test_addresses_come_and_go(in_harbor, at):
    cleo = in_harbor.cleo
    second = add_identity(cleo, kind="email", value=" Cleo@Home.example ", by=in_harbor.ben, at=at)
    assert (second.value, second.is_primary, second.verified_at) == ("cleo@home.example", False, None)
    verify_identity(second, by=in_harbor.ben, at=at)
    make_primary(second, by=in_harbor.ben, at=at)
    cleo.refresh_from_db()
    assert (cleo.email, cleo.email_verified) == ("cleo@home.example", True)
    with pytest.raises(Refused):
        remove_identity(second, by=in_harbor.ben, at=at)
    remove_identity(UserIdentity.objects.get(value="cleo@customer.example"), by=in_harbor.ben, at=at)
    assert addresses(cleo) == {"cleo@home.example": True}


def test_an_address_has_one_owner_and_looks_like_one(in_harbor, carla, at):
    for kind, value in (("email", carla.email), ("email", "not an address"), ("email", ""), ("phone_number", " ")):
        with pytest.raises(Refused):
            add_identity(in_harbor.cleo, kind=kind, value=value, by=in_harbor.ben, at=at)
    with pytest.raises(Refused):
        add_customer(name="Again", email="CARLA@customer.example", by=in_harbor.ben, at=at)


def test_agents_give_members_no_addresses(in_harbor, at):
    for user in (in_harbor.ben, in_harbor.lena):
        with pytest.raises(NotPermitted):
            add_identity(user, kind="email", value="ben@elsewhere.example", by=in_harbor.ben, at=at)
    add_identity(in_harbor.ben, kind="email", value="ben@elsewhere.example", by=in_harbor.ada, at=at)


def test_two_customers_become_one(in_harbor, carla, at):
    cleo = in_harbor.cleo
    merge_users(cleo, carla, by=in_harbor.ben, at=at)
    cleo.refresh_from_db()
    carla.refresh_from_db()
    assert addresses(cleo) == {"carla@customer.example": False, "cleo@customer.example": True}
    assert (cleo.email, cleo.tags, cleo.notes) == ("cleo@customer.example", ["vip"], "Likes tea.")
    assert (carla.is_active, carla.email) == (False, "")
    assert User.objects.with_address("carla@customer.example").get() == cleo
    merged = Event.objects.get(kind="user.merged")
    assert merged.changes == {"loser": [carla.pk, None], "winner": [None, cleo.pk]}


def test_members_are_not_merged_away(in_harbor, carla, owner, at):
    for winner, loser in ((carla, in_harbor.ben), (carla, carla), (in_harbor.ben, in_harbor.lena)):
        with pytest.raises(Refused):
            merge_users(winner, loser, by=owner, at=at)
    with pytest.raises(NotPermitted):
        merge_users(in_harbor.cleo, carla, by=in_harbor.liv, at=at)
    merge_users(in_harbor.cleo, carla, by=in_harbor.ben, at=at)
    with pytest.raises(Refused):
        merge_users(in_harbor.cleo, carla, by=in_harbor.ben, at=at)


def test_organizations_gather_by_domain(in_harbor, at):
    acme = create_organization(name="Acme", domain_names=["@Acme.example", "acme.example", "acme.test"], by=in_harbor.ben, at=at)
    assert acme.domain_names == ["acme.example", "acme.test"]
    assert create_user(name="Wile", email="Wile@ACME.example", by=None).organization == acme
    assert create_user(name="Road", email="road@notacme.example", by=None).organization is None
    with pytest.raises(Refused):
        create_organization(name="Other", domain_names=["acme.test"], by=in_harbor.ben, at=at)
    with pytest.raises(Refused):
        create_organization(name="Acme", by=in_harbor.ben, at=at)
    update_organization(acme, name="Acme Corp", domain_names=["acme.test"], by=in_harbor.ben, at=at)
    with pytest.raises(NotPermitted):
        update_organization(acme, name="X", by=in_harbor.liv, at=at)
    with pytest.raises(NotPermitted):
        delete_organization(acme, by=in_harbor.ben, at=at)
    delete_organization(acme, by=in_harbor.lena, at=at)
    assert User.objects.get(email="wile@acme.example").organization is None
