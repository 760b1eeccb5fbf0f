"""Who called what: calls that may change something are kept for 90 days, reads are in the log alone."""

from datetime import datetime, timedelta

from django.http import HttpRequest

from ..inserting import insert
from .models import ApiCall

KEPT = timedelta(days=90)
MOST_AT_ONCE = 5000


def note_call(request: HttpRequest, *, user_id: int, token_id: int | None, status: int, at: datetime) -> None:
    """Keep one call."""
    call = ApiCall(
        at=at, user_id=user_id, token_id=token_id, ip=request.META.get("REMOTE_ADDR") or "", method=request.method,
        path=request.path.replace("\x00", "")[:300], status=status,
    )  # fmt: skip
    insert(call)


def forget_old(*, at: datetime) -> int:
    """Remove calls of the desk in scope that are older than 90 days, some thousand at a time; how many."""
    # Ids rise with the time, which has no index.
    oldest = ApiCall.objects.order_by("id").values_list("pk", "at")[:MOST_AT_ONCE]
    return ApiCall.objects.filter(pk__in=[pk for pk, called_at in oldest if called_at < at - KEPT]).delete()[0]
