"""Who is called when. Each webhook has one call in flight at a time, and slow ones share a few places, whoever they belong to."""

from datetime import timedelta

from django.conf import settings
from django.db import connection

from crewdesk.accounts.models import Desk
from crewdesk.core.clock import now
from crewdesk.core.jobs import Lane, defer, job, periodic
from crewdesk.core.tenancy import desk_scope

from ..models import Invocation, Webhook
from .calling import call_due

KEPT = timedelta(days=30)


@job(lane=Lane.WEBHOOKS, in_desk=False)
def call_webhook(*, desk_id: int, webhook_id: int) -> None:
    """Make the calls that are due. A second run finds them claimed."""
    if call_due(desk_id, webhook_id):
        with desk_scope(desk_id):
            wake(Webhook.objects.get(pk=webhook_id))


def wake(webhook: Webhook) -> None:
    """Leave its calls to be made after this transaction. One waiting job is enough for any number of them."""
    places = settings.WEBHOOK_CONCURRENCY // 2
    lock = f"slow webhooks {webhook.pk % places}" if webhook.is_slow else f"webhook {webhook.pk}"
    defer(call_webhook, desk_id=webhook.desk_id, lock=lock, queueing_lock=f"webhook {webhook.pk}", webhook_id=webhook.pk)


@periodic(cron="* * * * *", lane=Lane.WEBHOOKS)
def wake_due_webhooks() -> None:
    """Try again those that have rested, and those that a crash left behind."""
    for desk_id, webhook_id in _due():
        with desk_scope(desk_id):
            if webhook := Webhook.objects.active().filter(pk=webhook_id).first():
                wake(webhook)


@periodic(cron="41 3 * * *", lane=Lane.BATCH)
def drop_old_invocations() -> None:
    """The log goes back a month."""
    for desk_id in Desk.objects.values_list("pk", flat=True):
        with desk_scope(desk_id):
            Invocation.objects.filter(created_at__lt=now() - KEPT).exclude(state=Invocation.State.QUEUED).delete()


def _due() -> list[tuple[int, int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT desk, webhook FROM crewdesk_due_webhooks()")
        return cursor.fetchall()
