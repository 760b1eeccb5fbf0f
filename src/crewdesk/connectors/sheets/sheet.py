"""A first look at an uploaded file: its headings, a few values of each column, what strikes as wrong."""

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, BinaryIO

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from .cells import date_order, shown
from .reading import BadSheet, Shape, detect, records

LOOKED_AT, SAMPLES = 200, 3
_DATA = re.compile(r"[^@\s]+@[^@\s]+\.\w+|\d[\d.,:/ -]*")


@dataclass(frozen=True)
class Column:
    """One column as the mapping page shows it."""

    number: int
    heading: str
    samples: list[str]


@dataclass(frozen=True)
class Look:
    """What was seen."""

    shape: Shape
    columns: list[Column]
    date_order: str = "dmy"
    warnings: list[str] = field(default_factory=list)

    @property
    def headings(self) -> list[str]:
        return [column.heading for column in self.columns]


def look_at(key: str, settings: dict[str, Any]) -> Look:
    """Look at the stored file; what `settings` say of its shape goes before what is detected. Raises BadSheet."""
    with default_storage.open(key) as stream:
        given = settings.get("shape")
        shape = Shape(**given) if given else detect(stream)
        stream.seek(0)
        return _look(stream, shape)


def _look(stream: BinaryIO, shape: Shape) -> Look:
    seen = list(islice(records(stream, shape), LOOKED_AT))
    if not seen or seen[0].problem:
        raise BadSheet(
            _("The first line cannot be read: %(problem)s") % {"problem": seen[0].problem if seen else _("it is empty")},
            field="file",
        )
    headings, rows = seen[0].cells, [record.cells for record in seen[1:] if not record.problem]
    if len(seen) == 1:
        raise BadSheet(_("The file has headings and no rows below them."), field="file")
    width = max([len(headings), *map(len, rows)])
    columns = [_column(number, headings, rows) for number in range(width)]
    samples = [cell for row in rows for cell in row]
    return Look(shape, columns, date_order(samples), _warnings(headings, rows))


def _column(number: int, headings: list[str], rows: list[list[str]]) -> Column:
    heading = headings[number].strip() if number < len(headings) else ""
    filled = (row[number].strip() for row in rows if number < len(row) and row[number].strip())
    return Column(
        number,
        shown(heading) or _("Column %(number)s") % {"number": number + 1},
        [shown(cell) for cell in islice(filled, SAMPLES)],
    )


def _warnings(headings: list[str], rows: list[list[str]]) -> list[str]:
    found = []
    if any(_DATA.fullmatch(cell.strip()) for cell in headings):
        found.append(
            _(
                "The first line looks like data and not like headings. Add a line of headings above it: the first line is never imported."
            )
        )
    named = [cell.strip().casefold() for cell in headings if cell.strip()]
    if twice := sorted({name for name in named if named.count(name) > 1}):
        found.append(
            _("Some headings stand twice: %(names)s. Look at the values to tell the columns apart.")
            % {"names": ", ".join(twice)[:200]}
        )
    if any(len(row) > len(headings) for row in rows):
        found.append(_("Some rows have more cells than there are headings."))
    return found
