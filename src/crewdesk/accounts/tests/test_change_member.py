import pytest

from crewdesk.accounts.models import ApiToken, Membership, Seat, User
from crewdesk.accounts.operations.groups import (
    create_group,
    delete_group,
    set_groups,
    set_lead,
    set_members,
    update_group,
)
from crewdesk.accounts.operations.members import change_role, remove_member
from crewdesk.accounts.operations.tokens import create_token, token_user
from crewdesk.accounts.operations.users import suspend_user
from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted, Refused


def test_roles_go_up_to_the_givers_own(in_harbor, owner, at):
    change_role(in_harbor.ben, role="admin", by=in_harbor.ada, at=at)
    with pytest.raises(NotPermitted):
        change_role(in_harbor.ben, role="owner", by=in_harbor.ada, at=at)
    with pytest.raises(NotPermitted):
        change_role(owner, role="agent", by=in_harbor.ada, at=at)
    with pytest.raises(NotPermitted):
        change_role(in_harbor.liv, role="agent", by=in_harbor.lena, at=at)
    change_role(in_harbor.ada, role="owner", by=owner, at=at)
    assert Event.objects.filter(kind="member.updated").count() == 2


def test_a_desk_keeps_an_owner(in_harbor, owner, at):
    with pytest.raises(Refused):
        change_role(owner, role="admin", by=owner, at=at)
    with pytest.raises(Refused):
        remove_member(owner, by=None, at=at)
    change_role(in_harbor.ada, role="owner", by=owner, at=at)
    change_role(owner, role="admin", by=in_harbor.ada, at=at)


def test_a_removed_member_is_out_with_seat_groups_and_tokens(in_harbor, at):
    _token, raw = create_token(user=in_harbor.ben, name="n", scopes=["read"], by=None, at=at)
    remove_member(in_harbor.ben, by=in_harbor.ada, at=at)
    assert not Seat.objects.get(user=in_harbor.ben).is_active
    assert not Membership.objects.filter(user=in_harbor.ben).exists()
    assert ApiToken.objects.get().revoked_at == at
    assert token_user(raw, at=at, ip=None) is None


def test_nobody_removes_or_suspends_themselves_or_somebody_higher(in_harbor, owner, at):
    for verb in (remove_member, suspend_user):
        with pytest.raises(Refused):
            verb(in_harbor.ada, by=in_harbor.ada, at=at)
        with pytest.raises(NotPermitted):
            verb(owner, by=in_harbor.ada, at=at)
        with pytest.raises(NotPermitted):
            verb(in_harbor.liv, by=in_harbor.ben, at=at)


def test_a_suspended_member_is_out_at_once(harbor, sign_in, at):
    client = sign_in(harbor.ben)
    page = f"/d/{harbor.desk.slug}/profile/"
    assert client.get(page).status_code == 200
    with harbor.scope():
        suspend_user(harbor.ben, by=harbor.ada, at=at)
    assert client.get(page).status_code == 404
    with harbor.scope():
        suspend_user(harbor.ben, by=harbor.ada, at=at, suspended=False)
    assert client.get(page).status_code == 200


def test_groups_have_members_and_a_lead_among_them(in_harbor, at):
    group = create_group(name="Tier 2", tier=2, by=in_harbor.ada, at=at)
    set_members(group, members=[in_harbor.ben, in_harbor.lena], by=in_harbor.ada, at=at)
    set_lead(group, lead=in_harbor.ada, by=in_harbor.ada, at=at)
    assert set(User.objects.filter(memberships__group=group)) == {in_harbor.ben, in_harbor.lena, in_harbor.ada}
    set_members(group, members=[in_harbor.ben], by=in_harbor.ada, at=at)
    group.refresh_from_db()
    assert group.lead is None
    with pytest.raises(Refused):
        set_members(group, members=[in_harbor.cleo], by=in_harbor.ada, at=at)
    with pytest.raises(Refused):
        set_lead(group, lead=in_harbor.liv, by=in_harbor.ada, at=at)


def test_a_members_groups_are_set_together(in_harbor, at):
    second, third = (create_group(name=name, by=in_harbor.ada, at=at) for name in ("Second", "Third"))
    set_groups(in_harbor.ben, groups=[second, third], by=in_harbor.ada, at=at)
    assert {m.group.name for m in in_harbor.ben.memberships.all()} == {"Second", "Third"}
    assert in_harbor.lena.memberships.get().group == in_harbor.group
    events = Event.objects.filter(kind="membership.changed").count()
    set_groups(in_harbor.ben, groups=[second, third], by=in_harbor.ada, at=at)
    assert Event.objects.filter(kind="membership.changed").count() == events


def test_the_default_group_stays_and_moves(in_harbor, at):
    with pytest.raises(Refused):
        delete_group(in_harbor.group, by=in_harbor.ada, at=at)
    other = create_group(name="Other", by=in_harbor.ada, at=at)
    update_group(other, is_default=True, by=in_harbor.ada, at=at)
    in_harbor.group.refresh_from_db()
    assert not in_harbor.group.is_default
    delete_group(in_harbor.group, by=in_harbor.ada, at=at)
    assert create_group(name=in_harbor.group.name, by=in_harbor.ada, at=at).pk != in_harbor.group.pk


def test_group_names_are_given_once_and_by_admins(in_harbor, at):
    with pytest.raises(Refused):
        create_group(name=in_harbor.group.name, by=in_harbor.ada, at=at)
    with pytest.raises(Refused):
        create_group(name="  ", by=in_harbor.ada, at=at)
    with pytest.raises(NotPermitted):
        create_group(name="Mine", by=in_harbor.lena, at=at)
