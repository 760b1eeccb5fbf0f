"""Webhooks and their log in the dialect's words. Their ids are strings there."""

from collections.abc import Iterable
from typing import Any

from crewdesk.core.api.stamps import stamp
from crewdesk.core.models import Event

from ..models import Invocation, Webhook
from ..webhooks.dialect import subscription_of
from ..webhooks.requests import body_sent
from ..webhooks.said import headers_json, sign_in_json

STATUS = {Invocation.State.QUEUED: "pending", Invocation.State.DELIVERED: "success", Invocation.State.FAILED: "failed"}

# The members of its record tell of these; of its calls and failures there are many more.
CHANGES = ("webhook.created", "webhook.updated", "webhook.enabled", "webhook.disabled")


def webhooks_json(webhooks: Iterable[Webhook]) -> list[dict[str, Any]]:
    """Webhooks; who made and changed them is read off their events, with one query."""
    webhooks = list(webhooks)
    about = Event.objects.filter(subject_type="webhook", subject_id__in=[webhook.pk for webhook in webhooks], kind__in=CHANGES)
    told: dict[int, list[tuple]] = {webhook.pk: [] for webhook in webhooks}
    for pk, actor, at in about.order_by("id").values_list("subject_id", "actor_id", "at"):
        told[pk].append((actor, at))
    return [_webhook_json(webhook, told[webhook.pk]) for webhook in webhooks]


def invocation_json(row: Invocation) -> dict[str, Any]:
    """One thing that a webhook is told, however many calls that takes."""
    return {
        "id": str(row.pk), "event_type": subscription_of(row.kind), "status": STATUS[Invocation.State(row.state)],
        "status_code": row.response_status, "attempts": row.attempts, "created_at": stamp(row.created_at),
        "latest_completed_at": stamp(row.done_at),
    }  # fmt: skip


def attempts_json(webhook: Webhook, row: Invocation) -> list[dict[str, Any]]:
    """The last attempt, what proves us hidden; its body is made anew from the event, which never changes."""
    if not row.attempts:
        return []
    sent = row.sent or {"url": webhook.endpoint, "method": webhook.http_method, "headers": {}}
    return [
        {
            "id": f"{row.pk}-{row.attempts}", "attempt": row.attempts, "invocation_id": str(row.pk),
            "status": STATUS[Invocation.State(row.state)], "status_code": row.response_status, "completed_at": stamp(row.done_at),
            "request": {
                "endpoint": sent["url"], "http_method": sent["method"], "payload": body_sent(row).decode(),
                "headers": [{"key": name, "value": value} for name, value in sent["headers"].items()],
            },
            "response": {"status": row.response_status, "problem": row.problem or None},
        }
    ]  # fmt: skip


def _webhook_json(webhook: Webhook, told: list[tuple]) -> dict[str, Any]:
    (creator, _at), (changer, changed_at) = (told[0], told[-1]) if told else ((None, None), (None, webhook.created_at))
    return {
        "id": str(webhook.pk), "name": webhook.name, "description": None, "status": "active" if webhook.is_active else "inactive",
        "endpoint": webhook.endpoint, "http_method": webhook.http_method, "request_format": webhook.request_format,
        "authentication": sign_in_json(webhook), "custom_headers": headers_json(webhook),
        "subscriptions": [subscription_of(word) for word in webhook.events],
        "created_at": stamp(webhook.created_at), "created_by": creator and str(creator), "updated_at": stamp(changed_at),
        "updated_by": changer and str(changer),
    }  # fmt: skip
