"""From old ids to new ones, in sixteen bytes a row: a desk may have ten millions of them."""

from array import array
from bisect import bisect_left
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _

from crewdesk.core.bulk import take_ids

from .archive import BadArchive, Reader
from .references import named

BLOCK = 10_000
# Keys are 64 bits wide.
HIGHEST = 2**63 - 1
LOOKUPS = {"user": "accounts.User", "organization": "accounts.Organization", "ticket": "tickets.Ticket"}


class IdTable:
    """Old ids of one table, ascending, and beside them the new ones: row n here is row n there."""

    def __init__(self, old: array, new: array):
        self._old, self._new = old, new

    def __len__(self) -> int:
        return len(self._old)

    def get(self, old: int) -> int | None:
        """The new id."""
        place = bisect_left(self._old, old)
        return self._new[place] if place < len(self._old) and self._old[place] == old else None


class Translated:
    """All tables of a desk on its way in (references.Translation)."""

    def __init__(self, old_desk: int, new_desk: int):
        self.tables: dict[str, IdTable] = {}
        self.lookups: dict[int, str] = {}
        # Persons by their old id: (new id)
        self.persons: dict[int, int] = {}
        self._desk = (old_desk, new_desk)
        self._by_name = {model._meta.model_name: model._meta.label for model in apps.get_models()}

    def new(self, label: str, old: int) -> int | None:
        """The new id of a row of `label`; None when it did not come along."""
        if label == "accounts.Person":
            return self.persons.get(old)
        if label == "accounts.Desk":
            return self._desk[1] if old == self._desk[0] else None
        table = self.tables.get(label)
        return table.get(old) if table else None

    def subject(self, name: str, old: int) -> int:
        """The new id of an event's subject; 0 when it did not come along."""
        return self.new(self._by_name.get(name, ""), old) or 0

    def named(self, value: Any) -> Any:
        """References in JSON, by their words."""
        return named(value, self)

    def learn_field(self, row: dict[str, Any]) -> None:
        """Remember what the values of a lookup field name."""
        if row.get("type") == "lookup":
            self.lookups[row["id"]] = LOOKUPS.get(row.get("lookup_target") or "ticket", "tickets.Ticket")


def ids_of(archive: Reader, label: str) -> IdTable:
    """Give every row of a table in the archive a new id."""
    old, new = array("q"), array("q")
    name = f"tables/{label}.jsonl"
    if name in archive.pieces:
        with archive.open(name) as content:
            old.extend(_first_id(name, line) for line in content)
    if any(one >= other for one, other in zip(old, old[1:], strict=False)):
        raise BadArchive(_("The rows of %(name)s are not in order.") % {"name": name})
    table = apps.get_model(label)._meta.db_table
    for begin in range(0, len(old), BLOCK):
        new.extend(take_ids(table, min(BLOCK, len(old) - begin)))
    return IdTable(old, new)


def _first_id(name: str, line: bytes) -> int:
    """Rows begin with their id, so that it can be read without the rest."""
    head, _comma, _rest = line.partition(b",")
    key, _colon, digits = head.partition(b":")
    digits = digits.strip(b" }\n")
    if key != b'{"id"' or not digits.isdigit() or len(digits) > 19 or int(digits) > HIGHEST:
        raise BadArchive(_("A row of %(name)s does not begin with its id.") % {"name": name})
    return int(digits)
