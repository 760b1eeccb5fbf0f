"""Single sign-on knows (issuer, subject) and nothing else; a claim about e-mail neither signs in nor links anybody."""

import time

import pytest
from allauth.socialaccount.models import SocialAccount, SocialApp
from django.urls import reverse

from crewdesk.accounts.models import Person, User
from crewdesk.accounts.operations.invitations import invite, revoke_invitation
from crewdesk.accounts.operations.single_sign_on import provider_of, remove_single_sign_on, set_single_sign_on
from crewdesk.core.clock import now
from crewdesk.core.operations import NotPermitted, Refused

from .fake_provider import CLIENT_ID, CLIENT_SECRET, FakeProvider

FACTS = {"name": "Harbor ID", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}


@pytest.fixture
def provider(harbor, owner, at, settings):
    """Harbor's provider, set up."""
    settings.FETCH_ALLOW_PRIVATE = ("127.0.0.0/8",)
    running = FakeProvider()
    with harbor.scope():
        set_single_sign_on(harbor.desk, issuer=running.issuer, by=owner, at=at, **FACTS)
    yield running
    running.stop()


@pytest.fixture
def come_back(client, provider, harbor):
    """Go to the provider from the desk's sign-in page (or another form) and come back with `claims`."""

    def go(url_name="single-sign-on", **claims):
        provider.claims = claims
        leaving = client.post(reverse(f"accounts:{url_name}", kwargs={"desk": harbor.desk.slug}))
        assert leaving.status_code == 200, leaving.headers
        return client.get(provider.authorize(leaving.context["address"]))

    return go


def signed_in(client):
    return client.session.get("_auth_user_id")


def link(client, come_back, member, sub="ben-at-idp"):
    """Ben, signed in by password a moment ago, links his subject."""
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(member.person_id)
    session.save()
    return come_back("single-sign-on-link", sub=sub)


@pytest.mark.parametrize("claims", [
    {"email_verified": False}, {"email_verified": None}, {"email_verified": "false"}, {"email_verified": True},
    {"email_verified": "true"}, {"email": "BEN@harbor.example", "email_verified": True},
], ids=str)  # fmt: skip
def test_criterion_35_an_address_neither_signs_in_nor_links(come_back, client, harbor, claims):
    answer = come_back(sub="a stranger", **({"email": harbor.ben.email} | claims))
    assert answer.status_code == 403
    assert signed_in(client) is None
    assert not SocialAccount.objects.exists()
    assert Person.objects.filter(email=harbor.ben.email).count() == 1


def test_a_linked_subject_signs_in_whatever_its_address(come_back, client, sign_in, harbor):
    sign_in(harbor.ben)
    link(client, come_back, harbor.ben)
    client.logout()
    come_back(sub="ben-at-idp", email=harbor.ada.email, email_verified=True)
    assert signed_in(client) == str(harbor.ben.person_id)
    assert client.get(f"/d/{harbor.desk.slug}/profile/").status_code == 200


def test_linking_needs_a_recent_sign_in(client, sign_in, harbor, provider):
    answer = sign_in(harbor.ben).post(f"/d/{harbor.desk.slug}/profile/link/")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize("claims", [
    {"iss": "https://elsewhere.example"}, {"aud": "another client"}, {"exp": 1}, {"sub": None},
], ids=str)  # fmt: skip
def test_a_token_that_is_not_for_us_signs_nobody_in(come_back, client, sign_in, harbor, claims):
    sign_in(harbor.ben)
    link(client, come_back, harbor.ben)
    client.logout()
    client.raise_request_exception = False
    come_back(**({"sub": "ben-at-idp"} | claims))
    assert signed_in(client) is None


def test_an_answer_that_nobody_asked_for_signs_nobody_in(client, provider, harbor):
    callback = reverse("openid_connect_callback", args=[provider_of(harbor.desk).provider_id])
    client.get(callback, {"code": "code-0", "state": "made up"})
    assert signed_in(client) is None


def test_the_desks_provider_opens_that_desk_and_no_other(come_back, client, sign_in, harbor, meridian, at):
    from crewdesk.accounts.operations.users import add_member

    with meridian.scope():
        add_member(email=harbor.ben.email, name="Ben", role="agent", by=None)
    sign_in(harbor.ben)
    link(client, come_back, harbor.ben)
    assert client.get(f"/d/{meridian.desk.slug}/profile/").status_code == 200
    client.logout()
    come_back(sub="ben-at-idp")
    assert client.get(f"/d/{harbor.desk.slug}/profile/").status_code == 200
    assert client.get(f"/d/{meridian.desk.slug}/profile/").status_code == 404
    assert client.get("/").url == f"/d/{harbor.desk.slug}/"
    for name in ("account_set_password", "account_change_password", "account_email", "mfa_index", "socialaccount_connections"):
        assert client.get(reverse(name)).status_code == 403


def test_an_invitation_accepted_through_it_makes_and_links_the_member(client, provider, harbor, at):
    with harbor.scope():
        _invitation, raw = invite(email="nia@new.example", name="Nia", role="agent", by=harbor.ada, at=now())
    page = f"/d/{harbor.desk.slug}/invitation/{raw}/"
    leaving = client.post(page, {"single_sign_on": ""})
    provider.claims = {"sub": "nia-at-idp", "email": harbor.ada.email, "email_verified": True}
    client.get(provider.authorize(leaving.context["address"]))
    with harbor.scope():
        nia = User.objects.get(email="nia@new.example")
    assert signed_in(client) == str(nia.person_id)
    assert SocialAccount.objects.get().uid == "nia-at-idp"


def test_not_for_somebody_who_has_an_account(client, provider, harbor, meridian):
    with harbor.scope():
        _invitation, raw = invite(email=meridian.olga.email, name="Olga", role="agent", by=harbor.ada, at=now())
    page = client.post(f"/d/{harbor.desk.slug}/invitation/{raw}/", {"single_sign_on": ""})
    assert "address" not in (page.context or {})
    assert signed_in(client) is None


def test_not_by_an_invitation_revoked_meanwhile(client, provider, harbor):
    with harbor.scope():
        invitation, raw = invite(email="nia@new.example", name="Nia", role="agent", by=harbor.ada, at=now())
    leaving = client.post(f"/d/{harbor.desk.slug}/invitation/{raw}/", {"single_sign_on": ""})
    with harbor.scope():
        revoke_invitation(invitation, by=harbor.ada, at=now())
    assert client.get(provider.authorize(leaving.context["address"])).status_code == 403
    assert signed_in(client) is None


def test_another_issuer_inherits_no_links(come_back, client, sign_in, harbor, owner, at, provider):
    sign_in(harbor.ben)
    link(client, come_back, harbor.ben)
    client.logout()
    other = FakeProvider()
    with harbor.scope():
        set_single_sign_on(harbor.desk, issuer=other.issuer, by=owner, at=at, **FACTS)
    other.claims = {"sub": "ben-at-idp"}
    leaving = client.post(f"/d/{harbor.desk.slug}/sign-in/single/")
    assert client.get(other.authorize(leaving.context["address"])).status_code == 403
    other.stop()


def test_the_secret_is_sealed_and_only_owners_set_it(in_harbor, owner, at):
    with pytest.raises(NotPermitted):
        set_single_sign_on(in_harbor.desk, issuer="https://id.example", by=in_harbor.ada, at=at, **FACTS)
    set_single_sign_on(in_harbor.desk, issuer="https://id.example", by=owner, at=at, **FACTS)
    assert CLIENT_SECRET not in SocialApp.objects.get().secret
    set_single_sign_on(in_harbor.desk, issuer="https://id.example/", by=owner, at=at, **(FACTS | {"client_secret": ""}))
    with pytest.raises(Refused):
        set_single_sign_on(in_harbor.desk, issuer="https://other.example", by=owner, at=at, **(FACTS | {"client_secret": ""}))
    remove_single_sign_on(in_harbor.desk, by=owner, at=at)
    assert not SocialApp.objects.exists()


@pytest.mark.parametrize("issuer", ["http://id.example", "ftp://id.example", "https://", "http://127.0.0.1:1"])
def test_issuers_are_https(in_harbor, owner, at, issuer):
    with pytest.raises(Refused):
        set_single_sign_on(in_harbor.desk, issuer=issuer, by=owner, at=at, **FACTS)


def test_a_provider_in_a_private_network_is_not_reached(provider, client, harbor, settings):
    settings.FETCH_ALLOW_PRIVATE = ()
    assert client.post(f"/d/{harbor.desk.slug}/sign-in/single/").status_code == 422


def test_a_provider_that_is_down_gets_a_page(provider, client, harbor):
    provider.stop()
    assert client.post(f"/d/{harbor.desk.slug}/sign-in/single/").status_code == 422
