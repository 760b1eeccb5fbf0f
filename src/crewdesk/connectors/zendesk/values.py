"""Values of custom fields, by what the fields became here."""

from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from crewdesk.accounts.models import Organization, User
from crewdesk.tickets.models import FieldType, Ticket, TicketField
from crewdesk.tickets.operations.tags import clean_tag
from crewdesk.tickets.operations.values import BadValue, read_value, tags_of

from ..models import ImportedRow
from .running import Work
from .words import Row, key, listed, text

LOOKED_UP: dict[str, tuple[str, type[models.Model]]] = {
    "user": ("user", User),
    "organization": ("organization", Organization),
    "ticket": ("ticket", Ticket),
}


class Values:
    """The custom fields of this desk that the account's fields became; made once an import, after the fields came."""

    def __init__(self, work: Work):
        self.work = work
        with work.scope():
            ours = ImportedRow.objects.filter(source=work.known.source, kind="field").values_list("source_id", "our_id")
            fields = {field.pk: field for field in TicketField.objects.prefetch_related("options")}
            self._by_theirs = {theirs: fields[pk] for theirs, pk in ours if pk in fields}
        self.by_id = {str(pk): field for pk, field in fields.items()}

    def read(self, row: Row, name: str) -> tuple[dict[str, Any], list[str]]:
        """{our field's id: value} of a ticket of theirs, and the tags that go with it. What does not fit is reported."""
        held: dict[str, Any] = {}
        tags: list[str] = []
        for one in listed(row, "custom_fields") or listed(row, "fields"):
            field, raw = self._by_theirs.get(key(one.get("id"))), one.get("value")
            if raw is None or raw in ("", []) or isinstance(raw, dict):
                continue
            if field is None:
                if raw is not False:
                    self.work.note(_("Value of a field that is not here: it stays behind"), f"{name} {key(one.get('id'))}")
                continue
            value = self._value(field, raw, name)
            if value is not None:
                held[str(field.pk)] = value
                tags += tags_of(field, value)
        return held, tags

    def _value(self, field: TicketField, raw: Any, name: str) -> Any:
        if field.type == FieldType.LOOKUP:
            kind, model = LOOKED_UP[field.lookup_target]
            row = self.work.known.rows(kind, model, [key(raw)]).get(key(raw))
            return row.pk if row else self._left(_("Field points to something that is not here"), field, name)
        try:
            return read_value(field, self._offered(field, raw, name) if field.type == FieldType.MULTISELECT else raw)
        except (BadValue, TypeError, ValueError):
            return self._left(_("Value does not fit its field: it stays behind"), field, name)

    def _offered(self, field: TicketField, raw: Any, name: str) -> list[str]:
        values = {option.value for option in field.options.all()}
        chosen = [clean_tag(text(one, 100)) for one in (raw if isinstance(raw, list) else [raw])]
        if any(one not in values for one in chosen):
            self._left(_("Value does not fit its field: it stays behind"), field, name)
        return [one for one in chosen if one in values]

    def _left(self, what: str, field: TicketField, name: str) -> None:
        self.work.note(what, f"{name} {field.title}")
