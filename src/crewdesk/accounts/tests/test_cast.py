"""The people whom tests begin with are those whom the verbs would have made."""

from testing.cast import PASSWORD, make_desk

from crewdesk.accounts.models import Desk, Group, Membership, Role, Seat, User, UserIdentity
from crewdesk.accounts.operations.users import add_member, create_user
from crewdesk.core.models import Event
from crewdesk.core.tenancy import desk_scope

OWN = {
    "id",
    "desk_id",
    "changed_in",
    "changed_at",
    "created_at",
    "updated_at",
    "at",
    "verified_at",
    "person_id",
    "user_id",
    "group_id",
    "subject_id",
}
TABLES = (Desk, Group, User, UserIdentity, Seat, Membership, Event)


def by_verbs(slug: str) -> Desk:
    desk = Desk.objects.create(slug=slug, name="Twin")
    with desk_scope(desk.pk):
        group = Group.objects.create(name="Tier 1", is_default=True)
        for name, role in (("Ada", Role.ADMIN), ("Ben", Role.AGENT)):
            address = f"{name.lower()}@{slug}.example"
            member = add_member(email=address, name=name, role=role, by=None, password=PASSWORD)
            Membership.objects.create(group=group, user=member)
        create_user(name="Cleo", email="cleo@customer.example", by=None, verified=True)
    return desk


def rows(desk: Desk, model) -> list[dict]:
    with desk_scope(desk.pk):
        found = model.objects.filter(pk=desk.pk) if model is Desk else model.objects.filter(desk_id=desk.pk)
        return [
            {name: str(value).replace(desk.slug, "…") for name, value in row.items() if name not in OWN}
            | {name: value is not None for name, value in row.items() if name in OWN}
            for row in found.order_by("pk").values()
        ]


def test_they_are_as_the_verbs_make_them(db):
    ours = make_desk("twin-a", admin="Ada", others=(("Ben", "agent"),), customer="Cleo").desk
    theirs = by_verbs("twin-b")
    for model in TABLES:
        assert rows(ours, model) == rows(theirs, model)
    for desk in (ours, theirs):
        with desk_scope(desk.pk):
            ben = User.objects.select_related("person").get(name="Ben")
            assert ben.person.check_password(PASSWORD)
            assert (ben.person.name, ben.person.email) == ("Ben", f"ben@{desk.slug}.example")
            assert list(ben.person.emailaddress_set.values_list("email", "verified", "primary")) == [(ben.email, True, True)]
            assert Seat.objects.get(user=ben).person == ben.person
            assert list(Group.objects.filter(memberships__user=ben)) == [Group.objects.get()]
