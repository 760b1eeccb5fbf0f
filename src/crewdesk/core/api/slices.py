"""Both paging forms over a short list that is in memory already: fields, views, tags."""

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from crewdesk.core.paging import BadCursor

from .paging import DEEPEST_ROW, MOST, Listing, address, number_of


def sliced(request: HttpRequest, rows: Sequence[Any]) -> Listing:
    """Cut a page out of `rows`, by cursor where `page[size]` and its like are given, else by offset."""
    if any(name.startswith("page[") for name in request.GET):
        return _by_cursor(request, rows)
    size, number = number_of(request, "per_page", MOST), number_of(request, "page", 1, most=DEEPEST_ROW)
    end = number * size
    envelope = {
        "count": len(rows),
        "next_page": address(request, {"page": number + 1}) if end < len(rows) else None,
        "previous_page": address(request, {"page": number - 1}) if number > 1 else None,
    }
    return Listing(list(rows[end - size : end]), envelope)


def _by_cursor(request: HttpRequest, rows: Sequence[Any]) -> Listing:
    size = number_of(request, "page[size]", MOST)
    if before := request.GET.get("page[before]"):
        end = min(_place(before), len(rows))
        start = max(0, end - size)
    else:
        start = _place(request.GET.get("page[after]"))
        end = start + size
    after, first = (_cursor(end) if end < len(rows) else None), (_cursor(start) if start > 0 else None)
    links = {
        "next": after and address(request, {"page[after]": after}, drop=("page[before]",)),
        "prev": first and address(request, {"page[before]": first}, drop=("page[after]",)),
    }
    meta = {"has_more": after is not None, "after_cursor": after, "before_cursor": first}
    return Listing(list(rows[start:end]), {"meta": meta, "links": links})


def _cursor(place: int) -> str:
    return base64.urlsafe_b64encode(f"place {place}".encode()).decode().rstrip("=")


def _place(cursor: str | None) -> int:
    if not cursor:
        return 0
    try:
        word, number = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(" ")
        if word != "place" or not number.isdecimal() or len(number) > 9:
            raise ValueError
        return int(number)
    except (binascii.Error, ValueError) as problem:
        raise BadCursor("This page link is not one of ours; start again from the first page.") from problem
