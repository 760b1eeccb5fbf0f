"""CSV files on their way in, as the stories of this room begin them."""

from io import BytesIO

from django.db import connection

from crewdesk.connectors.models import ImportRun
from crewdesk.connectors.operations.imports import (
    begin_check,
    begin_import,
    keep_upload,
    look,
    map_columns,
    work_here,
)
from crewdesk.connectors.sheets.running import Check, Import
from crewdesk.connectors.sheets.targets import guess, targets
from crewdesk.core.clock import now
from crewdesk.core.tenancy.walls import desk_models

OWN = {"connectors_importrun", "core_event", "core_storedfile"}


def begun(cast, kind: str, text: str | bytes, **mapping) -> ImportRun:
    """An upload whose columns are mapped as guessed."""
    data = text.encode() if isinstance(text, str) else text
    run = keep_upload(BytesIO(data), kind=kind, name=f"{kind}.csv", by=cast.ada, at=now())
    seen = look(run)
    columns = dict(enumerate(guess(seen.headings, targets(kind)))) | {
        seen.headings.index(name): to for name, to in mapping.items()
    }
    return map_columns(run, columns, seen=seen, date_order=seen.date_order, by=cast.ada, at=now())


def checked(cast, kind: str, text: str | bytes, **mapping) -> ImportRun:
    run = begin_check(begun(cast, kind, text, **mapping), by=cast.ada, at=now(), with_job=False)
    return work_here(Check, cast.desk, run)


def imported(cast, kind: str, text: str | bytes, **mapping) -> ImportRun:
    run = begin_import(checked(cast, kind, text, **mapping), by=cast.ada, at=now(), with_job=False)
    return work_here(Import, cast.desk, run)


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    """created, updated, skipped, bad"""
    return tuple(run.counters[name] for name in ("created", "updated", "skipped", "bad"))


def problems(run: ImportRun) -> list[tuple[int, str]]:
    return [(example["line"], example["problem"]) for example in run.settings["examples"]]


def tables() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for table in {model._meta.db_table for model in desk_models()} - OWN:
            cursor.execute(f'SELECT count(*), coalesce(sum(hashtext(t::text)), 0) FROM "{table}" t')
            found[table] = cursor.fetchone()
    return found


USERS = """E-mail,Full Name,Company,Labels,Customer ID,Created on
zoe@marsh.example,Zoë Ash,Marsh,"vip, eu",C-1,2019-03-04 10:00
Cleo@customer.example,Cleo Renamed,,,C-2,
ben@harbor.example,Not Ben,,,,
not an address,X,,,,
yan@x.example,Yan,Nowhere Ltd,,,
zoe@marsh.example,Again,,,,
,Nobody,,,,
"""


TICKETS = """Ticket ID,Requester Email,Requester,Subject,Body,Status,Priority,Assignee Email,Group,Tags,Created,Resolved,Topic,Order
7001,new@x.example,Nils,Refund,"Please
refund me",Closed,High,ben@harbor.example,tier 1,"vip eu",2019-05-01 08:00,2019-05-02,Money,A-1
7002,cleo@customer.example,,Login,,open,,gone@x.example,Nowhere,,2024-01-01,,,
7003,cleo@customer.example,,Wrong,,dreaming,,,,,,,,
7004,cleo@customer.example,,Wrong,,solved,,,,,2024-01-02,2023-01-01,,
7005,cleo@customer.example,,Wrong,,,,,,,,,Weather,
"""
