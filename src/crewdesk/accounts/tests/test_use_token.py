import re
from datetime import timedelta

import pytest

from crewdesk.accounts.models import ApiToken
from crewdesk.accounts.operations.tokens import create_token, revoke_token, token_user
from crewdesk.accounts.operations.users import suspend_user
from crewdesk.core.operations import NotPermitted, Refused

IP = "198.51.100.7"


@pytest.fixture
def made(harbor, at):
    with harbor.scope():
        return create_token(user=harbor.ben, name="export", scopes=["read"], by=harbor.ada, at=at)


def test_a_token_stands_for_its_user_without_a_desk_in_scope(made, harbor, at):
    desk, user, token = token_user(made[1], at=at, ip=IP)
    assert (desk, user, token) == (harbor.desk, harbor.ben, made[0])
    assert token.scopes == ["read"]


def test_its_text_is_recognisable_and_not_kept(made, owner_connection):
    token, raw = made
    assert re.fullmatch(r"crew_live_\d+x\d+_[0-9A-Za-z]{49}", raw)
    secret = raw.rpartition("_")[2]
    assert secret[:43] not in str(vars(token))
    assert len(token.secret_hash) == 64


@pytest.mark.parametrize("spoil", [
    lambda raw: raw[:-1] + ("a" if raw[-1] != "a" else "b"),
    lambda raw: raw.replace("crew_live", "crew_test"),
    lambda raw: raw[:-20] + ("0" if raw[-20] != "0" else "1") + raw[-19:],
    lambda raw: "", lambda raw: "crew_live_" + "9" * 30 + raw[10:], lambda raw: raw + "x",
])  # fmt: skip
def test_a_spoilt_token_is_nobody(made, at, spoil):
    assert token_user(spoil(made[1]), at=at, ip=IP) is None


def test_it_ends_with_time_revocation_and_its_user(made, harbor, at):
    token, raw = made
    assert token_user(raw, at=at + timedelta(days=365), ip=IP)
    assert token_user(raw, at=at + timedelta(days=367), ip=IP) is None
    with harbor.scope():
        suspend_user(harbor.ben, by=harbor.ada, at=at)
    assert token_user(raw, at=at, ip=IP) is None
    with harbor.scope():
        suspend_user(harbor.ben, by=harbor.ada, at=at, suspended=False)
        assert token_user(raw, at=at, ip=IP)
        revoke_token(token, by=harbor.ada, at=at)
    assert token_user(raw, at=at, ip=IP) is None


def test_it_works_from_its_networks_only(harbor, at):
    with harbor.scope():
        raw = create_token(user=harbor.ben, name="n", scopes=["read"], by=None, at=at, allowed_ips=["198.51.100.0/24", "::1"])[1]
    assert token_user(raw, at=at, ip=IP)
    assert token_user(raw, at=at, ip="203.0.113.1") is None
    assert token_user(raw, at=at, ip=None) is None


def test_its_use_is_noted_once_a_minute(made, harbor, at, django_assert_num_queries):
    def last_used():
        with harbor.scope():
            return ApiToken.objects.get(pk=made[0].pk).last_used_at

    token_user(made[1], at=at, ip=IP)
    token_user(made[1], at=at + timedelta(seconds=59), ip=IP)
    assert last_used() == at
    token_user(made[1], at=at + timedelta(seconds=60), ip=IP)
    assert last_used() == at + timedelta(seconds=60)


def test_agents_make_none_and_admins_none_for_the_owner(in_harbor, owner, at):
    for maker, user in ((in_harbor.ben, in_harbor.ben), (in_harbor.lena, in_harbor.ben), (in_harbor.ada, owner)):
        with pytest.raises(NotPermitted):
            create_token(user=user, name="n", scopes=["read"], by=maker, at=at)
    token, _raw = create_token(user=owner, name="n", scopes=["read"], by=None, at=at)
    with pytest.raises(NotPermitted):
        revoke_token(token, by=in_harbor.ada, at=at)


@pytest.mark.parametrize(
    "wrong", [{"scopes": []}, {"scopes": ["all"]}, {"scopes": ["read", "tickets:read"]}, {"name": " "}, {"allowed_ips": ["home"]}]
)
def test_unfit_tokens_are_refused(in_harbor, at, wrong):
    with pytest.raises(Refused):
        create_token(**({"user": in_harbor.ben, "name": "n", "scopes": ["read"], "by": in_harbor.ada, "at": at} | wrong))


def test_a_token_cannot_outlive_a_year(in_harbor, at):
    with pytest.raises(Refused):
        create_token(user=in_harbor.ben, name="n", scopes=["read"], by=None, at=at, expires_at=at + timedelta(days=400))


def test_a_token_for_one_resource_is_made_by_hand(harbor, sign_in, recently):
    client = sign_in(harbor.ada)
    recently(harbor.ada)
    sent = {"name": "Reports", "user": harbor.ben.pk, "expires_at": "30"}
    address = f"/d/{harbor.desk.slug}/settings/tokens/add/"
    assert b'value="users:read"' in client.get(address).content
    assert client.post(address, sent).status_code == 422
    assert client.post(address, sent | {"scopes": ["tickets:read", "everything"]}).status_code == 422
    both = client.post(address, sent | {"scopes": ["read", "tickets:read"]})
    assert (both.status_code, "tickets:read is part of read" in both.text) == (422, True)
    assert client.post(address, sent | {"scopes": ["tickets:read", "users:read"]}).status_code == 200
    with harbor.scope():
        assert ApiToken.objects.get().scopes == ["tickets:read", "users:read"]
