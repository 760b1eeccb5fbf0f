"""One row on its way in: ids translated, HTML cleaned again, columns that stayed behind filled with their defaults."""

import math
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.utils.translation import gettext as _

from crewdesk.channels.models import SupportAddress
from crewdesk.core.bulk import insert_plain
from crewdesk.core.files import bytes_kept
from crewdesk.core.files.kinds import sniff
from crewdesk.core.files.names import shown_name
from crewdesk.core.html import clean_html

from .archive import BadArchive
from .catalogue import TABLES, columns, target_of

if TYPE_CHECKING:
    from .arriving import Arrival


class Rows:
    """The rows of one table."""

    def __init__(self, label: str, arrival: "Arrival"):
        self.label, self.model, self.arrival = label, apps.get_model(label), arrival
        self._table, self._columns = TABLES[label], columns(label)
        self._known = {field.attname for field in self._columns}
        self._defaults = {field.attname: _default(field) for field in self.model._meta.concrete_fields if not field.generated}

    def write(self, names: list[str], rows: list[dict[str, Any]]) -> None:
        """Insert rows that have arrived."""
        insert_plain(self.model, names, rows)

    def arrived(self, row: dict[str, Any]) -> dict[str, Any]:
        """The row as it is to be written."""
        for name in row.keys() - self._known:
            self.arrival.note(f"unknown column: {self.label}.{name}")
        result = self._defaults | {"desk_id": self.arrival.desk.pk}
        for field in self._columns:
            if field.attname in row:
                result[field.attname] = self._value(field, row[field.attname])
        return self._special(row, result)

    def _value(self, field: models.Field, value: Any) -> Any:
        to = self.arrival.to
        if value is None:
            return None
        if field.attname == "id":
            return to.new(self.label, value)
        if (target := target_of(field)) is not None:
            return self._key(field, target, value)
        if field.related_model is not None:
            return to.new(field.related_model._meta.label, value)
        if field.attname in self._table.references:
            return self._table.references[field.attname](value, to)
        return clean_html(value).html if field.attname in self._table.html else value

    def _key(self, field: models.Field, target: str, value: int) -> int | None:
        new = self.arrival.to.new(target, value)
        if new is None and not field.null:
            raise BadArchive(
                _("A row of %(table)s points to %(target)s %(id)s, which is not in the archive.")
                % {"table": self.label, "target": target, "id": value}
            )
        return new

    def _special(self, row: dict[str, Any], result: dict[str, Any]) -> dict[str, Any]:
        to = self.arrival.to
        match self.label:
            case "core.Event":
                result["subject_id"] = to.subject(row["subject_type"], row["subject_id"])
                result["actor_id"] = row["actor_id"] and to.new("accounts.User", row["actor_id"])
                result["caused_by"] = row["caused_by"] and to.new("core.Event", row["caused_by"])
            case "tickets.TicketField":
                to.learn_field(row)
        return result


class Addresses(Rows):
    """Support addresses: each leads to one desk of an installation, and stays with the one that has it."""

    def write(self, names: list[str], rows: list[dict[str, Any]]) -> None:
        insert_plain(self.model, names, rows, unless_taken=True)
        present = set(SupportAddress.objects.values_list("address", flat=True))
        for row in rows:
            if row["address"] not in present:
                self.arrival.note("address belongs to another desk of this installation", row["address"])


class StoredFiles(Rows):
    """Files: their bytes come along, under new keys."""

    def __init__(self, label: str, arrival: "Arrival", keys: list[str]):
        super().__init__(label, arrival)
        self._keys = keys

    def _special(self, row: dict[str, Any], result: dict[str, Any]) -> dict[str, Any]:
        kept = self._kept(f"files/{row['id']}")
        small = self._kept(f"files/{row['id']}.thumbnail")
        result["name"] = shown_name(row["name"])
        # A row needs a key of its own even where the bytes are gone.
        result["key"] = kept.key if kept else f"{self.arrival.desk.pk}/gone/{row['id']}"
        result["thumbnail_key"] = small.key if small else ""
        if kept:
            result |= {"size": kept.size, "sha256": kept.sha256, "content_type": sniff(kept.head, row["content_type"])}
        elif row["deleted_at"] is None:
            self.arrival.note("file whose bytes are missing", row["name"])
        return result

    def _kept(self, name: str) -> bytes_kept.Kept | None:
        if name not in self.arrival.archive.pieces:
            return None
        with self.arrival.archive.open(name) as content:
            kept = bytes_kept.write(content, desk_id=self.arrival.desk.pk, limit_mb=math.inf)
        self._keys.append(kept.key)
        return kept


def _default(field: models.Field) -> Any:
    value = field.get_default()
    return b"" if value is None and isinstance(field, models.BinaryField) and not field.null else value
