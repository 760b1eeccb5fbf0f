"""Makes the calls: one after another for each webhook, claimed before and noted after, with no transaction open while it waits."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from django.db.models import F, Q

from crewdesk.core.clock import now
from crewdesk.core.fetch import CannotFetch, fetch
from crewdesk.core.tenancy import desk_scope

from ..models import Invocation, Webhook
from .operations import disable_webhook
from .requests import Request, request_of

log = structlog.get_logger("crewdesk.webhooks")
ANSWER_SECONDS = 5.0
SLOW_SECONDS = 1.0
# A job that found so much to do makes room for the others.
TURN_SECONDS = 10.0
MOST_ANSWER_BYTES = 64 * 1024
# While somebody makes a call nobody else does; longer than any call takes.
LEASE = timedelta(minutes=1)
RESTS = [timedelta(minutes=m) for m in (1, 2, 5, 15, 30, 60, 120)]
PATIENCE = timedelta(days=3)
# Besides 5xx: what may be well the next time (RFC 9110, RFC 8470, RFC 6585).
PASSING = {408, 409, 425, 429}
HEALTH = ["is_slow", "failing_since", "failures", "rests_until"]


@dataclass(frozen=True)
class Call:
    """A request, and whose it is."""

    desk_id: int
    webhook_id: int
    invocation_id: int
    attempts: int
    request: Request


@dataclass(frozen=True)
class Outcome:
    """What came of a call; `status` is None where there was no answer."""

    status: int | None
    problem: str
    seconds: float

    @property
    def is_taken(self) -> bool:
        return self.status is not None and 200 <= self.status < 300

    @property
    def may_pass(self) -> bool:
        """Whether the same call may be taken another time."""
        return self.status is None or self.status >= 500 or self.status in PASSING


def call_due(desk_id: int, webhook_id: int, *, clock: Callable[[], datetime] = now) -> bool:
    """Make the calls of a webhook that are due, until none is left or one was not taken; True when time ran out before."""
    ends = time.monotonic() + TURN_SECONDS
    while call := claim(desk_id, webhook_id, at=clock()):
        outcome = make(call, at=clock())
        note(call, outcome, at=clock())
        if outcome.may_pass and not outcome.is_taken:
            return False
        if time.monotonic() > ends:
            return True
    return False


def claim(desk_id: int, webhook_id: int, *, at: datetime) -> Call | None:
    """Take the invocation that has waited longest and read what it takes to call; None when nothing is due."""
    with desk_scope(desk_id):
        webhook = Webhook.objects.active().filter(Q(rests_until=None) | Q(rests_until__lte=at), pk=webhook_id).first()
        due = Invocation.objects.filter(webhook_id=webhook_id, state=Invocation.State.QUEUED, next_attempt_at__lte=at)
        mine = due.select_related("event").select_for_update(skip_locked=True, of=("self",)).order_by("next_attempt_at", "id")
        invocation = webhook and mine.first()
        if invocation is None:
            return None
        request = request_of(webhook, invocation)
        Invocation.objects.filter(pk=invocation.pk).update(
            attempts=F("attempts") + 1,
            next_attempt_at=at + LEASE,
            sent=request.shown(request_format=webhook.request_format),
            body_digest=hashlib.sha256(request.body or b"").hexdigest(),
        )
        return Call(desk_id, webhook.pk, invocation.pk, invocation.attempts + 1, request)


def make(call: Call, *, at: datetime) -> Outcome:
    """Send it. No redirect is followed: it would lead our words elsewhere."""
    request, began = call.request, time.monotonic()
    try:
        answer = fetch(
            request.url,
            method=request.method,
            headers=request.signed(at=at),
            body=request.body,
            most_bytes=MOST_ANSWER_BYTES,
            seconds=ANSWER_SECONDS,
            redirects=0,
        )
    except CannotFetch as problem:
        return Outcome(None, str(problem), time.monotonic() - began)
    problem = "" if 200 <= answer.status < 300 else f"The endpoint answered {answer.status}."
    return Outcome(answer.status, problem, time.monotonic() - began)


def note(call: Call, outcome: Outcome, *, at: datetime) -> None:
    """Write down what came of it: on the log, and what it says about the webhook."""
    with desk_scope(call.desk_id):
        webhook = Webhook.objects.select_for_update().filter(pk=call.webhook_id).first()
        if webhook is None:
            return
        _note_invocation(call, outcome, at)
        _note_health(webhook, outcome, at)
        if webhook.is_active and webhook.failing_since and at - webhook.failing_since >= PATIENCE:
            disable_webhook(webhook, by=None, at=at, reason=outcome.problem)


def _note_invocation(call: Call, outcome: Outcome, at: datetime) -> None:
    row = Invocation.objects.filter(pk=call.invocation_id, state=Invocation.State.QUEUED)
    said = {"response_status": outcome.status, "problem": outcome.problem[:300]}
    if outcome.is_taken:
        row.update(state=Invocation.State.DELIVERED, done_at=at, next_attempt_at=None, **said)
    elif outcome.may_pass:
        row.update(next_attempt_at=at + _rest(call.attempts), **said)
    else:
        row.update(state=Invocation.State.FAILED, done_at=at, next_attempt_at=None, **said)


def _note_health(webhook: Webhook, outcome: Outcome, at: datetime) -> None:
    before = [getattr(webhook, name) for name in HEALTH]
    webhook.is_slow = outcome.status is None or outcome.seconds > SLOW_SECONDS
    if outcome.is_taken:
        webhook.failing_since, webhook.failures, webhook.rests_until = None, 0, None
    else:
        log.warning("webhook call not taken", webhook_id=webhook.pk, status=outcome.status, problem=outcome.problem)
        webhook.failing_since = webhook.failing_since or at
    if outcome.may_pass and not outcome.is_taken:
        webhook.failures += 1
        webhook.rests_until = at + _rest(webhook.failures)
    if before != [getattr(webhook, name) for name in HEALTH]:
        webhook.save(update_fields=HEALTH)


def _rest(failures: int) -> timedelta:
    return RESTS[min(failures, len(RESTS)) - 1]
