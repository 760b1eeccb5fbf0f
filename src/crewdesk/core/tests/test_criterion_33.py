"""criterion 33: a spreadsheet that we write holds no formula, whatever was typed into the cells."""

import csv
import io
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crewdesk.core.spreadsheet import LONGEST_XLSX_TEXT, looks_like_formula, write_csv, write_xlsx

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
TRIGGERS = ["=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20"]
DISGUISES = ["", " ", "  ", '"', "'", "\u00a0", "\u201c", "\ufeff", "\u200b", "\n", ' "', "\"'"]
PAYLOADS = ["1+1", "SUM(A1:A9)", "cmd|' /C calc'!A0", 'HYPERLINK("http://evil.example","x")', "{=1+1}", ""]
text = st.text(st.characters(blacklist_categories=["Cs"]), max_size=60)
hostile = st.builds("{}{}{}".format, st.sampled_from(DISGUISES), st.sampled_from(TRIGGERS), st.sampled_from(PAYLOADS) | text)
cells = st.lists(st.lists(hostile | text, min_size=3, max_size=3), min_size=1, max_size=6)
thoroughly = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def written(write, rows, heading=("A", "B", "C")) -> bytes:
    out = io.BytesIO()
    assert write(out, heading, rows) == len(rows)
    return out.getvalue()


def read_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


@thoroughly
@given(cells)
def test_criterion_33_csv_cells_never_begin_like_a_formula(rows):
    [_head, *found] = read_csv(written(write_csv, rows))
    assert len(found) == len(rows)
    for before, after in zip(rows, found, strict=True):
        for wanted, cell in zip(before, after, strict=True):
            assert cell in (wanted, f"'{wanted}")
            assert cell.startswith("'") or not cell.lstrip(" \n\"'\u00a0\u201c\ufeff\u200b").startswith(tuple(TRIGGERS))


@thoroughly
@given(cells)
def test_criterion_33_xlsx_cells_are_text(rows):
    content = written(write_xlsx, rows)
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "<f " not in sheet
    for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(min_row=2):
        for cell in row:
            assert cell.data_type in {"s", "n", "inlineStr"}
            assert cell.data_type != "n" or cell.value is None
            assert not looks_like_formula(str(cell.value or "")) or cell.quotePrefix


@pytest.mark.parametrize("trigger", TRIGGERS)
@pytest.mark.parametrize("disguise", DISGUISES)
def test_criterion_33_every_disguise_is_seen(disguise, trigger):
    assert looks_like_formula(f"{disguise}{trigger}1+1")


def test_ordinary_cells_stay_as_they_are():
    at = datetime(2026, 5, 4, 10, 30, tzinfo=UTC)
    row = [7, "Grüße, “quoted” – and = in the middle", at, None]
    heading = ("a", "b", "c", "d")
    assert read_csv(written(write_csv, [row], heading))[1] == ["7", row[1], "2026-05-04T10:30+00:00", ""]
    book = openpyxl.load_workbook(io.BytesIO(written(write_xlsx, [row], heading)))
    assert [cell.value for cell in book.active[2]] == [7, row[1], at.replace(tzinfo=None), None]


def test_xlsx_survives_what_it_cannot_hold():
    book = openpyxl.load_workbook(io.BytesIO(written(write_xlsx, [["x" * 40_000, "a\ufffeb", "\x01"]])))
    long, odd, control = (cell.value for cell in book.active[2])
    assert len(long) == LONGEST_XLSX_TEXT
    assert odd == "a\ufffdb"
    assert control


@pytest.mark.skipif(OFFICE is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_criterion_33_libreoffice_finds_no_formula(kind, tmp_path):
    rows = [[f"{disguise}{trigger}{payload}" for payload in PAYLOADS[:3]] for disguise in DISGUISES for trigger in TRIGGERS]
    source = tmp_path / f"cells.{kind}"
    source.write_bytes(written({"csv": write_csv, "xlsx": write_xlsx}[kind], rows))
    command = [
        OFFICE,
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "fods",
        "--outdir",
        tmp_path,
        source,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    flat = (tmp_path / "cells.fods").read_text()
    assert "table:formula" not in flat
    assert flat.count('office:value-type="string"') >= len(rows)
