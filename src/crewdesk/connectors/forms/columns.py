"""What each column of a file becomes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.core.operations import NotPermitted, Refused

from ..models import ImportRun
from ..operations.imports import begin_check, is_shape, look, map_columns
from ..sheets.reading import DELIMITERS, ENCODINGS
from ..sheets.sheet import Look
from ..sheets.targets import guess, targets

_ENCODING_NAMES = {
    "utf-8-sig": "UTF-8", "utf-16": "UTF-16", "utf-16-le": "UTF-16 LE", "utf-16-be": "UTF-16 BE", "cp1252": "Windows 1252", "latin-1": "ISO 8859-1",
}  # fmt: skip


class ColumnsForm(forms.Form):
    """A choice a column, `column-0` and so on; and how the file is read, in case that was seen wrongly."""

    def __init__(self, run: ImportRun, seen: Look, data: Mapping | None = None):
        super().__init__(data)
        self.run, self.seen = run, seen
        self.known = targets(run.kind)
        choices = self._choices()
        chosen = self._chosen()
        for column in seen.columns:
            self.fields[f"column-{column.number}"] = forms.ChoiceField(
                label=column.heading, choices=choices, required=False, initial=chosen[column.number]
            )
        self.fields["date_order"] = forms.ChoiceField(
            label=_("Dates such as 03/04/2024"), choices=[("dmy", _("day first: 3 April")), ("mdy", _("month first: 4 March"))],
            initial=run.settings.get("date_order") or seen.date_order,
        )  # fmt: skip

    @classmethod
    def of(cls, run: ImportRun, data: Mapping | None, asked: Mapping) -> "ColumnsForm":
        """The form for the file as it is seen, or as somebody asks to see it. Raises BadSheet or CannotImport."""
        shape = data or asked
        encoding, delimiter = shape.get("encoding", ""), shape.get("delimiter", "")
        given = {"encoding": encoding, "delimiter": delimiter} if is_shape(encoding, delimiter) else {}
        return cls(run, look(run, **given), data)

    def columns(self) -> list[tuple[Any, forms.BoundField]]:
        """Each column with its field, for the page."""
        return [(column, self[f"column-{column.number}"]) for column in self.seen.columns]

    def needed(self) -> list[str]:
        """What must be chosen."""
        return [str(target.label) for target in self.known if target.required]

    def shapes(self) -> dict[str, list[tuple[str, str, bool]]]:
        """How the file may be read: (value, label, chosen)."""
        delimiters = {",": _("Comma"), ";": _("Semicolon"), "tab": _("Tab"), "|": "|"}
        return {
            "encoding": [(one, _ENCODING_NAMES[one], one == self.seen.shape.encoding) for one in ENCODINGS],
            "delimiter": [(one, delimiters[one], one == self.seen.shape.delimiter) for one in DELIMITERS],
        }

    def carry_out(self, *, by: User, at: datetime) -> bool:
        """Keep the mapping and begin the check; False with an error in the form when it is not enough."""
        mapping = {column.number: self.cleaned_data[f"column-{column.number}"] for column in self.seen.columns}
        try:
            run = map_columns(self.run, mapping, seen=self.seen, date_order=self.cleaned_data["date_order"], by=by, at=at)
            begin_check(run, by=by, at=at)
        except NotPermitted:
            raise
        except Refused as refusal:
            self.add_error(None, refusal.message)
            return False
        return True

    def _chosen(self) -> list[str]:
        kept = self.run.settings.get("mapping")
        if kept is not None and len(self.run.settings.get("columns", ())) == len(self.seen.columns):
            return [kept.get(str(column.number), "") for column in self.seen.columns]
        return guess(self.seen.headings, self.known)

    def _choices(self) -> list:
        own = [(one.key, f"{one.label} *" if one.required else str(one.label)) for one in self.known if not one.is_custom]
        custom = [(one.key, str(one.label)) for one in self.known if one.is_custom]
        return [("", _("Leave out")), *own, *([(_("Custom fields"), custom)] if custom else [])]
