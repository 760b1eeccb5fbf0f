"""Links in mails: fetched by scanners ten times, used by a person once, until they are out of date."""

from datetime import timedelta

import pytest

from crewdesk.accounts.models import Invitation, MagicLink, User
from crewdesk.accounts.operations.invitations import invite
from crewdesk.accounts.operations.magic_links import make_magic_link
from crewdesk.core.clock import now


@pytest.fixture
def magic(harbor):
    with harbor.scope():
        secret = make_magic_link(address=harbor.cleo.email, at=now())[1]
    return f"/h/{harbor.desk.slug}/sign-in/{secret}/"


@pytest.fixture
def invitation(harbor):
    with harbor.scope():
        raw = invite(email="nia@new.example", name="Nia", role="agent", by=harbor.ada, at=now())[1]
    return f"/d/{harbor.desk.slug}/invitation/{raw}/"


def clock_jump(harbor, model, **later):
    """Time goes by: what was made now was made `later` ago."""
    with harbor.scope():
        row = model.objects.get()
        row.expires_at -= timedelta(**later)
        row.save()


def test_criterion_39_magic_link(client, harbor, magic):
    assert {client.get(magic).status_code for _ in range(10)} == {200}
    assert client.head(magic).status_code == 200
    assert client.post(magic).status_code == 302
    assert client.get(f"/h/{harbor.desk.slug}/requests/").context["member"] == harbor.cleo
    assert client.get(magic).status_code == 410
    assert client.post(magic).status_code == 422


def test_criterion_39_magic_link_out_of_date(client, harbor, magic):
    clock_jump(harbor, MagicLink, minutes=14, seconds=50)
    assert client.get(magic).status_code == 200
    clock_jump(harbor, MagicLink, seconds=10)
    assert client.get(magic).status_code == 410
    assert client.post(magic).status_code == 422
    assert client.get(f"/h/{harbor.desk.slug}/").status_code == 302


def test_criterion_39_invitation(client, harbor, invitation):
    assert {client.get(invitation).status_code for _ in range(10)} == {200}
    facts = {"name": "Nia", "password": "nine lives of a cat"}
    assert client.post(invitation, facts).url == f"/d/{harbor.desk.slug}/"
    assert client.get(f"/d/{harbor.desk.slug}/profile/").status_code == 200
    client.logout()
    assert client.get(invitation).status_code == 410
    assert client.post(invitation, facts).status_code == 410
    with harbor.scope():
        assert User.objects.filter(email="nia@new.example").count() == 1


def test_criterion_39_invitation_out_of_date(client, harbor, invitation):
    clock_jump(harbor, Invitation, days=7)
    assert client.get(invitation).status_code == 410
    assert client.post(invitation, {"name": "Nia", "password": "nine lives of a cat"}).status_code == 410
    with harbor.scope():
        assert not User.objects.filter(email="nia@new.example").exists()


def test_criterion_39_a_link_in_a_mailbox_does_not_open_an_account_that_exists(client, harbor, meridian, sign_in):
    with harbor.scope():
        raw = invite(email=meridian.olga.email, name="Olga", role="agent", by=harbor.ada, at=now())[1]
    address = f"/d/{harbor.desk.slug}/invitation/{raw}/"
    client.post(address, {"name": "Olga", "password": "nine lives of a cat"})
    assert client.get(f"/d/{harbor.desk.slug}/profile/").status_code == 302
    assert sign_in(meridian.omar).post(address).status_code == 200
    assert client.get(f"/d/{harbor.desk.slug}/profile/").status_code == 404
    assert sign_in(meridian.olga).post(address).url == f"/d/{harbor.desk.slug}/"
    assert client.get(f"/d/{harbor.desk.slug}/profile/").status_code == 200


@pytest.mark.parametrize("value", ["x", "1-", "0", "a" * 300, "%00"])
def test_criterion_39_made_up_links_are_gone(client, harbor, value):
    assert client.get(f"/d/{harbor.desk.slug}/invitation/{value}/").status_code == 410
    assert client.get(f"/h/{harbor.desk.slug}/sign-in/{value}/").status_code == 410
