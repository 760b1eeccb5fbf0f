"""Rows as CSV or XLSX in which no cell is ever a formula, whoever wrote its text (trust.md, criterion 33).

A spreadsheet takes text that begins with = + - @, a tab or a carriage return for a formula, some of them also after quotes and blanks
or as a full-width character (OWASP, "CSV Injection"). CSV knows no types, so such text gets an apostrophe before it; in XLSX every
text is typed as text and such text is also marked as quoted, so that editing the cell leaves it text.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO

import xlsxwriter

Cell = str | int | datetime | None

_FORMULA = re.compile("[\\s\"'\u2018\u2019\u201c\u201d\u200b\ufeff\x00]*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
# Not in XML 1.0, and the library does not escape them.
_NOT_XML = re.compile("[\ud800-\udfff\ufffe\uffff]")
LONGEST_XLSX_TEXT = 32_767
XLSX_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def looks_like_formula(text: str) -> bool:
    """Whether some spreadsheet would run `text`."""
    return _FORMULA.match(text) is not None


def write_csv(out: IO[bytes], heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write `rows` below `heading` as CSV in UTF-8 with a byte order mark, which Excel asks for; returns how many rows."""
    out.write(codecs.BOM_UTF8)
    text = io.TextIOWrapper(out, "utf-8", errors="replace", newline="", write_through=True)
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    writer.writerow(map(_csv_cell, heading))
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007  (counted for the caller)
        writer.writerow(map(_csv_cell, row))
    text.detach()
    return count


def write_xlsx(out: IO[bytes], heading: Sequence[str], rows: Iterable[Sequence[Cell]]) -> int:
    """Write `rows` below `heading` as a workbook of one sheet, row by row; returns how many rows. Instants lose their zone."""
    with xlsxwriter.Workbook(out, XLSX_OPTIONS) as book:
        sheet = book.add_worksheet()
        sheet.freeze_panes(1, 0)
        head = book.add_format({"bold": True})
        quoted, moment = book.add_format({"quote_prefix": True}), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for column, label in enumerate(heading):
            sheet.write_string(0, column, label, head)
        count = 0
        for count, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                _write_xlsx_cell(sheet, (count, column), cell, quoted, moment)
    return count


WRITERS = {"csv": write_csv, "xlsx": write_xlsx}
CONTENT_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


def _csv_cell(cell: Cell) -> str | int:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="minutes")
    return f"'{cell}" if isinstance(cell, str) and looks_like_formula(cell) else cell


def _write_xlsx_cell(sheet, place: tuple[int, int], cell: Cell, quoted, moment) -> None:
    if isinstance(cell, datetime):
        sheet.write_datetime(*place, cell.replace(tzinfo=None), moment)
    elif isinstance(cell, int):
        sheet.write_number(*place, cell)
    elif cell:
        text = _NOT_XML.sub("\ufffd", cell)[:LONGEST_XLSX_TEXT]
        sheet.write_string(*place, text, quoted if looks_like_formula(text) else None)
