"""Generated files are what they claim to be, and the same for the same seed."""

import csv
import io
import re

import pytest
from PIL import Image

from ..attachments import build
from ..pdf import one_page_pdf


@pytest.mark.parametrize("kind", ["screenshot", "statement", "log", "invoice"])
def test_a_seed_gives_the_same_file_and_another_seed_another(kind):
    assert build(kind, 7) == build(kind, 7)
    assert build(kind, 7).content != build(kind, 8).content
    assert len(build(kind, 7).content) < 60_000


def test_the_screenshot_is_a_picture():
    with Image.open(io.BytesIO(build("screenshot", 1).content)) as picture:
        picture.verify()
        assert (picture.format, picture.size) == ("PNG", (900, 560))


def test_the_balance_of_a_statement_adds_up():
    rows = list(csv.DictReader(io.StringIO(build("statement", 2).content.decode())))
    assert len(rows) >= 12
    for before, after in zip(rows, rows[1:], strict=False):
        expected = float(before["balance_usd"]) + float(after["amount_usd"])
        assert float(after["balance_usd"]) == pytest.approx(expected, abs=0.011)


def test_the_cross_reference_table_of_the_pdf_points_at_its_objects():
    content = build("invoice", 3).content
    start = int(re.search(rb"startxref\n(\d+)\n%%EOF", content)[1])
    assert content[start:].startswith(b"xref\n")
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n", content)]
    assert len(places) == 5
    for number, place in enumerate(places, start=1):
        assert content[place:].startswith(b"%d 0 obj" % number)


def test_brackets_in_a_pdf_line_do_not_end_it():
    assert rb"(a \(b\) \\) Tj" in one_page_pdf(["a (b) \\"])


def test_an_unknown_kind_is_refused():
    with pytest.raises(KeyError):
        build("video", 1)
