"""Magic links: a customer's way in by e-mail. Fifteen minutes, once; a six-digit code does the same."""

import secrets
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from crewdesk.core.events import Via, record
from crewdesk.core.jobs import defer
from crewdesk.core.operations import Refused, operation
from crewdesk.core.tenancy import desk_scope

from ..events import AccountEvent
from ..models import Desk, MagicLink, Role, User, UserIdentity
from ..secrets import hash_of, new_secret
from .identities import verify_identity

LIFE = timedelta(minutes=15)
MOST_AN_HOUR = 5
MOST_WRONG_CODES = 5


def send_magic_link(*, address: str, desk: Desk, at: datetime) -> None:
    """Queue a link for whoever has the address, if anybody. The caller learns nothing either way, not even by the time it takes."""
    from ..jobs import mail_magic_link

    address = address.strip().lower()[:254]
    with desk_scope(desk.pk):
        defer(
            mail_magic_link,
            desk_id=desk.pk,
            address=address,
            asked_at=at.isoformat(),
            queueing_lock=f"magic-link-{desk.pk}-{hash_of(address)}",
        )


@operation(AccountEvent.MAGIC_LINK_SENT)
def make_magic_link(*, address: str, at: datetime) -> tuple[MagicLink, str, str] | None:
    """Make a link for the customer with this address: row, secret and code; None for a stranger, staff, or after five in an hour.

    Staff sign in with password, passkey or single sign-on: a link would lead past their second factor.
    """
    user = User.objects.with_address(address).filter(role=Role.END_USER, is_active=True, suspended=False).first()
    if user is None or _recent(user, at) >= MOST_AN_HOUR:
        return None
    secret, code = new_secret(), f"{secrets.randbelow(10**6):06}"
    link = MagicLink.objects.create(
        user=user, address=address, secret_hash=hash_of(secret), code_hash="", created_at=at, expires_at=at + LIFE
    )
    link.code_hash = _code_hash(link, code)
    link.save(update_fields=["code_hash"])
    record(AccountEvent.MAGIC_LINK_SENT, user, by=None, via=Via.EMAIL, at=at)
    return link, secret, code


def open_magic_link(secret: str, *, at: datetime) -> MagicLink | None:
    """The link while it can be used. Reads only."""
    return MagicLink.objects.select_related("user").filter(secret_hash=hash_of(secret), used_at=None, expires_at__gt=at).first()


@operation(AccountEvent.MAGIC_LINK_USED)
def use_magic_link(*, secret: str, at: datetime) -> User:
    """Let the customer in, once. Raises Refused for a link that is unknown, used or out of date: all the same to the reader."""
    link = open_magic_link(secret, at=at)
    if link is None or not _use(link, at):
        raise Refused(_("This link was used already or is older than 15 minutes. Ask for a new one."), code="Gone")
    return link.user


@operation(AccountEvent.MAGIC_LINK_USED, AccountEvent.MAGIC_CODE_MISTYPED)
def use_magic_code(*, address: str, code: str, at: datetime) -> User | None:
    """Let the customer in by the code that came with the newest link; None for a wrong one.

    Returns instead of raising: the count of wrong tries must survive, and the fifth ends the code.
    """
    links = MagicLink.objects.select_related("user").filter(address=address.strip().lower(), used_at=None, expires_at__gt=at)
    link = links.order_by("-pk").first()
    if link is None:
        return None
    # Each try is taken first and judged then, so that guesses sent at once count as many as they are.
    taken = MagicLink.objects.filter(pk=link.pk, wrong_codes__lt=MOST_WRONG_CODES).update(wrong_codes=F("wrong_codes") + 1)
    if taken and constant_time_compare(_code_hash(link, code.strip()), link.code_hash) and _use(link, at):
        return link.user
    record(AccountEvent.MAGIC_CODE_MISTYPED, link.user, by=None, via=Via.WEB, at=at)
    return None


def _use(link: MagicLink, at: datetime) -> bool:
    if (
        not link.user.is_active
        or link.user.suspended
        or not MagicLink.objects.filter(pk=link.pk, used_at=None).update(used_at=at)
    ):
        return False
    identity = link.user.identities.filter(kind=UserIdentity.Kind.EMAIL, value=link.address).first()
    if identity is not None:
        verify_identity(identity, by=None, at=at)
    record(AccountEvent.MAGIC_LINK_USED, link.user, by=link.user, via=Via.WEB, at=at)
    return True


def _recent(user: User, at: datetime) -> int:
    return MagicLink.objects.filter(user=user, created_at__gt=at - timedelta(hours=1)).count()


def _code_hash(link: MagicLink, code: str) -> str:
    # Keyed: a plain hash of six digits is guessed in a blink from a dump of the database.
    return salted_hmac("accounts.magic_code", f"{link.desk_id}:{link.pk}:{code}", algorithm="sha256").hexdigest()
