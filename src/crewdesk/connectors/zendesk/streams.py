"""Reads lists and exports of the other side, with the place to be committed beside what was made of them."""

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any
from urllib.parse import parse_qs

from django.utils.translation import gettext as _

from ..operations.imports import CannotImport
from .client import Json
from .refusals import NotAllowed, NotThere, Unreachable
from .running import Work
from .words import Row, address_parts, first, identified, key, prose

PAGE = 500
# Zendesk refuses 0 in some places.
LONG_AGO = 1


def list_pages(work: Work, path: str, name: str, *, optional: bool = False) -> Iterator[list[Row]]:
    """Pages of a list that is read whole each time. An `optional` list may be missing, or closed to us."""
    try:
        for page in work.client.pages(path):
            yield identified(page, name)
    except (NotThere, NotAllowed) as problem:
        if isinstance(problem, Unreachable) or not optional:
            raise
        work.note(_("Could not be read"), str(problem))


def export(work: Work, path: str, name: str, size: int, **query: Any) -> Iterator[tuple[list[Row], dict[str, Any]]]:
    """What changed since the place in the cursor, `size` rows at a time, each with what to commit.

    A page that was begun is asked for again after a crash; what was done of it is known by id and mark, as rows may have moved on.
    """
    place: dict[str, Any] = work.cursor.get(name) or {}
    while True:
        begin = {"cursor": place["after"]} if place.get("after") else {"start_time": LONG_AGO}
        page = work.client.get(path, per_page=PAGE, **begin, **query)
        rows, done = identified(page, name), dict(place.get("done", {}))
        _hang_metrics(page, rows)
        waiting = iter([row for row in rows if done.get(key(row["id"])) != _mark(row)])
        while some := list(islice(waiting, size)):
            done = done | {key(row["id"]): _mark(row) for row in some}
            yield some, {name: {**({"after": place["after"]} if place.get("after") else {}), "done": done}}
        after = _after(page)
        is_over = page["end_of_stream"] if isinstance(page.get("end_of_stream"), bool) else not rows
        if after and after != place.get("after"):
            place = {"after": after}
            with work.batch(**{name: place}):
                pass
        elif not is_over:
            raise CannotImport(_("%(path)s begins again at the same place for ever.") % {"path": path})
        if is_over:
            return


def total_of(work: Work, path: str, name: str) -> int | None:
    """How many there are, for the bar; None where nobody says, or where only the rest, or what is new, is asked for."""
    if work.cursor.get(name):
        return None
    with suppress(CannotImport):
        count = work.client.get(path, tries=0).get("count")
        value = count.get("value") if isinstance(count, dict) else count
        return value if isinstance(value, int) and value > 0 else None
    return None


def _after(page: Json) -> str:
    """The cursor after this page, by itself or in the address of the next one."""
    address = prose(page.get("after_url"), 2_000)
    return first((prose(page.get("after_cursor"), 1_000), *parse_qs(address_parts(address).query).get("cursor", [])))


def _mark(row: Row) -> str:
    return first((prose(row.get("updated_at"), 40), prose(row.get("generated_timestamp"), 40)))


def _hang_metrics(page: Json, rows: list[Row]) -> None:
    """Metric sets come beside the tickets; each is put where it belongs."""
    sets = {key(one.get("ticket_id")): one for one in identified(page, "metric_sets")}
    for row in rows:
        row.setdefault("metric_set", sets.get(key(row["id"])))
