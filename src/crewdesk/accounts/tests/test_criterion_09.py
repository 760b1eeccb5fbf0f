"""A credential of one desk opens nothing at another."""

import re

import pytest
from django.urls import reverse

from crewdesk.accounts.models import Invitation, MagicLink
from crewdesk.accounts.operations.invitations import invite
from crewdesk.accounts.operations.magic_links import make_magic_link
from crewdesk.accounts.operations.tokens import create_token, token_user
from crewdesk.core.clock import now


@pytest.fixture
def secrets_of_harbor(harbor):
    """One of each kind, all good at Harbor."""
    with harbor.scope():
        return {
            "token": create_token(user=harbor.ada, name="n", scopes=["read"], by=None, at=now())[1],
            "invitation": invite(email="nia@new.example", name="Nia", role="admin", by=harbor.ada, at=now())[1],
            "link": make_magic_link(address=harbor.cleo.email, at=now())[1],
        }


def test_criterion_9_invitation(client, harbor, meridian, secrets_of_harbor):
    secret = secrets_of_harbor["invitation"]
    for method in (client.get, client.post):
        assert (
            method(f"/d/{meridian.desk.slug}/invitation/{secret}/", {"name": "Nia", "password": "a long enough one"}).status_code
            == 410
        )
    assert client.get(f"/d/{harbor.desk.slug}/invitation/{secret}/").status_code == 200
    with harbor.scope():
        assert Invitation.objects.get().accepted_at is None


def test_criterion_9_magic_link(client, harbor, meridian, secrets_of_harbor):
    address = f"/sign-in/{secrets_of_harbor['link']}/"
    assert client.get(f"/h/{meridian.desk.slug}{address}").status_code == 410
    assert client.post(f"/h/{meridian.desk.slug}{address}").status_code == 422
    with harbor.scope():
        assert MagicLink.objects.get().used_at is None
    assert client.post(f"/h/{harbor.desk.slug}{address}").url == f"/h/{harbor.desk.slug}/"
    assert client.get(f"/h/{harbor.desk.slug}/requests/").status_code == 200
    assert client.get(f"/h/{meridian.desk.slug}/").url.startswith(f"/h/{meridian.desk.slug}/sign-in/")


def test_criterion_9_token(harbor, meridian, secrets_of_harbor):
    raw = secrets_of_harbor["token"]
    with meridian.scope():
        assert token_user(raw, at=now(), ip=None) is None
    with harbor.scope():
        assert token_user(raw, at=now(), ip=None)[1] == harbor.ada
    elsewhere = raw.replace(f"_{harbor.desk.pk}x", f"_{meridian.desk.pk}x")
    assert token_user(elsewhere, at=now(), ip=None) is None


def test_criterion_9_session(harbor, meridian, sign_in):
    client = sign_in(harbor.ada)
    assert client.get(reverse("accounts:profile", kwargs={"desk": harbor.desk.slug})).status_code == 200
    missing = client.get(reverse("accounts:profile", kwargs={"desk": "no-such-desk"}))
    foreign = client.get(reverse("accounts:profile", kwargs={"desk": meridian.desk.slug}))
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert _without_token(foreign) == _without_token(missing)


def _without_token(answer) -> str:
    """The page without its CSRF token, which is masked anew each time."""
    return re.sub(r"[0-9A-Za-z]{64}", "", answer.content.decode())
