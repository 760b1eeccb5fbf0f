"""Roles that must have a second factor meet the set-up page before any page of the desk."""

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from testing.cast import PASSWORD

from crewdesk.accounts.models import Person
from crewdesk.accounts.operations.desks import update_desk
from crewdesk.accounts.tests.test_criterion_41 import current_code


@pytest.fixture
def strict(harbor, owner, at):
    """Harbor asks admins for a second factor."""
    with harbor.scope():
        update_desk(harbor.desk, by=owner, at=at, mfa_roles=["admin"])
    return harbor


def profile(desk) -> str:
    return f"/d/{desk.slug}/profile/"


def test_an_admin_without_one_is_led_to_set_one_up(strict, sign_in):
    client = sign_in(strict.ada)
    for page in ("profile/", "settings/members/", "customers/", ""):
        assert client.get(f"/d/{strict.desk.slug}/{page}").url == "/accounts/2fa/"
    assert client.post(profile(strict.desk), {"name": "A"}).url == "/accounts/2fa/"
    assert client.get("/accounts/2fa/").status_code == 200


def test_others_are_not(strict, sign_in):
    assert sign_in(strict.ben).get(profile(strict.desk)).status_code == 200


def test_recovery_codes_are_no_second_factor(strict, sign_in):
    RecoveryCodes.activate(Person.objects.get(pk=strict.ada.person_id))
    assert sign_in(strict.ada).get(profile(strict.desk)).status_code == 302


def test_with_one_the_desk_opens_after_password_and_code(strict, client):
    secret = generate_totp_secret()
    TOTP.activate(Person.objects.get(pk=strict.ada.person_id), secret)
    half_way = client.post("/accounts/login/", {"login": strict.ada.email, "password": PASSWORD})
    assert half_way.url == "/accounts/2fa/authenticate/"
    assert client.get(profile(strict.desk)).status_code == 302
    wrong = f"{(int(current_code(secret)) + 1) % 10**6:06}"
    assert client.post("/accounts/2fa/authenticate/", {"code": wrong}).status_code == 200
    assert client.get(profile(strict.desk)).status_code == 302
    client.post("/accounts/2fa/authenticate/", {"code": current_code(secret)})
    assert client.get(profile(strict.desk)).status_code == 200


def test_keys_are_handed_out_after_a_recent_sign_in_only(harbor, sign_in, client):
    address = f"/d/{harbor.desk.slug}/settings/tokens/add/"
    assert sign_in(harbor.ada).get(address).url.startswith("/accounts/reauthenticate/?next=")
    assert client.post(address, {"name": "x"}).url.startswith("/accounts/reauthenticate/?next=")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get(address).status_code == 200
