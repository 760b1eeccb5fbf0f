"""The check of a CSV file: nothing is written, and it foretells the import."""

import csv
from io import StringIO

from django.core.files import storage

from crewdesk.accounts.operations.organizations import create_organization
from crewdesk.connectors.operations.imports import (
    begin_check,
    begin_import,
    work_here,
)
from crewdesk.connectors.sheets.running import Check, Import
from crewdesk.core.clock import now
from crewdesk.core.spreadsheet import looks_like_formula

from .sheets import TICKETS, USERS, begun, checked, counts, tables


def test_nothing_is_written(in_harbor):
    create_organization(name="Marsh", by=None, at=now())
    run = begin_check(begun(in_harbor, "users", USERS), by=in_harbor.ada, at=now(), with_job=False)
    before, numbers = tables(), _next_number()
    run = work_here(Check, in_harbor.desk, run)
    assert counts(run) == (1, 1, 1, 4)
    assert tables() == before
    assert _next_number() == numbers + 1


def test_it_foretells_the_import(in_harbor, fields):
    for kind, text in (("users", USERS), ("tickets", TICKETS)):
        foretold = checked(in_harbor, kind, text)
        run = work_here(Import, in_harbor.desk, begin_import(foretold, by=in_harbor.ada, at=now(), with_job=False))
        assert counts(run) == counts(foretold)


def test_bad_rows_come_as_csv_without_formulas(in_harbor):
    text = 'email,name\n=cmd()|calc,"=1+1"\n"@x","-2"\n'
    run = checked(in_harbor, "users", text)
    with storage.default_storage.open(run.bad_rows.key) as content:
        rows = list(csv.reader(StringIO(content.read().decode("utf-8-sig"))))
    assert rows[0] == ["Line", "What is wrong", "email", "name"]
    assert [row[0] for row in rows[1:]] == ["2", "3"]
    cells = [cell for row in rows for cell in row]
    assert "'=1+1" in cells
    assert not any(looks_like_formula(cell.removeprefix("'")) for cell in cells if not cell.startswith("'"))


def _next_number() -> int:
    from crewdesk.tickets.operations.create import next_numbers

    return next_numbers(1)[0]
