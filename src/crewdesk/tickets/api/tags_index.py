"""/api/v2/tags: the words that tickets carry, by how often.

No call counts all tickets. What is told is a sample: the tags of the newest SAMPLE tickets that changed in the last 60 days, read by one
index scan and kept in the memory of the process for ten minutes. A desk whose tickets change less often than that gets exact counts.
"""

import threading
import time
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.http import HttpRequest
from ninja import Router

from crewdesk.accounts.rights import require
from crewdesk.core.api.errors import BadRequest
from crewdesk.core.api.rows import count_of
from crewdesk.core.api.slices import sliced
from crewdesk.core.api.stamps import stamp
from crewdesk.core.clock import now
from crewdesk.core.tenancy import require_desk

from ..models import Ticket
from ..operations.tags import clean_tag

router = Router(tags=["Tags"])
SAMPLE = 5_000
AGE = timedelta(days=60)
SECONDS = 600.0
MOST_KEPT = 500
MOST_TAGS = 20_000
LEAST_LETTERS, MOST_COMPLETED = 2, 100
COUNTED = f"""
SELECT tag, count(*) FROM (
    SELECT tags FROM {Ticket._meta.db_table} WHERE desk_id = %s AND updated_at >= %s ORDER BY updated_at DESC, id DESC LIMIT %s
) newest, jsonb_array_elements_text(newest.tags) tag GROUP BY tag ORDER BY count(*) DESC, tag LIMIT %s
"""  # noqa: S608 - the table's own name


@dataclass(frozen=True)
class Tags:
    """Tags of a desk, the most used ones first."""

    counts: tuple[tuple[str, int], ...]
    read_at: datetime
    read: float


_kept: dict[int, Tags] = {}
_lock = threading.Lock()


@router.get("/tags", url_name="tag-list", summary="List tags")
def list_tags(request: HttpRequest) -> dict:
    """The tags used most in the last 60 days."""
    page = sliced(request, _tags(request).counts)
    return {"tags": [{"name": name, "count": count} for name, count in page.rows], **page.envelope}


@router.get("/tags/count", url_name="tag-count", summary="Count tags")
def count_tags(request: HttpRequest) -> dict:
    """How many tags `list` gives."""
    tags = _tags(request)
    return count_of(len(tags.counts), stamp(tags.read_at))


@router.get("/autocomplete/tags", url_name="tag-autocomplete", summary="Complete a tag")
def complete(request: HttpRequest, name: str = "") -> dict:
    """Tags that begin with `name`, the most used ones first."""
    begun = clean_tag(name)
    if len(begun) < LEAST_LETTERS:
        raise BadRequest("Invalid attribute", f"name must have {LEAST_LETTERS} characters at least")
    found = [tag for tag, _count in _tags(request).counts if tag.startswith(begun)]
    return {"tags": found[:MOST_COMPLETED], "count": min(len(found), MOST_COMPLETED), "next_page": None, "previous_page": None}


def forget() -> None:
    """Read all anew; for tests."""
    with _lock:
        _kept.clear()


def _tags(request: HttpRequest) -> Tags:
    require(request.member, "ticket.list")
    desk = require_desk()
    with _lock:
        known = _kept.get(desk)
    if known is None or time.monotonic() - known.read > SECONDS:
        known = _read(desk)
        with _lock:
            if len(_kept) >= MOST_KEPT:
                _kept.clear()
            _kept[desk] = known
    return known


def _read(desk: int) -> Tags:
    at = now()
    with connection.cursor() as cursor:
        cursor.execute(COUNTED, [desk, at - AGE, SAMPLE, MOST_TAGS])
        return Tags(tuple(cursor.fetchall()), at, time.monotonic())
