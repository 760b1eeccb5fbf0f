"""Bulk verbs run as jobs with progress (helpdesk-api.md §3, `job_status`).

A room registers a kind with `@bulk("ticket.update")`: a function that does one item and returns its result. Items are done in
chunks, each in a transaction with its progress, so a killed worker goes on where it stopped and does nothing twice.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import structlog
from django.db import OperationalError, transaction
from django.http import HttpRequest

from ..clock import now
from ..jobs import Lane, defer, job
from ..operations import NotPermitted, Refused
from ..tenancy import desk_scope, require_desk
from .errors import TooManyValues
from .models import JobStatus

MOST = 100
CHUNK = 10
TRIES = 3
KEPT = timedelta(days=7)
STOPPED = "The job was stopped by an error of ours; what has a result was done."

log = structlog.get_logger("crewdesk.api")
# (item, id of the user who asked) -> what the dialect tells of it, without `index`
Doing = Callable[[Any, int], dict[str, Any]]
_kinds: dict[str, Doing] = {}


def bulk(kind: str) -> Callable[[Doing], Doing]:
    """Register how one item of a bulk call is done."""

    def register(doing: Doing) -> Doing:
        _kinds[kind] = doing
        return doing

    return register


def start(request: HttpRequest, kind: str, items: Sequence[Any], *, shared: dict[str, Any] | None = None) -> JobStatus:
    """Have `items` (plain JSON) done one by one for the caller; each is given what is `shared` by all, which is kept once. Raises
    TooManyValues for more than 100.
    """
    refuse_too_many(items)
    held = list(items) if shared is None else {"each": list(items), "shared": shared}
    status = JobStatus.objects.create(kind=kind, user_id=request.member.pk, items=held, total=len(items))
    defer(run_bulk, desk_id=require_desk(), status_id=status.pk, lock=f"bulk-{status.pk}")
    return status


def refuse_too_many(items: Sequence[Any]) -> None:
    """Raises TooManyValues for more than a bulk call may name."""
    if len(items) > MOST:
        raise TooManyValues(MOST)


def forget_old_statuses(*, at: datetime) -> int:
    """Remove jobs of the desk in scope that are older than a week; how many."""
    return JobStatus.objects.filter(created_at__lt=at - KEPT).delete()[0]


# Not tried again by itself: whoever asked has been told that it failed by then, and may have asked anew.
@job(lane=Lane.BATCH, in_desk=False, retry=None)
def run_bulk(*, desk_id: int, status_id: int) -> None:
    """Do what is left of a bulk call. What stops it as a whole leaves it failed, with the results so far."""
    try:
        while _is_unfinished(desk_id, status_id):
            pass
    except Exception:
        with desk_scope(desk_id):
            JobStatus.objects.filter(pk=status_id).update(state=JobStatus.State.FAILED, message=STOPPED, updated_at=now())
        raise


def _is_unfinished(desk_id: int, status_id: int) -> bool:
    """Do a chunk; again where it and another that locks the same rows stood in each other's way."""
    for _time in range(TRIES - 1):
        try:
            return _is_unfinished_after_a_chunk(desk_id, status_id)
        except OperationalError as problem:
            log.warning("chunk of a bulk call is done again", problem=str(problem))
    return _is_unfinished_after_a_chunk(desk_id, status_id)


def _is_unfinished_after_a_chunk(desk_id: int, status_id: int) -> bool:
    with desk_scope(desk_id):
        status = JobStatus.objects.select_for_update().get(pk=status_id)
        _do_some(status)
        is_unfinished = status.progress < status.total
        status.state = JobStatus.State.WORKING if is_unfinished else JobStatus.State.COMPLETED
        # Of a former run that was stopped.
        status.message = ""
        # All but `items`, which may be large and stay as they are.
        status.save(update_fields=["state", "progress", "results", "message", "updated_at"])
    return is_unfinished


def _do_some(status: JobStatus) -> None:
    doing = _kinds[status.kind]
    for index in range(status.progress, min(status.progress + CHUNK, status.total)):
        status.results.append({"index": index, **_one(doing, _item(status.items, index), status.user_id)})
        status.progress = index + 1


def _item(held: list[Any] | dict[str, Any], index: int) -> Any:
    return {**held["shared"], **held["each"][index]} if isinstance(held, dict) else held[index]


def _one(doing: Doing, item: Any, user_id: int) -> dict[str, Any]:
    try:
        with transaction.atomic():
            return {"success": True, **doing(item, user_id)}
    except NotPermitted as refusal:
        return _failed(item, "PermissionDenied", refusal.message)
    except Refused as refusal:
        return _failed(item, refusal.code, refusal.message)
    except OperationalError:
        # A deadlock, or a database that is gone: nothing that the item is to blame for.
        raise
    except Exception:
        # One item that trips over a mistake of ours must not keep the others from being done.
        log.exception("item of a bulk call failed", doing=doing.__qualname__)
        return _failed(item, "InternalError", "Something went wrong here; this item was left as it was.")


def _failed(item: Any, error: str, details: str) -> dict[str, Any]:
    known = {"id": item["id"]} if isinstance(item, dict) and item.get("id") is not None else {}
    return {**known, "success": False, "error": error, "details": details, "status": "Failed"}
