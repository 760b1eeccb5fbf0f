"""Nothing that lies in the database lets anybody in."""

import json
import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from testing.cast import PASSWORD

from crewdesk.accounts.models import Person
from crewdesk.accounts.operations.invitations import invite, open_invitation
from crewdesk.accounts.operations.magic_links import make_magic_link, open_magic_link, use_magic_code
from crewdesk.accounts.operations.tokens import create_token, token_user
from crewdesk.core.clock import now


@pytest.fixture
def handed_out(harbor, sign_in, client):
    """Every kind of credential, as its holder knows it."""
    ada = Person.objects.get(pk=harbor.ada.person_id)
    totp_secret = generate_totp_secret()
    TOTP.activate(ada, totp_secret)
    codes = RecoveryCodes.activate(ada).get_unused_codes()
    with harbor.scope():
        secret, code = make_magic_link(address=harbor.cleo.email, at=now())[1:]
        known = {
            "token": create_token(user=harbor.ada, name="n", scopes=["read"], by=None, at=now())[1],
            "invitation": invite(email="nia@new.example", name="Nia", role="agent", by=harbor.ada, at=now())[1],
            "link": secret, "code": code, "totp": totp_secret, "recovery": codes[0], "password": PASSWORD,
        }  # fmt: skip
    sign_in(harbor.ada)
    return known | {"session": client.cookies["session"].value}


def stored_values(connection) -> set[str]:
    """Every word of every column of every table, JSON taken apart."""
    tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
    words = set()
    for (table,) in tables:
        for (row,) in connection.execute(f'SELECT to_jsonb(t)::text FROM "{table}" t').fetchall():
            words |= {row} | set(re.findall(r"[^\s\"'{}\[\],:]+", row)) | _strings(json.loads(row))
    return words


def _strings(value) -> set[str]:
    if isinstance(value, dict | list):
        return set().union(*map(_strings, value.values() if isinstance(value, dict) else value))
    return {value} if isinstance(value, str) else set()


@pytest.fixture
def dump(handed_out, harbor):
    """What somebody with a copy of the database reads; through the test's own transaction, as the backup role would see it."""
    from django.db import connection

    with harbor.scope(), connection.cursor() as cursor:
        return stored_values(cursor.connection)


def test_criterion_38_no_secret_lies_in_the_database(dump, handed_out):
    text = "\n".join(dump)
    assert "ada@harbor" in text
    for kind in ("token", "invitation", "link", "totp", "recovery", "password", "session"):
        assert handed_out[kind].rpartition("-")[2].rpartition("_")[2] not in text, kind


def test_criterion_38_no_stored_value_works_as_one(dump, handed_out, harbor, client):
    with harbor.scope():
        assert token_user(handed_out["token"], at=now(), ip=None)
        assert open_magic_link(handed_out["link"], at=now())
        assert open_invitation(handed_out["invitation"], at=now())
    token_prefix = handed_out["token"].rpartition("_")[0]
    number = handed_out["invitation"].partition("-")[0]
    with harbor.scope():
        for value in (word for word in dump if len(word) >= 16):
            assert token_user(value, at=now(), ip=None) is None
            assert token_user(f"{token_prefix}_{value}", at=now(), ip=None) is None
            assert open_magic_link(value, at=now()) is None
            assert open_invitation(value, at=now()) is None
            assert open_invitation(f"{number}-{value}", at=now()) is None
        assert use_magic_code(address=harbor.cleo.email, code=handed_out["code"], at=now())


def test_criterion_38_a_stored_session_key_is_no_cookie(dump, handed_out, harbor, client):
    page = f"/d/{harbor.desk.slug}/profile/"
    client.cookies["session"] = handed_out["session"]
    assert client.get(page).status_code == 200
    keys = [value for value in dump if re.fullmatch(r"[0-9a-z]{32,64}", value)]
    assert keys
    for key in keys:
        client.cookies["session"] = key
        assert client.get(page).status_code == 302


def test_criterion_38_a_stored_hash_is_no_password(dump, harbor):
    ada = Person.objects.get(pk=harbor.ada.person_id)
    assert ada.check_password(PASSWORD)
    assert not any(ada.check_password(value) for value in dump)
