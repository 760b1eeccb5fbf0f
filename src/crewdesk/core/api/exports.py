"""Incremental exports: everything that changed since, each change at least once, nothing ever skipped.

Rows of exported tables carry two columns that a trigger sets at every write (sql/changes.sql): `changed_in`, the transaction that
wrote the row last, and `changed_at`, when. Pages go by (changed_in, id) and end before the oldest transaction that still runs: a row
that was written before and committed late therefore never comes to light behind a cursor, however long its transaction was open.
"""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Min, Q, QuerySet
from django.http import HttpRequest

from ..clock import now
from ..exported import Exported
from ..paging import BadCursor
from .errors import BadRequest
from .paging import address, number_of

MOST = 1000
SAMPLE = 50
LAST_SECOND = 10**11
# The dialect leaves the last minute out of exports by time.
LAG = timedelta(minutes=1)
# Those of other databases on the server share the numbers, and write nothing here. One counts as theirs only where its lock says so:
# a transaction has its number a moment before it has the lock.
RUNNING = """
SELECT coalesce((
    SELECT min(xid::text::bigint) FROM pg_snapshot_xip(now.snapshot) xid WHERE NOT EXISTS (
        SELECT 1 FROM pg_locks held JOIN pg_stat_activity process USING (pid)
        WHERE held.locktype = 'transactionid' AND held.mode = 'ExclusiveLock' AND held.granted AND held.transactionid = xid::xid
        AND process.datname <> current_database())
), pg_snapshot_xmax(now.snapshot)::text::bigint), pg_snapshot_xmax(now.snapshot)::text::bigint
FROM (SELECT pg_current_snapshot() AS snapshot) now
"""


@dataclass(frozen=True)
class Running:
    """The oldest transaction that may still write to this database, and the next one that there will be."""

    oldest: int
    next: int


@dataclass(frozen=True)
class Stream:
    """Rows of one page and the members of its envelope."""

    rows: list
    envelope: dict[str, Any]


def by_cursor(request: HttpRequest, query: QuerySet) -> Stream:
    """One page of `…/cursor?start_time=` or `?cursor=`."""
    size, running = number_of(request, "per_page", MOST, most=MOST), _running()
    place = _place(request, query, running)
    beyond = Q(changed_in__gt=place[0]) | Q(changed_in=place[0], id__gt=place[1])
    settled = query.filter(beyond, changed_in__gte=place[0], changed_in__lt=running.oldest)
    rows = list(settled.order_by("changed_in", "id")[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    cursor = _write(rows[-1]) if rows else request.GET.get("cursor") or _pack(place[0], place[1], now())
    url = address(request, {"cursor": cursor}, drop=("start_time",))
    envelope = {
        "after_cursor": cursor, "after_url": url, "before_cursor": None, "before_url": None, "end_of_stream": not more,
    }  # fmt: skip
    return Stream(rows, envelope)


def by_time(request: HttpRequest, query: QuerySet, *, most: int | None = None) -> Stream:
    """One page of `?start_time=`, `most` rows or what the caller asks for. Pages end with whole seconds: the next one begins at the next second, so none is repeated for ever."""
    start, size = _start_time(request), most or number_of(request, "per_page", MOST, most=MOST)
    end = _end_of_settled(query)
    settled = query.filter(changed_at__gte=start, changed_at__lt=end).order_by("changed_at", "id")
    rows = list(settled[:size])
    full = len(rows) == size
    if full:
        following = rows[-1].changed_at.replace(microsecond=0) + timedelta(seconds=1)
        last = (rows[-1].changed_at, rows[-1].pk)
        rest = Q(changed_at__gt=last[0]) | Q(changed_at=last[0], id__gt=last[1])
        rows += settled.filter(rest, changed_at__lt=following)
    else:
        following = max(start, end) if rows else start
    end_time = int(following.timestamp())
    envelope = {
        "count": len(rows), "end_of_stream": not full, "end_time": end_time,
        "next_page": address(request, {"start_time": end_time}),
    }  # fmt: skip
    return Stream(rows, envelope)


def _running() -> Running:
    with connection.cursor() as cursor:
        cursor.execute(RUNNING)
        return Running(*cursor.fetchone())


def _written_since() -> datetime | None:
    """When the oldest transaction began that has written and may write more. Asked before any row is read: what begins to write
    afterwards writes later.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT crewdesk_written_since()")
        return cursor.fetchone()[0]


def _end_of_settled(query: QuerySet) -> datetime:
    """The second before which nothing can come to light any more."""
    at, since = now(), _written_since()
    unsettled = query.filter(changed_in__gte=_running().oldest).aggregate(first=Min("changed_at"))["first"]
    end = min(filter(None, (at - LAG, since, unsettled)))
    return end.replace(microsecond=0)


def _start_time(request: HttpRequest) -> datetime:
    raw = request.GET.get("start_time", "")
    if not raw.isascii() or not raw.isdigit() or len(raw) > 11:
        raise BadRequest("Invalid attribute", "start_time must be a Unix time in seconds")
    return datetime.fromtimestamp(int(raw), UTC)


def _place(request: HttpRequest, query: QuerySet, running: Running) -> tuple[int, int]:
    cursor = request.GET.get("cursor")
    # node-zendesk writes the cursor that it does not have yet as a word.
    if not cursor or (cursor == "undefined" and "start_time" in request.GET):
        return _place_of_time(query, _start_time(request), running.oldest)
    changed_in, pk, at = _read(cursor)
    # A cursor of a database that this one was restored from: its transactions are numbered differently.
    return (changed_in, pk) if changed_in < running.next else _place_of_time(query, at - LAG, running.oldest)


def _place_of_time(query: QuerySet, start: datetime, floor: int) -> tuple[int, int]:
    first = query.filter(changed_at__gte=start).aggregate(first=Min("changed_in"))["first"]
    return (min(floor, first) if first is not None else floor, 0)


def _write(row: Exported) -> str:
    return _pack(row.changed_in, row.pk, row.changed_at)


def _pack(changed_in: int, pk: int, at: datetime) -> str:
    packed = json.dumps([changed_in, pk, int(at.timestamp())], separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def _read(cursor: str) -> tuple[int, int, datetime]:
    try:
        changed_in, pk, at = map(int, json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))))
        if not (0 <= changed_in < 2**63 and 0 <= pk < 2**63 and 0 <= at < LAST_SECOND):
            raise ValueError
        return changed_in, pk, datetime.fromtimestamp(at, UTC)
    except (binascii.Error, ValueError, TypeError, OverflowError, RecursionError) as problem:
        raise BadCursor("This cursor is not one of ours; start again with start_time.") from problem
