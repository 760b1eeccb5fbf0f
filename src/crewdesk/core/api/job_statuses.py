"""/api/v2/job_statuses: how far bulk calls are."""

import re
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from ninja import Router

from .bulk import refuse_too_many
from .models import JobStatus
from .paging import listing
from .stamps import url_of

router = Router(tags=["Job statuses"])
SORTS = {"id": "id", "created_at": "created_at"}
_KEY = re.compile(r"[0-9a-f]{32}")


def job_json(request: HttpRequest, status: JobStatus) -> dict[str, Any]:
    """A job in the dialect's words; its id is a string of hexadecimal digits."""
    begun = status.state != JobStatus.State.QUEUED
    return {
        "id": status.key, "url": url_of(request, "job_statuses", status.key),
        "job_type": status.kind, "status": status.state, "total": status.total, "progress": status.progress if begun else None,
        "message": status.message or (f"Completed at {status.updated_at}" if status.progress == status.total else None),
        "results": status.results if begun else None,
    }  # fmt: skip


@router.get("", url_name="job-status-list", summary="List the caller's jobs")
def list_statuses(request: HttpRequest) -> dict:
    """Jobs that the caller started in the last days."""
    page = listing(request, _own(request), sorts=SORTS, default="-id", count=_own(request).count)
    return {"job_statuses": [job_json(request, status) for status in page.rows], **page.envelope}


@router.get("/show_many", url_name="job-status-show-many", summary="Show several jobs")
def show_many(request: HttpRequest, ids: str = "") -> dict:
    """The caller's jobs among `ids`, separated by commas."""
    keys = [key for key in ids.split(",") if key]
    refuse_too_many(keys)
    keys = [key for key in keys if _KEY.fullmatch(key)]
    return {"job_statuses": [job_json(request, status) for status in _own(request).filter(key__in=keys).order_by("id")]}


@router.get("/{str:key}", url_name="job-status-show", summary="Show a job")
def show(request: HttpRequest, key: str) -> dict:
    """One of the caller's jobs."""
    status = _own(request).filter(key=key).first() if _KEY.fullmatch(key) else None
    if status is None:
        raise Http404
    return {"job_status": job_json(request, status)}


def _own(request: HttpRequest) -> QuerySet[JobStatus]:
    return JobStatus.objects.filter(user_id=request.member.pk)
