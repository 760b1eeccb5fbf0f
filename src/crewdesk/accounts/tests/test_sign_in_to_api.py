"""Passwords at the API's door: not past a second factor, and not guessed at leisure."""

import base64

import pytest
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import RequestFactory
from testing.cast import PASSWORD

from crewdesk.accounts.api.signin import WRONG_PASSWORDS, caller_of
from crewdesk.accounts.models import Person
from crewdesk.accounts.operations.desks import update_desk


@pytest.fixture
def call():
    def of(member, password=PASSWORD):
        value = base64.b64encode(f"{member.email}:{password}".encode()).decode()
        return caller_of(RequestFactory().get("/api/v2/users/me", headers={"Authorization": f"Basic {value}"}))

    return of


def test_a_password_opens_the_only_desk(call, harbor):
    caller = call(harbor.ben)
    assert (caller.desk, caller.user) == (harbor.desk, harbor.ben)


def test_not_past_a_second_factor(call, harbor):
    TOTP.activate(Person.objects.get(pk=harbor.ben.person_id), generate_totp_secret())
    assert call(harbor.ben) is None


def test_not_for_a_role_that_lacks_the_one_it_must_have(call, harbor, owner, at):
    with harbor.scope():
        update_desk(harbor.desk, by=owner, at=at, mfa_roles=["admin"])
    assert call(harbor.ada) is None
    assert call(harbor.ben)


def test_guessing_ends_even_with_the_right_one(call, harbor):
    for _ in range(WRONG_PASSWORDS):
        assert call(harbor.ben, "wrong") is None
    assert call(harbor.ben) is None
    assert call(harbor.lena)
