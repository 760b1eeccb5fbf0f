"""Sessions: new keys at sign-in, at a changed second factor and at a changed role; listed, and revoked at once."""

import pytest
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.db import connection
from django.test import Client
from testing.cast import PASSWORD

from crewdesk.accounts.models import BrowserSession, Person
from crewdesk.accounts.operations.members import change_role, remove_member
from crewdesk.accounts.session_store import stored_key
from crewdesk.core.clock import now


def enter(client, member):
    client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    return client


def key(client) -> str:
    return client.cookies["session"].value


def is_in(client, harbor) -> bool:
    return client.get(f"/d/{harbor.desk.slug}/profile/").status_code == 200


def with_cookie(value: str) -> Client:
    client = Client()
    client.cookies["session"] = value
    return client


def current_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.fixture
def browsers(harbor):
    """Ada at work and at home."""
    work, home = enter(Client(), harbor.ada), enter(Client(), harbor.ada)
    assert is_in(work, harbor)
    assert is_in(home, harbor)
    return work, home


def test_criterion_41_signing_in_gives_a_new_key(client, harbor):
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["session"] = planted = session.session_key
    enter(client, harbor.ada)
    assert key(client) != planted
    assert is_in(client, harbor)
    assert not is_in(with_cookie(planted), harbor)


def test_criterion_41_setting_up_a_second_factor(committed_harbor):
    """Really committed: allauth tells of a new factor once it is."""
    harbor = committed_harbor
    work, home = enter(Client(), harbor.ada), enter(Client(), harbor.ada)
    assert is_in(home, harbor)
    before = key(work)
    work.get("/accounts/2fa/totp/activate/")
    secret = work.session["mfa.totp.secret"]
    work.post("/accounts/2fa/totp/activate/", {"code": current_code(secret)})
    assert TOTP(Person.objects.get(pk=harbor.ada.person_id).authenticator_set.get(type="totp"))
    assert key(work) != before
    assert is_in(work, harbor)
    assert not is_in(with_cookie(before), harbor)
    assert not is_in(home, harbor)


def test_criterion_41_a_new_role(browsers, harbor, owner):
    work, home = browsers
    with harbor.scope():
        change_role(harbor.ada, role="lead", by=owner, at=now())
    assert not is_in(work, harbor)
    assert not is_in(home, harbor)
    assert is_in(enter(Client(), harbor.ada), harbor)


def test_criterion_41_removal(browsers, harbor, owner):
    with harbor.scope():
        remove_member(harbor.ada, by=owner, at=now())
    assert not is_in(browsers[0], harbor)
    assert not is_in(enter(Client(), harbor.ada), harbor)


def test_criterion_41_all_sessions_are_listed(browsers, harbor, meridian):
    work, _home = browsers
    enter(Client(), meridian.olga)
    page = work.get("/accounts/sessions/")
    assert page.context["here"] == stored_key(key(work))
    assert len(page.context["sessions"]) == 2
    assert {row.ip for row in page.context["sessions"]} == {"127.0.0.1"}


def test_criterion_41_one_is_revoked(browsers, harbor):
    work, home = browsers
    work.post(f"/accounts/sessions/{stored_key(key(home))}/end/")
    assert not is_in(home, harbor)
    assert is_in(work, harbor)


def test_criterion_41_all_others_are_revoked(browsers, harbor):
    work, home = browsers
    work.post("/accounts/sessions/end/")
    assert not is_in(home, harbor)
    assert is_in(work, harbor)


def test_nobody_revokes_somebody_elses(browsers, harbor, meridian):
    work, _home = browsers
    olga = enter(Client(), meridian.olga)
    assert olga.post(f"/accounts/sessions/{stored_key(key(work))}/end/").status_code == 404
    olga.post("/accounts/sessions/end/")
    assert is_in(work, harbor)


def test_a_changed_password_ends_the_others(browsers, harbor):
    work, home = browsers
    new = "a quite new passphrase"
    work.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert not is_in(home, harbor)
    assert is_in(work, harbor)


def test_signing_out_ends_the_session_itself(browsers, harbor):
    work, _home = browsers
    before = key(work)
    work.post("/accounts/logout/")
    assert not is_in(with_cookie(before), harbor)
    assert not BrowserSession.objects.filter(pk=stored_key(before)).exists()


def test_a_customers_session_gets_a_new_key_and_ends(client, harbor):
    from crewdesk.accounts.operations.magic_links import make_magic_link

    with harbor.scope():
        secret = make_magic_link(address=harbor.cleo.email, at=now())[1]
    client.get(f"/h/{harbor.desk.slug}/sign-in/")
    planted = key(client)
    client.post(f"/h/{harbor.desk.slug}/sign-in/{secret}/")
    assert key(client) != planted
    assert with_cookie(planted).get(f"/h/{harbor.desk.slug}/").status_code == 302
    inside = key(client)
    client.post(f"/h/{harbor.desk.slug}/sign-out/")
    assert with_cookie(inside).get(f"/h/{harbor.desk.slug}/").status_code == 302


def test_the_live_stream_finds_sessions_by_the_same_hash(browsers):
    """core/live/people.py asks the database, which has to hash as session_store does."""
    work, home = browsers
    with connection.cursor() as cursor:
        cursor.execute("SELECT crewdesk_stored_key(%s)", [key(work)])
        assert cursor.fetchone() == (stored_key(key(work)),)
        cursor.execute("SELECT crewdesk_live_sessions(%s)", [[key(work), key(home), "made up", stored_key(key(work))]])
        assert {row[0] for row in cursor.fetchall()} == {key(work), key(home)}
