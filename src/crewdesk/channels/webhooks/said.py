"""Sign-in and headers as the dialect writes them: `authentication` with its `data`, `custom_headers` as an object."""

from typing import Any

from crewdesk.core.operations import Refused

from ..models import Webhook
from .credentials import HIDDEN, SignIn

Sign = Webhook.Sign
# By type: the members of `data` that hold what is no secret, and what is.
MEMBERS = {Sign.BASIC: ("username", "password"), Sign.BEARER: (None, "token"), Sign.API_KEY: ("name", "value")}
MOST_CHARACTERS = 4000


def sign_in_of(sent: dict[str, Any] | None) -> SignIn:
    """What `authentication` says. Raises Refused."""
    if not sent:
        return SignIn()
    kind, data = sent.get("type"), sent.get("data") or {}
    if kind not in (known := [kind.value for kind in MEMBERS]):
        raise Refused(f"authentication: type is not one of {', '.join(known)}", field="authentication")
    if sent.get("add_position", "header") != "header":
        raise Refused("authentication: add_position is always header", field="authentication")
    if not isinstance(data, dict):
        raise Refused("authentication: data must be an object", field="authentication")
    name, secret = MEMBERS[Sign(kind)]
    return SignIn(kind, _text(data, name, "authentication") if name else "", _text(data, secret, "authentication"))


def headers_said(sent: dict[str, Any] | None) -> dict[str, str]:
    """What `custom_headers` says. Raises Refused."""
    return {name: _text(sent, name, "custom_headers") for name in sent or {}}


def sign_in_json(webhook: Webhook) -> dict[str, Any] | None:
    """`authentication` without its secret."""
    if webhook.sign_in == Sign.NONE:
        return None
    name, _secret = MEMBERS[Sign(webhook.sign_in)]
    return {"type": webhook.sign_in, "add_position": "header", "data": {name: webhook.sign_in_name} if name else {}}


def headers_json(webhook: Webhook) -> dict[str, str] | None:
    """`custom_headers` with their values hidden."""
    return dict.fromkeys(webhook.header_names, HIDDEN) or None


def _text(said: dict[str, Any], name: str, field: str) -> str:
    value = said.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > MOST_CHARACTERS:
        raise Refused(f"{field}: {name[:100]} must be text of at most {MOST_CHARACTERS} characters", field=field)
    return value
