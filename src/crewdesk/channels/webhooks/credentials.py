"""What a webhook shows to its receiver: a password, a token or a key, and headers of the admin's own.

They are kept in one sealed value and never shown again. They belong to the server that they were given for: a webhook whose address
is turned to another one needs them anew, so that nobody can have them sent to a server of his own.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from crewdesk.core import vault
from crewdesk.core.operations import Refused

from ..models import Webhook
from .headers import header_value, is_name, is_sendable, refuse_too_many

# Stands where a value is kept. Sent back, it leaves the value as it is.
HIDDEN = "********"
Sign = Webhook.Sign


@dataclass(frozen=True)
class SignIn:
    """How calls sign in: `name` is the user name or the header's; a `secret` that is empty or HIDDEN is the present one."""

    kind: str = Sign.NONE
    name: str = ""
    secret: str = ""

    @property
    def is_kept(self) -> bool:
        return self.kind != Sign.NONE and self.secret in ("", HIDDEN)


@dataclass(frozen=True)
class Credentials:
    """The values in the clear."""

    secret: str = ""
    headers: Mapping[str, str] = None

    def sealed(self, *, desk_id: int) -> bytes:
        """As they are kept; empty where there are none."""
        if not self.secret and not self.headers:
            return b""
        return vault.seal(json.dumps({"secret": self.secret, "headers": dict(self.headers or {})}), place=_place(desk_id))


def credentials_of(webhook: Webhook) -> Credentials:
    """What is kept for `webhook`. Raises CannotUnseal."""
    if not webhook.credentials:
        return Credentials(headers={})
    return Credentials(**json.loads(vault.unseal(webhook.credentials, place=_place(webhook.desk_id))))


def headers_of(webhook: Webhook) -> dict[str, str]:
    """The headers of its calls whose values are secret."""
    return headers_for(SignIn(webhook.sign_in, webhook.sign_in_name), credentials_of(webhook))


def headers_for(sign_in: SignIn, given: Credentials) -> dict[str, str]:
    """As `headers_of`, for what is not kept."""
    headers = dict(given.headers or {})
    if sign_in.kind == Sign.BASIC:
        headers["Authorization"] = f"Basic {base64.b64encode(f'{sign_in.name}:{given.secret}'.encode()).decode()}"
    elif sign_in.kind == Sign.BEARER:
        headers["Authorization"] = f"Bearer {given.secret}"
    elif sign_in.kind == Sign.API_KEY:
        headers[sign_in.name] = given.secret
    return headers


def settled(
    webhook: Webhook | None, sign_in: SignIn | None, headers: Mapping[str, str] | None, *, endpoint: str
) -> tuple[SignIn, Credentials]:
    """What a webhook shows from now on at `endpoint`: what is None stays as it is. Raises Refused."""
    before = credentials_of(webhook) if webhook else Credentials(headers={})
    present = SignIn(webhook.sign_in, webhook.sign_in_name) if webhook else SignIn()
    sign_in = present if sign_in is None else sign_in
    headers = dict.fromkeys(before.headers, HIDDEN) if headers is None else headers
    if webhook and _origin(endpoint) != _origin(webhook.endpoint) and (sign_in.is_kept or _kept(headers)):
        message = _("This address leads to another server. Enter its password, token or key and the values of its headers anew.")
        raise Refused(message, field="endpoint")
    refuse_too_many(headers)
    values = {name: _header(name, value, before.headers) for name, value in headers.items()}
    secret = _secret(sign_in, before.secret if sign_in.kind == present.kind else "")
    if sign_in.kind == Sign.API_KEY and sign_in.name.lower() in {name.lower() for name in values}:
        raise Refused(_("A header is named twice."), field="custom_headers", code="DuplicateValue")
    return sign_in, Credentials(secret, values)


def _header(name: str, value: str, before: Mapping[str, str]) -> str:
    if value in ("", HIDDEN) and name not in before:
        raise Refused(_("Give a value for “%(name)s”.") % {"name": name}, field="custom_headers", code="BlankValue")
    return header_value(name, before[name] if value in ("", HIDDEN) else value)


def _kept(headers: Mapping[str, str]) -> bool:
    return any(value in ("", HIDDEN) for value in headers.values())


def _secret(sign_in: SignIn, before: str) -> str:
    if sign_in.kind not in Sign.values:
        raise Refused(_("Choose how calls sign in."), field="authentication")
    if sign_in.kind == Sign.NONE:
        return ""
    secret = before if sign_in.is_kept else sign_in.secret
    if not secret:
        raise Refused(_("Give the password, token or key."), field="authentication", code="BlankValue")
    if not _fits(sign_in, secret):
        raise Refused(_("This sign-in cannot be sent in a header."), field="authentication")
    return secret


def _fits(sign_in: SignIn, secret: str) -> bool:
    if sign_in.kind == Sign.BASIC:
        # RFC 7617, 2: no colon in the name, no control characters; it travels in base64.
        named = 0 < len(sign_in.name) <= 255 and ":" not in sign_in.name
        return named and (sign_in.name + secret).isprintable() and is_sendable(base64.b64encode(secret.encode()).decode())
    if sign_in.kind == Sign.BEARER:
        return is_sendable(secret) and " " not in secret
    return is_name(sign_in.name) and is_sendable(secret)


def _origin(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.lower()


def _place(desk_id: int) -> str:
    return f"desk {desk_id} webhook.credentials"
