"""Bulk verbs run as jobs with progress (helpdesk-api.md §3, `job_status`).

A room registers a kind with `@bulk("ticket.update")`: a function that does one item and returns its result. Items are done in
chunks, each in a transaction with its progress, so a killed worker goes on where it stopped and does nothing twice.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.http import HttpRequest

from ..jobs import Lane, defer, job
from ..operations import NotPermitted, Refused
from ..tenancy import desk_scope, require_desk
from .errors import TooManyValues
from .models import JobStatus

MOST = 100
CHUNK = 10
KEPT = timedelta(days=7)
# (item, id of the user who asked) -> what the dialect tells of it, without `index`
Doing = Callable[[Any, int], dict[str, Any]]
_kinds: dict[str, Doing] = {}


def bulk(kind: str) -> Callable[[Doing], Doing]:
    """Register how one item of a bulk call is done."""

    def register(doing: Doing) -> Doing:
        _kinds[kind] = doing
        return doing

    return register


def start(request: HttpRequest, kind: str, items: Sequence[Any]) -> JobStatus:
    """Have `items` (plain JSON) done one by one for the caller. Raises TooManyValues for more than 100."""
    refuse_too_many(items)
    status = JobStatus.objects.create(kind=kind, user_id=request.member.pk, items=list(items), total=len(items))
    defer(run_bulk, desk_id=require_desk(), status_id=status.pk, lock=f"bulk-{status.pk}")
    return status


def refuse_too_many(items: Sequence[Any]) -> None:
    """Raises TooManyValues for more than a bulk call may name."""
    if len(items) > MOST:
        raise TooManyValues(MOST)


def forget_old_statuses(*, at: datetime) -> int:
    """Remove jobs of the desk in scope that are older than a week; how many."""
    return JobStatus.objects.filter(created_at__lt=at - KEPT).delete()[0]


@job(lane=Lane.BATCH, in_desk=False)
def run_bulk(*, desk_id: int, status_id: int) -> None:
    """Do what is left of a bulk call."""
    while True:
        with desk_scope(desk_id):
            status = JobStatus.objects.select_for_update().get(pk=status_id)
            if status.progress < status.total:
                _do_some(status)
            status.state = JobStatus.State.COMPLETED if status.progress == status.total else JobStatus.State.WORKING
            status.save()
            if status.state == JobStatus.State.COMPLETED:
                return


def _do_some(status: JobStatus) -> None:
    doing = _kinds[status.kind]
    for index in range(status.progress, min(status.progress + CHUNK, status.total)):
        status.results.append({"index": index, **_one(doing, status.items[index], status.user_id)})
        status.progress = index + 1


def _one(doing: Doing, item: Any, user_id: int) -> dict[str, Any]:
    try:
        with transaction.atomic():
            return {"success": True, **doing(item, user_id)}
    except NotPermitted as refusal:
        return _failed(item, "PermissionDenied", refusal.message)
    except Refused as refusal:
        return _failed(item, refusal.code, refusal.message)


def _failed(item: Any, error: str, details: str) -> dict[str, Any]:
    known = {"id": item["id"]} if isinstance(item, dict) and item.get("id") is not None else {}
    return {**known, "success": False, "error": error, "details": details, "status": "Failed"}
