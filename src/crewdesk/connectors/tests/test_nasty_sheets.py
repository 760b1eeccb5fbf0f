"""CSV files as they should not be."""

from io import BytesIO

import pytest
from django.core.files import storage

from crewdesk.accounts.models import User
from crewdesk.connectors.operations.imports import (
    CannotImport,
    keep_upload,
    look,
    map_columns,
)
from crewdesk.core.clock import now

from .sheets import begun, counts, imported


@pytest.mark.parametrize(
    "data, word",
    [(b"", "empty"), (b"email,name\n", "no rows"), (b"PK\x03\x04xx", "XLSX"), (b'"email,name\n', "cannot be read")],
)
def test_what_cannot_be_read_is_told_and_the_upload_is_kept(in_harbor, data, word):
    run = keep_upload(BytesIO(data), kind="users", name="x.csv", by=in_harbor.ada, at=now())
    from crewdesk.connectors.sheets.reading import BadSheet

    with pytest.raises(BadSheet, match=word):
        look(run)
    with storage.default_storage.open(run.file.key) as content:
        assert content.read() == data


def test_a_file_of_another_kind_lacks_what_is_needed(in_harbor):
    with pytest.raises(CannotImport, match="Requester's e-mail"):
        begun(in_harbor, "tickets", "Name,Domains\nMarsh,marsh.example\n")


def test_headings_that_are_missing_or_stand_twice_are_told(in_harbor):
    run = keep_upload(BytesIO(b"zoe@x.example,Zoe\nyan@x.example,Yan\n"), kind="users", name="x.csv", by=None, at=now())
    assert "first line looks like data" in look(run).warnings[0]
    run = keep_upload(BytesIO(b"email,Name,name,\na@x.example,A,B,C,D\n"), kind="users", name="x.csv", by=None, at=now())
    seen = look(run)
    assert [column.heading for column in seen.columns] == ["email", "Name", "name", "Column 4", "Column 5"]
    assert len(seen.warnings) == 2


def test_one_target_for_two_columns_is_refused(in_harbor):
    run = keep_upload(BytesIO(b"a,b\na@x.example,b@x.example\n"), kind="users", name="x.csv", by=in_harbor.ada, at=now())
    with pytest.raises(CannotImport, match="Two columns"):
        map_columns(run, {0: "email", 1: "email"}, seen=look(run), date_order="dmy", by=in_harbor.ada, at=now())


def test_long_and_strange_cells_spoil_one_row_only(in_harbor):
    name = "N" * 5000
    text = f'email,name,notes\na@x.example,{name},\nb@x.example,B\x00,"{"x" * 1_000_000}"\n"open@x.example,C\n'
    run = imported(in_harbor, "users", text)
    assert counts(run) == (1, 0, 0, 2)
    assert User.objects.get(email="b@x.example").name == "B"


def test_utf16_with_tabs_as_excel_saves_it(in_harbor):
    run = imported(in_harbor, "users", "E-mail\tName\nzoe@x.example\tZoë\n".encode("utf-16"))
    assert counts(run) == (1, 0, 0, 0)
    assert User.objects.get(email="zoe@x.example").name == "Zoë"
