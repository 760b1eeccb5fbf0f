"""CSV as people have it."""

from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest

from crewdesk.connectors.sheets import cells
from crewdesk.connectors.sheets.cells import BadCell, date_order, moment
from crewdesk.connectors.sheets.reading import LONGEST_CELL, BadSheet, Shape, detect, records
from crewdesk.connectors.sheets.targets import Target, guess

ROWS = 'Name;Ort\nZoë;Köln\nŁukasz;"a; b"\n'


def read(data: bytes) -> list[list[str]]:
    return [record.cells for record in records(BytesIO(data), detect(BytesIO(data)))]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding):
    assert read(ROWS.encode(encoding)) == [["Name", "Ort"], ["Zoë", "Köln"], ["Łukasz", "a; b"]]


def test_western_encodings_without_a_mark():
    assert read("Name,Price\nZoë,5 €\n".encode("cp1252")) == [["Name", "Price"], ["Zoë", "5 €"]]
    assert read("Name,x\nZo\xeb,\x81\n".encode("latin-1")) == [["Name", "x"], ["Zoë", "\x81"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(delimiter):
    text = delimiter.join(["a", "b", "c"]) + "\n" + delimiter.join(["1", '"x,y;z"', "3"]) + "\n"
    assert read(text.encode()) == [["a", "b", "c"], ["1", "x,y;z", "3"]]


def test_quoted_newlines_and_line_ends_of_all_kinds():
    assert read(b'a,b\r\n"one\ntwo",2\r\n\r\n3,4') == [["a", "b"], ["one\ntwo", "2"], ["3", "4"]]
    assert read(b"a,b\r1,2\r") == [["a", "b"], ["1", "2"]]


def test_lines_are_counted_as_an_editor_does():
    found = list(records(BytesIO(b'a,b\n"1\n2",x\n\n3,4\n'), Shape()))
    assert [record.line for record in found] == [1, 2, 5]


def test_nul_and_marks_within_the_text_are_dropped():
    assert read(b"a,b\n1\x00,2\n") == [["a", "b"], ["1", "2"]]


def test_a_cell_of_a_megabyte_is_read():
    cell = b"x" * 1024 * 1024
    assert read(b'a,b\n"' + cell + b'",2\n')[1] == [cell.decode(), "2"]


def test_a_quotation_mark_that_nobody_closes_loses_no_more_than_it_must():
    found = list(records(BytesIO(b'a,b\n1,2\n"open,3\n4,5\n'), Shape()))
    assert [(record.line, record.cells) for record in found[:2]] == [(1, ["a", "b"]), (2, ["1", "2"])]
    assert (found[2].line, "not closed" in found[2].problem) == (3, True)
    much = b'a,b\n"open,3\n' + b"4,5\n" * (LONGEST_CELL // 4 + 10) + b"6,7\n"
    found = list(records(BytesIO(much), Shape()))
    assert found[1].problem
    assert found[-1].cells == ["6", "7"]


def test_a_mark_in_the_wrong_place_spoils_one_row():
    found = list(records(BytesIO(b'a,b\n"x"y,2\n3,4\n'), Shape()))
    assert [bool(record.problem) for record in found] == [False, True, False]


@pytest.mark.parametrize("head, word", [(b"PK\x03\x04...", "XLSX"), (b"%PDF-1.7", "PDF"), (b"", "empty"), (b"  \n ", "empty")])
def test_what_is_no_csv_is_told(head, word):
    with pytest.raises(BadSheet, match=word):
        detect(BytesIO(head))


MOMENTS = [
    ("2024-05-31", "dmy", "2024-05-30T22:00"),
    ("2024-05-31 14:30", "dmy", "2024-05-31T12:30"),
    ("2024-05-31T14:30:00Z", "dmy", "2024-05-31T14:30"),
    ("2024-05-31 14:30:00 UTC", "dmy", "2024-05-31T14:30"),
    ("2024-05-31T14:30:00+05:30", "dmy", "2024-05-31T09:00"),
    ("31.05.2024 14:30", "dmy", "2024-05-31T12:30"),
    ("03/04/2024", "mdy", "2024-03-03T23:00"),
    ("03/04/2024", "dmy", "2024-04-02T22:00"),
    ("1/2/24 1:05 pm", "mdy", "2024-01-02T12:05"),
    ("1717165800", "dmy", "2024-05-31T14:30"),
]


@pytest.mark.parametrize("text, order, wanted", MOMENTS)
def test_moments(text, order, wanted):
    at = moment(text, order=order, zone=ZoneInfo("Europe/Berlin"), latest=datetime(2026, 1, 1, tzinfo=UTC))
    assert f"{at:%Y-%m-%dT%H:%M}" == wanted


@pytest.mark.parametrize("text", ["soon", "31/31/2024", "2030-01-01", "0001-01-01", "13:00", "99999999999999999999"])
def test_what_is_no_moment_says_what_to_do(text):
    with pytest.raises(BadCell, match="Write it like|Correct it"):
        moment(text, order="dmy", zone=ZoneInfo("UTC"), latest=datetime(2026, 1, 1, tzinfo=UTC))


def test_the_order_of_dates_is_seen():
    assert date_order(["01/02/2024", "02/15/2024"]) == "mdy"
    assert date_order(["01/02/2024", "15/02/2024"]) == "dmy"
    assert date_order([]) == "dmy"


def test_addresses_and_tags():
    assert cells.email(" <Cleo@Example.ORG> ") == "cleo@example.org"
    with pytest.raises(BadCell):
        cells.email("cleo at example")
    assert cells.words("VIP; big customer,eu") == ["big", "customer", "eu", "vip"]


def test_columns_are_guessed_by_many_spellings():
    known = [
        Target("email", "E-mail", "mail, e mail"),
        Target("name", "Name", "full name"),
        Target("field:order_no", "Order no.", is_custom=True),
    ]
    assert guess(["Full Name", "E-Mail", "ORDER NO", "Other", ""], known) == ["name", "email", "field:order_no", "", ""]
    assert guess(["name", "Full name"], known) == ["name", ""]
