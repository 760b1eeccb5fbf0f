"""`?include=users,groups`: rows that a reply refers to, added beside it as arrays (helpdesk-api.md §5, side-loads).

A room registers the names it can load; which ids are wanted is read off the reply's own `*_id` and `*_ids` members.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

Loader = Callable[[HttpRequest, set[int]], list[dict[str, Any]]]


@dataclass(frozen=True)
class Sideload:
    members: tuple[str, ...]
    load: Loader
    resource: str


_sideloads: dict[str, Sideload] = {}


def sideload(name: str, *members: str, resource: str = "") -> Callable[[Loader], Loader]:
    """Register how `?include=name` is loaded: `members` are the keys of a row that hold its ids, alone or as a list. `resource` is
    what the caller's scopes must let them read, where it is not `name`.
    """

    def register(load: Loader) -> Loader:
        _sideloads[name] = Sideload(members, load, resource or name)
        return load

    return register


def wanted(request: HttpRequest) -> set[str]:
    """The names in `include`."""
    return {name.strip() for name in request.GET.get("include", "").split(",") if name.strip()}


def included(request: HttpRequest, rows: Iterable[dict[str, Any]], *, only: Iterable[str] = ()) -> dict[str, list]:
    """The arrays that the caller asked for beside `rows`; names that are unknown, or beyond the caller's scopes, are ignored, as the
    dialect does. One load a name.
    """
    rows, asked = list(rows), wanted(request) | set(only)
    found = {name: _sideloads[name] for name in sorted(asked & set(_sideloads))}
    return {name: one.load(request, _ids(rows, one.members)) for name, one in found.items() if request.may_read(one.resource)}


def _ids(rows: list[dict[str, Any]], members: tuple[str, ...]) -> set[int]:
    found: set[int] = set()
    for row in rows:
        for member in members:
            value = row.get(member)
            found.update(value if isinstance(value, list) else () if value is None else (value,))
    return found
