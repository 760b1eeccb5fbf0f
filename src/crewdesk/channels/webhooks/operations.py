"""What is done with webhooks. Everything here is an admin's to do, or the system's."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import require
from crewdesk.core.events import Via, record
from crewdesk.core.models import Event
from crewdesk.core.operations import Refused, operation
from crewdesk.core.tenancy import require_desk

from ..models import Invocation, Webhook
from .credentials import Credentials, SignIn, credentials_of, settled
from .dialect import KNOWN
from .kinds import TEST, WebhookEvent
from .signing import new_secret, sealed

RIGHT = "webhook.update"
MOST = 100
# Of what it shows to its receiver, what is no secret.
PUBLIC = ("sign_in", "sign_in_name", "header_names")


@operation(WebhookEvent.CREATED)
def create_webhook(
    *,
    name: str,
    endpoint: str,
    events: Sequence[str],
    by: User | None,
    at: datetime,
    http_method: str = Webhook.Method.POST,
    request_format: str = Webhook.Format.JSON,
    sign_in: SignIn | None = None,
    headers: Mapping[str, str] | None = None,
    via: str = Via.WEB,
) -> tuple[Webhook, str]:
    """Make a webhook; returns it with its secret, which is not shown again."""
    require(by, RIGHT)
    facts = _fit(name, endpoint, http_method, request_format, events)
    if Webhook.objects.count() >= MOST:
        raise Refused(_("A desk has at most %(most)s webhooks.") % {"most": MOST})
    secret, desk_id = new_secret(), require_desk()
    shown = _shown(*settled(None, sign_in, headers, endpoint=endpoint), desk_id)
    webhook = Webhook.objects.create(**facts, **shown, secret=sealed(secret, desk_id=desk_id), created_at=at)
    told = facts | {name: shown[name] for name in PUBLIC if shown[name]}
    record(WebhookEvent.CREATED, webhook, by=by, via=via, at=at, changes={name: [None, value] for name, value in told.items()})
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
    request_format: str | None = None,
    sign_in: SignIn | None = None,
    headers: Mapping[str, str] | None = None,
    via: str = Via.WEB,
) -> None:
    """Change what it is called, where it leads, what it hears and what it shows there. What is None stays.

    A secret that is not given anew stays too, unless the address leads to another server.
    """
    require(by, RIGHT)
    facts = _fit(name, endpoint, http_method, request_format or webhook.request_format, events)
    before = credentials_of(webhook)
    chosen, after = settled(webhook, sign_in, headers, endpoint=endpoint)
    wanted = facts | _shown(chosen, after, webhook.desk_id)
    changes = {
        each: [getattr(webhook, each), wanted[each]] for each in (*facts, *PUBLIC) if getattr(webhook, each) != wanted[each]
    }
    if before != after:
        changes["credentials"] = ["…", "…"]
    if not changes:
        return
    for fact, value in wanted.items():
        setattr(webhook, fact, value)
    webhook.rests_until = None
    webhook.save(update_fields=[*wanted, "rests_until"])
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


def _shown(sign_in: SignIn, credentials: Credentials, desk_id: int) -> dict[str, Any]:
    return {
        "sign_in": sign_in.kind,
        "sign_in_name": sign_in.name if sign_in.kind in (Webhook.Sign.BASIC, Webhook.Sign.API_KEY) else "",
        "header_names": sorted(credentials.headers),
        "credentials": credentials.sealed(desk_id=desk_id),
    }


def _fit(name: str, endpoint: str, http_method: str, request_format: str, events: Sequence[str]) -> dict[str, Any]:
    if not _is_address(endpoint):
        raise Refused(_("Give an address that begins with https://, without a name or password in it."), field="endpoint")
    if not events or not set(events) <= KNOWN:
        raise Refused(_("Choose at least one event."), field="events", code="BlankValue")
    if http_method not in Webhook.Method.values:
        raise Refused(_("Choose POST, PUT, PATCH, GET or DELETE."), field="http_method")
    if request_format not in Webhook.Format.values:
        raise Refused(_("Choose JSON or form fields."), field="request_format")
    facts = {"name": name, "endpoint": endpoint, "http_method": http_method, "request_format": request_format}
    return facts | {"events": sorted(events)}


def _is_address(endpoint: str) -> bool:
    try:
        parts = urlsplit(endpoint)
        parts.port  # noqa: B018  (raises ValueError for a bad one)
    except ValueError:
        return False
    return endpoint.startswith(("https://", "http://")) and bool(parts.hostname) and "@" not in parts.netloc
