"""API tokens: a program's key, acting as one user of one desk.

`crew_live_<desk id>x<token id>_<secret><checksum>`: the ids lead to the row inside its own desk, under row-level
security; the checksum lets a secret scanner tell a token from noise without asking us.
"""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from zlib import crc32

from django.core.signing import b62_encode
from django.utils.translation import gettext as _

from crewdesk.core.events import Via, record
from crewdesk.core.operations import Refused, operation
from crewdesk.core.tenancy import current_desk_id, desk_scope, require_desk
from crewdesk.core.written_once import written_once

from ..events import AccountEvent
from ..models import ApiToken, Desk, User
from ..rights import require
from ..scopes import SCOPES
from ..secrets import SECRET_LENGTH, hash_of, matches, new_secret

LONGEST_LIFE = timedelta(days=366)
NOTE_USE_EVERY = timedelta(minutes=1)
_TOKEN = re.compile(rf"(crew_live_(\d{{1,18}})x(\d{{1,18}})_([0-9A-Za-z]{{{SECRET_LENGTH}}}))([0-9A-Za-z]{{6}})")


@operation(AccountEvent.TOKEN_CREATED)
def create_token(
    *,
    user: User,
    name: str,
    scopes: Sequence[str],
    by: User | None,
    at: datetime,
    expires_at: datetime | None = None,
    allowed_ips: Sequence[str] = (),
    via: str = Via.WEB,
) -> tuple[ApiToken, str]:
    """Make a token and return it with its text, which is not kept. It lasts a year at most.

    `allowed_ips` are addresses or networks (10.0.0.0/8); empty: from anywhere. Nobody makes a token of somebody
    higher than themselves.
    """
    require(by, "token.create", user)
    expires_at = expires_at or at + LONGEST_LIFE
    _refuse_unfit(name, scopes, expires_at - at, allowed_ips)
    secret = new_secret()
    token = ApiToken.objects.create(
        user=user,
        name=name.strip(),
        secret_hash=hash_of(secret),
        scopes=sorted(scopes),
        allowed_ips=list(allowed_ips),
        expires_at=expires_at,
    )
    record(AccountEvent.TOKEN_CREATED, token, by=by, via=via, changes={"scopes": [None, token.scopes]}, at=at)
    return token, _with_checksum(f"crew_live_{require_desk()}x{token.pk}_{secret}")


@operation(AccountEvent.TOKEN_REVOKED)
def revoke_token(token: ApiToken, *, by: User | None, at: datetime, via: str = Via.WEB) -> ApiToken:
    """End a token now."""
    require(by, "token.revoke", token.user)
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        record(AccountEvent.TOKEN_REVOKED, token, by=by, via=via, at=at)
    return token


def desk_in_token(raw: str) -> int | None:
    """The desk that a token's text names; says nothing about whether it is good."""
    found = _TOKEN.fullmatch(raw.strip())
    return int(found[2]) if found else None


def token_user(raw: str, *, at: datetime, ip: str | None) -> tuple[Desk, User, ApiToken] | None:
    """Whom a token stands for, or None when it is not good now, from this address, at the desk in scope (if one is).

    Notes the use at most once a minute.
    """
    found = _TOKEN.fullmatch(raw.strip())
    if found is None or _with_checksum(found[1]) != found[0]:
        return None
    desk_id = int(found[2])
    if current_desk_id() not in (None, desk_id):
        return None
    desk = next(iter(_desk(desk_id)), None)
    if desk is None:
        return None
    with desk_scope(desk_id):
        token = next(iter(_token(int(found[3]))), None)
        if token is None or not matches(found[4], token.secret_hash) or not _is_good(token, at, ip):
            return None
        _note_use(token, at)
        return desk, token.user, token


@written_once
def _desk(pk: int):
    return Desk.objects.filter(pk=pk)


@written_once
def _token(pk: int):
    return ApiToken.objects.select_related("user").filter(pk=pk)


def _is_good(token: ApiToken, at: datetime, ip: str | None) -> bool:
    if token.revoked_at is not None or token.expires_at <= at:
        return False
    if not token.user.is_active or token.user.suspended:
        return False
    return not token.allowed_ips or (
        ip is not None and any(ip_address(ip) in ip_network(net, strict=False) for net in token.allowed_ips)
    )


def _note_use(token: ApiToken, at: datetime) -> None:
    if token.last_used_at is None or token.last_used_at + NOTE_USE_EVERY <= at:
        token.last_used_at = at
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=at)


def _refuse_unfit(name: str, scopes: Sequence[str], life: timedelta, allowed_ips: Sequence[str]) -> None:
    if not name.strip():
        raise Refused(_("Give the token a name."), field="name", code="BlankValue")
    if not scopes or not set(scopes) <= set(SCOPES):
        raise Refused(_("Choose read, write or both, or of one resource alone, as in tickets:read."), field="scopes")
    for scope in scopes:
        if (whole := scope.rpartition(":")[2]) != scope and whole in scopes:
            # Whoever asks for a part most likely wants no more than it.
            message = _("%(scope)s is part of %(whole)s. Choose one or the other.")
            raise Refused(message % {"scope": scope, "whole": whole}, field="scopes")
    if not timedelta(0) < life <= LONGEST_LIFE:
        raise Refused(_("A token ends within a year."), field="expires_at")
    for network in allowed_ips:
        try:
            ip_network(network, strict=False)
        except ValueError as problem:
            raise Refused(_("%(value)s is not an address or a network.") % {"value": network}, field="allowed_ips") from problem


def _with_checksum(text: str) -> str:
    return text + b62_encode(crc32(text.encode())).rjust(6, "0")
