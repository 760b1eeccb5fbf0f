from datetime import timedelta

import pytest

from crewdesk.accounts.jobs import mail_invitation, sealed_secret
from crewdesk.accounts.models import Invitation, Person, Seat, User
from crewdesk.accounts.operations.invitations import accept_invitation, invite, revoke_invitation
from crewdesk.accounts.operations.members import change_role, remove_member
from crewdesk.accounts.operations.users import create_user
from crewdesk.core.models import Event
from crewdesk.core.operations import NotPermitted, Refused

PASSWORD = "correct horse battery staple"


def offer(cast, at, **changes):
    return invite(
        **(
            {"email": "Nia@new.example", "name": "Nia", "role": "agent", "groups": [cast.group], "by": cast.ada, "at": at}
            | changes
        )
    )


def test_an_invitation_makes_a_member_once(in_harbor, at):
    invitation, raw = offer(in_harbor, at)
    nia = accept_invitation(raw, name="Nia Nash", password=PASSWORD, at=at)
    assert (nia.role, nia.email, nia.name) == ("agent", "nia@new.example", "Nia Nash")
    assert Person.objects.get(email="nia@new.example").check_password(PASSWORD)
    assert nia.memberships.get().group == in_harbor.group
    assert Seat.objects.filter(user=nia, is_active=True).exists()
    with pytest.raises(Refused):
        accept_invitation(raw, name="Again", password=PASSWORD, at=at)
    assert invitation.secret_hash not in raw


def test_it_is_open_for_seven_days(in_harbor, at):
    _invitation, raw = offer(in_harbor, at)
    with pytest.raises(Refused):
        accept_invitation(raw, name="", at=at + timedelta(days=7))
    accept_invitation(raw, name="", at=at + timedelta(days=7, seconds=-1))


@pytest.mark.parametrize(
    "spoil",
    [lambda raw: raw[:-1], lambda raw: raw.replace("-", "0-"), lambda raw: "", lambda raw: "x-y", lambda raw: "9" * 40 + "-a"],
)
def test_another_secret_opens_nothing(in_harbor, at, spoil):
    _invitation, raw = offer(in_harbor, at)
    with pytest.raises(Refused):
        accept_invitation(spoil(raw), name="", at=at)


def test_revoking_and_inviting_again_end_it(in_harbor, at):
    invitation, first = offer(in_harbor, at)
    _again, second = offer(in_harbor, at)
    with pytest.raises(Refused):
        accept_invitation(first, name="", at=at)
    revoke_invitation(Invitation.objects.get(pk=_again.pk), by=in_harbor.lena, at=at)
    with pytest.raises(Refused):
        accept_invitation(second, name="", at=at)
    assert not User.objects.with_address("nia@new.example").exists()


def test_nobody_offers_more_than_they_are(in_harbor, at):
    for inviter, role in (
        (in_harbor.lena, "admin"),
        (in_harbor.ada, "owner"),
        (in_harbor.ben, "agent"),
        (in_harbor.cleo, "light_agent"),
    ):
        with pytest.raises(NotPermitted):
            offer(in_harbor, at, by=inviter, role=role)
    assert not Invitation.objects.exists()
    offer(in_harbor, at, by=in_harbor.lena, role="lead")


def test_an_inviter_who_lost_the_right_cannot_let_anybody_in(in_harbor, owner, at):
    _invitation, raw = offer(in_harbor, at, role="admin")
    change_role(in_harbor.ada, role="lead", by=owner, at=at)
    with pytest.raises(Refused):
        accept_invitation(raw, name="", at=at)


def test_members_and_customers_are_refused(in_harbor, at):
    with pytest.raises(Refused):
        offer(in_harbor, at, email=in_harbor.ben.email)
    with pytest.raises(Refused):
        offer(in_harbor, at, role="end_user")
    with pytest.raises(Refused):
        offer(in_harbor, at, email="not an address")


def test_a_customer_who_joins_stays_one_user(in_harbor, at):
    before = create_user(name="Nia", email="nia@new.example", by=None)
    after = accept_invitation(offer(in_harbor, at)[1], name="", at=at)
    assert after.pk == before.pk
    assert after.role == "agent"
    assert after.email_verified


def test_a_removed_member_can_come_back(in_harbor, at):
    remove_member(in_harbor.ben, by=in_harbor.ada, at=at)
    assert not User.objects.staff().filter(pk=in_harbor.ben.pk).exists()
    back = accept_invitation(offer(in_harbor, at, email=in_harbor.ben.email)[1], name="Ben", at=at)
    assert back.pk == in_harbor.ben.pk
    assert back.is_active
    assert Seat.objects.get(user=back).is_active


def test_the_mail_carries_the_link_and_the_right_host(harbor, at, mailoutbox, settings):
    settings.SITE_URL = "https://desk.example"
    with harbor.scope():
        invitation, raw = offer(harbor, at)
    mail_invitation(desk_id=harbor.desk.pk, invitation_id=invitation.pk, sealed=sealed_secret(raw.partition("-")[2]))
    (mail,) = mailoutbox
    assert mail.to == ["nia@new.example"]
    assert f"https://desk.example/d/{harbor.desk.slug}/invitation/{raw}/" in mail.body
    assert raw in mail.alternatives[0].content


def test_no_mail_for_an_invitation_that_was_taken_back(harbor, at, mailoutbox):
    with harbor.scope():
        invitation, raw = offer(harbor, at)
        revoke_invitation(invitation, by=harbor.ada, at=at)
    mail_invitation(desk_id=harbor.desk.pk, invitation_id=invitation.pk, sealed=sealed_secret(raw.partition("-")[2]))
    assert not mailoutbox


def test_it_is_recorded(in_harbor, at):
    invitation, raw = offer(in_harbor, at)
    accept_invitation(raw, name="", at=at)
    kinds = list(Event.objects.filter(actor_id=in_harbor.ada.pk).values_list("kind", flat=True))
    assert kinds == ["member.invited", "user.created", "member.added"]
