import pytest
from allauth.account.models import EmailAddress

from crewdesk.accounts.models import Brand, Desk, Group, Person, Schedule, Seat, User
from crewdesk.accounts.operations.desks import create_desk, update_desk
from crewdesk.accounts.operations.schedules import intervals_of
from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted, Refused
from crewdesk.core.tenancy import desk_scope

OWNER = {"owner_email": "Nora@North.example", "owner_name": "Nora", "password": "correct horse battery staple"}


def make(at, **changes):
    return create_desk(**({"slug": "north", "name": "North", "time_zone": "Europe/Oslo", "at": at} | OWNER | changes))


def test_a_desk_comes_furnished(db, at):
    desk = make(at)
    with desk_scope(desk.pk):
        owner = User.objects.get()
        group, schedule = Group.objects.get(), Schedule.objects.get()
        assert (owner.role, owner.email, owner.email_verified) == ("owner", "nora@north.example", True)
        assert group.is_default
        assert group.lead == owner
        assert list(User.objects.filter(memberships__group=group)) == [owner]
        assert (schedule.time_zone, schedule.is_default, group.schedule) == ("Europe/Oslo", True, schedule)
        assert intervals_of(schedule)[0] == (24 * 60 + 540, 24 * 60 + 1080)
        assert len(intervals_of(schedule)) == 5
        assert Brand.objects.get().is_default
        assert Seat.objects.filter(user=owner, desk_id=desk.pk).exists()
        assert "desk.created" in Event.objects.values_list("kind", flat=True)


def test_the_owner_can_sign_in(db, at, client):
    make(at)
    assert EmailAddress.objects.get(email="nora@north.example").verified
    client.post("/accounts/login/", {"login": "nora@north.example", "password": OWNER["password"]})
    assert client.session.get("_auth_user_id") == str(Person.objects.get(email="nora@north.example").pk)


def test_a_known_person_keeps_the_password(db, at):
    make(at)
    make(at, slug="south", password="another one entirely")
    assert Person.objects.get(email="nora@north.example").check_password(OWNER["password"])
    assert set(Desk.objects.filter(slug__in=("north", "south")).values_list("slug", flat=True)) == {"north", "south"}


@pytest.mark.parametrize(
    "changes", [{"slug": "no spaces"}, {"slug": "x"}, {"slug": "-a-"}, {"name": ""}, {"time_zone": "Mars/Olympus"}]
)
def test_unfit_desks_are_refused(db, at, changes):
    before = Desk.objects.count()
    with pytest.raises(Refused):
        make(at, **changes)
    assert Desk.objects.count() == before


def test_a_slug_is_given_once(db, at):
    make(at)
    with pytest.raises(Refused) as refusal:
        make(at)
    assert (refusal.value.field, refusal.value.code) == ("slug", "DuplicateValue")


def test_admins_change_the_desk_but_not_who_needs_a_second_factor(in_harbor, at, owner):
    update_desk(in_harbor.desk, by=in_harbor.ada, at=at, name="Harbor & Co", locale="de")
    assert Desk.objects.get(pk=in_harbor.desk.pk).name == "Harbor & Co"
    with pytest.raises(NotPermitted):
        update_desk(in_harbor.desk, by=in_harbor.ada, at=at, mfa_roles=["admin"])
    with pytest.raises(NotPermitted):
        update_desk(in_harbor.desk, by=in_harbor.lena, at=at, name="Lena's")
    update_desk(in_harbor.desk, by=owner, at=at, mfa_roles=["admin"])
    change = Event.objects.filter(kind="desk.updated").order_by("-pk").first()
    assert change.changes == {"mfa_roles": [[], ["admin"]]}


def test_a_change_that_changes_nothing_is_not_recorded(in_harbor, at):
    update_desk(in_harbor.desk, by=in_harbor.ada, at=at, name=in_harbor.desk.name)
    assert not Event.objects.filter(kind="desk.updated").exists()
