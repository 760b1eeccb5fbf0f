"""What is done with webhooks. Everything here is an admin's to do, or the system's."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import require
from crewdesk.core.events import Via, record
from crewdesk.core.models import Event
from crewdesk.core.operations import Refused, operation
from crewdesk.core.tenancy import require_desk

from ..models import Invocation, Webhook
from .dialect import KNOWN
from .kinds import TEST, WebhookEvent
from .signing import new_secret, sealed

RIGHT = "webhook.update"
MOST = 100
FACTS = ("name", "endpoint", "http_method", "events")


@operation(WebhookEvent.CREATED)
def create_webhook(
    *,
    name: str,
    endpoint: str,
    events: Sequence[str],
    by: User | None,
    at: datetime,
    http_method: str = Webhook.Method.POST,
    via: str = Via.WEB,
) -> tuple[Webhook, str]:
    """Make a webhook; returns it with its secret, which is not shown again."""
    require(by, RIGHT)
    _refuse_unfit(endpoint, events, http_method)
    if Webhook.objects.count() >= MOST:
        raise Refused(_("A desk has at most %(most)s webhooks.") % {"most": MOST})
    secret = new_secret()
    facts = {"name": name, "endpoint": endpoint, "http_method": http_method, "events": sorted(events)}
    webhook = Webhook.objects.create(**facts, secret=sealed(secret, desk_id=require_desk()), created_at=at)
    record(WebhookEvent.CREATED, webhook, by=by, via=via, at=at, changes={name: [None, value] for name, value in facts.items()})
    return webhook, secret


@operation(WebhookEvent.UPDATED)
def update_webhook(
    webhook: Webhook,
    *,
    name: str,
    endpoint: str,
    events: Sequence[str],
    http_method: str,
    by: User | None,
    at: datetime,
    via: str = Via.WEB,
) -> None:
    """Change what it is called, where it leads and what it hears."""
    require(by, RIGHT)
    _refuse_unfit(endpoint, events, http_method)
    wanted = {"name": name, "endpoint": endpoint, "http_method": http_method, "events": sorted(events)}
    changes = {name: [getattr(webhook, name), wanted[name]] for name in FACTS if getattr(webhook, name) != wanted[name]}
    if not changes:
        return
    for fact, value in wanted.items():
        setattr(webhook, fact, value)
    webhook.rests_until = None
    webhook.save(update_fields=[*FACTS, "rests_until"])
    record(WebhookEvent.UPDATED, webhook, by=by, via=via, at=at, changes=changes)


@operation(WebhookEvent.SECRET_RENEWED)
def renew_secret(webhook: Webhook, *, by: User | None, at: datetime, via: str = Via.WEB) -> str:
    """Sign with a new secret from now on; returns it, and it is not shown again."""
    require(by, RIGHT)
    secret = new_secret()
    webhook.secret = sealed(secret, desk_id=webhook.desk_id)
    webhook.save(update_fields=["secret"])
    record(WebhookEvent.SECRET_RENEWED, webhook, by=by, via=via, at=at)
    return secret


@operation(WebhookEvent.DISABLED)
def disable_webhook(webhook: Webhook, *, by: User | None, at: datetime, reason: str = "", via: str = Via.WEB) -> None:
    """Call it no more; what waits has failed. `by` None: it did not work for too long, and the admins are told."""
    require(by, RIGHT)
    if not webhook.is_active:
        return
    webhook.state, webhook.disabled_at, webhook.disabled_reason = Webhook.State.DISABLED, at, reason[:300]
    webhook.save(update_fields=["state", "disabled_at", "disabled_reason"])
    waiting = webhook.invocations.filter(state=Invocation.State.QUEUED)
    waiting.update(state=Invocation.State.FAILED, done_at=at, next_attempt_at=None)
    changes = {"state": [Webhook.State.ACTIVE, Webhook.State.DISABLED], "reason": reason[:300]}
    record(WebhookEvent.DISABLED, webhook, by=by, via=via if by else Via.SYSTEM, at=at, changes=changes)


@operation(WebhookEvent.ENABLED)
def enable_webhook(webhook: Webhook, *, by: User | None, at: datetime, via: str = Via.WEB) -> None:
    """Call it again, with a clean slate."""
    require(by, RIGHT)
    if webhook.is_active:
        return
    webhook.state, webhook.disabled_at, webhook.disabled_reason = Webhook.State.ACTIVE, None, ""
    webhook.failing_since, webhook.failures, webhook.rests_until = None, 0, None
    webhook.save()
    record(
        WebhookEvent.ENABLED, webhook, by=by, via=via, at=at, changes={"state": [Webhook.State.DISABLED, Webhook.State.ACTIVE]}
    )


@operation(WebhookEvent.DELETED)
def delete_webhook(webhook: Webhook, *, by: User | None, at: datetime, via: str = Via.WEB) -> None:
    """Remove it and its log."""
    require(by, RIGHT)
    record(WebhookEvent.DELETED, webhook, by=by, via=via, at=at, changes={"name": [webhook.name, None]})
    webhook.delete()


@operation(WebhookEvent.TESTED)
def send_test(webhook: Webhook, *, by: User | None, at: datetime, via: str = Via.WEB) -> Invocation:
    """Call it now with an event that did not happen."""
    require(by, RIGHT)
    _refuse_disabled(webhook)
    invocation = _invoked(webhook, TEST, None, at)
    record(WebhookEvent.TESTED, webhook, by=by, via=via, at=at, changes={"invocation": invocation.pk})
    return invocation


@operation(WebhookEvent.REPLAYED)
def replay(invocation: Invocation, *, by: User | None, at: datetime, via: str = Via.WEB) -> Invocation:
    """Tell its webhook the same thing once more, under the same event id."""
    require(by, RIGHT)
    webhook = invocation.webhook
    _refuse_disabled(webhook)
    again = _invoked(webhook, invocation.kind, invocation.event, at)
    record(WebhookEvent.REPLAYED, webhook, by=by, via=via, at=at, changes={"invocation": again.pk, "of": invocation.pk})
    return again


def _invoked(webhook: Webhook, kind: str, event: Event | None, at: datetime) -> Invocation:
    Webhook.objects.filter(pk=webhook.pk).update(rests_until=None)
    return Invocation.objects.create(webhook=webhook, event=event, kind=kind, created_at=at, next_attempt_at=at)


def _refuse_disabled(webhook: Webhook) -> None:
    if not webhook.is_active:
        raise Refused(_("This webhook is turned off. Turn it on first."))


def _refuse_unfit(endpoint: str, events: Sequence[str], http_method: str) -> None:
    if not endpoint.startswith(("https://", "http://")) or "@" in endpoint.partition("://")[2].partition("/")[0]:
        raise Refused(_("Give an address that begins with https://, without a name or password in it."), field="endpoint")
    if not events or not set(events) <= KNOWN:
        raise Refused(_("Choose at least one event."), field="events", code="BlankValue")
    if http_method not in Webhook.Method.values:
        raise Refused(_("Choose POST, PUT or PATCH."), field="http_method")
