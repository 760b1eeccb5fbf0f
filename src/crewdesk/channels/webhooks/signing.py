"""How a receiver knows that a call is ours: HMAC-SHA256 with the webhook's secret, over the time and the body.

Two forms: the dialect's, which existing receivers check, and ours, whose two parts cannot run into one another.
"""

import base64
import hashlib
import hmac
import secrets
from datetime import datetime

from crewdesk.core import vault
from crewdesk.core.api.stamps import stamp

from ..models import Webhook


def new_secret() -> str:
    """256 random bits as text."""
    return secrets.token_urlsafe(32)


def sealed(secret: str, *, desk_id: int) -> bytes:
    """The secret as it is kept."""
    return vault.seal(secret, place=_place(desk_id))


def secret_of(webhook: Webhook) -> str:
    """The secret in the clear. Raises CannotUnseal."""
    return vault.unseal(webhook.secret, place=_place(webhook.desk_id))


def signature_headers(secret: str, body: bytes | None, *, at: datetime, query: str = "") -> dict[str, str]:
    """The headers that prove `body` ours, sent `at`. Receivers refuse times that are more than five minutes off.

    Where there is no body, the dialect's signature is over nothing but the time; ours is over the query of the address.
    """
    zulu, unix = stamp(at), int(at.timestamp())
    ours = query.encode() if body is None else body
    return {
        "X-Zendesk-Webhook-Signature": base64.b64encode(_mac(secret, zulu.encode() + (body or b"")).digest()).decode(),
        "X-Zendesk-Webhook-Signature-Timestamp": zulu,
        "X-Crewdesk-Signature": f"t={unix},v1={_mac(secret, b'%d.%b' % (unix, ours)).hexdigest()}",
    }


def _mac(secret: str, message: bytes) -> hmac.HMAC:
    return hmac.new(secret.encode(), message, hashlib.sha256)


def _place(desk_id: int) -> str:
    return f"desk {desk_id} webhook.secret"
