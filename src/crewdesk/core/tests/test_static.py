"""House rules of style sheets and scripts."""

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[1] / "static" / "core"
SHEETS = sorted(STATIC.glob("**/*.css"))
SCRIPTS = sorted(STATIC.glob("js/*.js"))
PHYSICAL = re.compile(
    r"(?<![\w-])(margin|padding|border)-(left|right|top|bottom)\b|text-align:\s*(left|right)|(?<![\w-])(left|right|width|height):"
)


def names(paths) -> list[str]:
    return [path.name for path in paths]


def test_every_sheet_is_linked_once():
    linked = re.findall(r'url\("css/(.*?)"\)', (STATIC / "app.css").read_text())
    assert sorted(linked) == names(sorted((STATIC / "css").glob("*.css")))


@pytest.mark.parametrize("sheet", SHEETS, ids=names(SHEETS))
def test_sheets_are_logical_so_that_pages_can_be_turned_around(sheet):
    rules = re.sub(r"/\*.*?\*/|@media[^{]*", "", sheet.read_text(), flags=re.DOTALL)
    assert PHYSICAL.search(rules) is None


@pytest.mark.parametrize("script", SCRIPTS, ids=names(SCRIPTS))
def test_scripts_are_small_and_evaluate_nothing(script):
    text = script.read_text()
    assert len(text.splitlines()) < 100
    assert not re.search(r"\beval\(|new Function\(|setTimeout\(\s*[\"'`]", text)
