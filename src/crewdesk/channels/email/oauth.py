"""Access tokens for mailboxes that are signed in to by OAuth 2 (RFC 6749, section 6)."""

import json
from urllib.parse import urlencode

from crewdesk.core.fetch import CannotFetch, fetch

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SENT = ("client_id", "client_secret", "refresh_token", "scope")


class CannotSignIn(Exception):
    """The provider gives no access token."""


def access_token(client: dict) -> str:
    """Trade the refresh token of `client` (token_url, client_id, client_secret, refresh_token, scope) for an access token.

    Raises CannotSignIn when the provider refuses or cannot be reached.
    """
    form = {"grant_type": "refresh_token", **{name: client[name] for name in SENT if client.get(name)}}
    try:
        answer = fetch(client["token_url"], method="POST", body=urlencode(form).encode(), headers=FORM)
        told = json.loads(answer.body)
    except (CannotFetch, ValueError, KeyError) as problem:
        raise CannotSignIn(f"the sign-in provider cannot be asked: {problem}") from problem
    if not isinstance(told, dict) or "access_token" not in told:
        details = told if isinstance(told, dict) else {}
        raise CannotSignIn(details.get("error_description") or details.get("error") or f"status {answer.status}")
    return told["access_token"]
