"""Verbs on the addresses that mail providers post to."""

from datetime import datetime

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import require
from crewdesk.accounts.secrets import hash_of, new_secret
from crewdesk.core.events import Via, record
from crewdesk.core.operations import operation

from ..events import ChannelEvent
from ..models import MailHook


@operation(ChannelEvent.HOOK_CHANGED)
def create_hook(*, provider: str, by: User | None, at: datetime) -> tuple[MailHook, str]:
    """Make an address for a provider; returns it with its secret, which is not kept. Raises NotPermitted."""
    require(by, "mail.update")
    secret = new_secret()
    hook = MailHook.objects.create(provider=provider, secret_hash=hash_of(secret), created_at=at)
    record(ChannelEvent.HOOK_CHANGED, hook, by=by, via=Via.WEB, at=at, changes={"provider": [None, provider]})
    return hook, secret


@operation(ChannelEvent.HOOK_CHANGED)
def revoke_hook(hook: MailHook, *, by: User | None, at: datetime) -> None:
    """Let the address lead nowhere from now on. Raises NotPermitted."""
    require(by, "mail.update")
    if MailHook.objects.filter(pk=hook.pk, revoked_at=None).update(revoked_at=at):
        record(ChannelEvent.HOOK_CHANGED, hook, by=by, via=Via.WEB, at=at, changes={"revoked_at": [None, at.isoformat()]})
