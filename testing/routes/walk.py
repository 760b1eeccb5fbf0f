"""Asking, and what may be compared of an answer."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from crewdesk.core.models import ApiCall, RateWindow
from crewdesk.core.tenancy.walls import desk_models

from .table import NAMELESS, Entry
from .twins import Twin

ABSENT = 10**12
# Who called, and how often.
KEPT_OF_CALLS = (ApiCall, RateWindow)
_CHANGING = [
    re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"'),
    re.compile(rb'"X-CSRFToken": ?"[^"]+"'),
    re.compile(rb'(?:content|data-csrf)="[A-Za-z0-9]{64}"'),
    re.compile(rb'data-last-event="\d+"|last_event=\d+|after=\d+'),
]


def routes(
    resolver: URLResolver | None = None, prefix: str = "", namespaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, URLPattern]]:
    """(name with its namespace, whole pattern, route) of every address of the program."""
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, pattern, (*namespaces, *([entry.namespace] if entry.namespace else [])))
        elif not pattern.startswith(NAMELESS):
            yield ":".join([*namespaces, entry.name or pattern]), pattern, entry


def address(entry: Entry, patterns: dict[str, str], desk: str, values: dict) -> str:
    """The path of a route at the desk with this slug; `values` by argument."""
    keys = {"desk": desk} if "<slug:desk>" in patterns[entry.name] else {}
    return reverse(entry.name, kwargs=keys | values)


def arguments(entry: Entry, of: Twin, *, instead: dict | None = None) -> dict:
    """What the route's arguments are at `of`; `instead` replaces some."""
    own = {name: value.strip("'") if value.startswith("'") else of.things[value] for name, value in entry.arguments.items()}
    return own | (instead or {})


@contextmanager
def taken_back() -> Iterator[None]:
    """Whatever is written inside is undone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client: Client, method: str, path: str, data: dict | None = None, **options) -> HttpResponse:
    """One request. A signed-out answer does not sign the client out for the next one."""
    cookies = client.cookies.output(header="", sep=";")
    try:
        return client.generic(method, path, **options) if data is None else client.post(path, data, **options)
    finally:
        client.cookies.clear()
        client.cookies.load(cookies)


def body(response: HttpResponse) -> bytes:
    """The answer without what differs from one request to the next."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    for pattern in _CHANGING:
        content = pattern.sub(b"", content)
    return content


class Writes:
    """Tells cheaply whether rows of desks were written in this transaction since it was last asked, undone ones included; never too few."""

    def __init__(self):
        self._tables = [model._meta.db_table for model in desk_models()]
        self._seen = self._count()

    def happened(self) -> bool:
        """Whether there were any since the last call."""
        before, self._seen = self._seen, self._count()
        return self._seen != before

    def _count(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_xact_user_tables WHERE relname = ANY(%s)",
                [self._tables],
            )
            return cursor.fetchone()[0]


def fingerprint(twin: Twin) -> dict[str, str]:
    """A hash of every table of the desk, but for what the API notes of refused calls too."""
    result = {}
    with twin.scope(), connection.cursor() as cursor:
        for table in (model._meta.db_table for model in desk_models() if model not in KEPT_OF_CALLS):
            cursor.execute(
                f"SELECT md5(coalesce(string_agg(row::text, '' ORDER BY id), '')) FROM \"{table}\" row WHERE desk_id = %s",
                [twin.desk.pk],
            )
            result[table] = cursor.fetchone()[0]
    return result
