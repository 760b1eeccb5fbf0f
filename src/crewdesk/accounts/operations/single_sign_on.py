"""Single sign-on of a desk: one OpenID Connect provider.

Ids of providers contain desk and issuer: links of people to subjects are kept under that id, so a desk that
points to another issuer does not inherit who was linked at the first.
"""

import hashlib
from datetime import datetime
from urllib.parse import urlsplit

from allauth.socialaccount.models import SocialApp
from django.conf import settings
from django.utils.translation import gettext as _

from crewdesk.core.events import Via, record
from crewdesk.core.operations import Refused, operation

from ..events import AccountEvent
from ..models import Desk, User
from ..rights import require
from ..secrets import seal_text
from ..sessions import provider_prefix

# SocialApp keeps a secret in 191 characters; sealed and in base64 these many are left.
LONGEST_SECRET = 100


def provider_of(desk: Desk) -> SocialApp | None:
    """The desk's provider, its secret still sealed."""
    return SocialApp.objects.filter(provider="openid_connect", provider_id__startswith=provider_prefix(desk)).first()


@operation(AccountEvent.SIGN_IN_UPDATED)
def set_single_sign_on(
    desk: Desk, *, name: str, issuer: str, client_id: str, client_secret: str, by: User | None, at: datetime, via: str = Via.WEB
) -> SocialApp:
    """Point the desk to a provider; without `client_secret` the present one is kept, at the same issuer only."""
    require(by, "sign_in.update")
    issuer = issuer.strip().rstrip("/")
    present = provider_of(desk)
    provider_id = f"{provider_prefix(desk)}{hashlib.sha256(issuer.encode()).hexdigest()[:12]}"
    same_issuer = present is not None and present.provider_id == provider_id
    _refuse_unfit(issuer, client_secret, may_keep=same_issuer)
    secret = seal_text(client_secret, place=f"{provider_id} secret") if client_secret else present.secret
    before = _facts(present)
    if present is not None and not same_issuer:
        present.delete()
    app, _created = SocialApp.objects.update_or_create(
        provider="openid_connect", provider_id=provider_id,
        defaults={
            "name": name.strip()[:40], "client_id": client_id.strip(), "secret": secret,
            # The ID token alone: what /userinfo says beside it would have to be held against it first.
            "settings": {"server_url": issuer, "fetch_userinfo": False, "oauth_pkce_enabled": True, "scope": ["openid"]},
        },
    )  # fmt: skip
    record(AccountEvent.SIGN_IN_UPDATED, desk, by=by, via=via, changes={"single_sign_on": [before, _facts(app)]}, at=at)
    return app


@operation(AccountEvent.SIGN_IN_UPDATED)
def remove_single_sign_on(desk: Desk, *, by: User | None, at: datetime, via: str = Via.WEB) -> None:
    """Turn single sign-on off. Who came by it alone needs another way in: a password reset by e-mail does it."""
    require(by, "sign_in.update")
    present = provider_of(desk)
    if present is not None:
        before = _facts(present)
        present.delete()
        record(AccountEvent.SIGN_IN_UPDATED, desk, by=by, via=via, changes={"single_sign_on": [before, None]}, at=at)


def _facts(app: SocialApp | None) -> dict | None:
    return app and {"name": app.name, "issuer": app.settings["server_url"], "client_id": app.client_id}


def _refuse_unfit(issuer: str, client_secret: str, *, may_keep: bool) -> None:
    address = urlsplit(issuer)
    # Without TLS only where the installation reaches into its own network on purpose.
    schemes = ("https", "http") if settings.FETCH_ALLOW_PRIVATE else ("https",)
    if not address.hostname or address.scheme not in schemes:
        raise Refused(_("The issuer is an address that begins with https://."), field="issuer")
    if not client_secret and not may_keep:
        raise Refused(_("Give the client secret."), field="client_secret", code="BlankValue")
    if len(client_secret.encode()) > LONGEST_SECRET:
        raise Refused(_("This client secret is too long."), field="client_secret")
