"""What is noted of a customer or an organization in the fields that the desk defines: one input for each field, by its type."""

from contextlib import suppress
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.translation import gettext as _

from ..models import FieldType, ProfileField
from ..profile_values import COLUMNS, fields_of

# Names the inputs that a page had: a box that is not ticked is not sent.
SHOWN = "shown_fields"


class ProfileValues:
    """For a form: gains the fields of `kind`, and gives what was changed in them to the verb under the name of their column."""

    kind: ProfileField.Kind

    def __init__(self, *args: Any, held: dict[str, Any] | None = None, **options: Any):
        super().__init__(*args, **options)
        self.held = held or {}
        for name, field in self._named.items():
            self.fields[name] = _input(field, self.held.get(field.key))
        if self._named:
            self.fields[SHOWN] = forms.CharField(widget=forms.HiddenInput, required=False, initial=" ".join(self._named))

    def clean(self) -> dict[str, Any]:
        """Of the fields that the page showed, which may be fewer than there are by now, those that were changed: what was left as it is may
        be older than its field.
        """
        data = super().clean() or self.cleaned_data
        sent = {name: _sent(data.pop(name)) for name in self._named if name in data}
        shown = data.pop(SHOWN, "").split()
        changed = {
            field.key: sent[name]
            for name, field in self._named.items()
            if name in sent and name in shown and sent[name] != _shown(field, self.held.get(field.key))
        }
        return data | ({self._column: changed} if changed else {})

    def add_error(self, field: str | None, error: Any) -> None:
        """The page opens at what has to be corrected, which may be far down."""
        if field in self.fields and not self.errors:
            self.fields[field].widget.attrs["autofocus"] = True
        super().add_error(field, error)

    @cached_property
    def _named(self) -> dict[str, ProfileField]:
        """The fields in use, as a refusal names them."""
        fields = fields_of(self.kind, with_options=True).items()
        return {f"{self._column}.{key}": field for key, field in fields if field.is_active}

    @property
    def _column(self) -> str:
        return COLUMNS[self.kind]


def _input(field: ProfileField, held: Any) -> forms.Field:
    # Help is taken for HTML where it is shown.
    facts = {"label": field.title, "help_text": escape(field.description), "required": False, "initial": _shown(field, held)}
    match field.type:
        case FieldType.TAGGER:
            return forms.ChoiceField(choices=[("", "—"), *_choices(field, facts["initial"])], **facts)
        case FieldType.MULTISELECT:
            return forms.MultipleChoiceField(
                choices=_choices(field, *facts["initial"]), widget=forms.CheckboxSelectMultiple, **facts
            )
        case FieldType.CHECKBOX:
            return forms.BooleanField(**facts)
        case _:
            # The verb reads the value, and says what is wrong with it.
            return forms.CharField(widget=_widget(field.type, facts["initial"]), strip=field.type != FieldType.TEXTAREA, **facts)


def _choices(field: ProfileField, *held: str) -> list[tuple[str, str]]:
    """The options, and what is held though it is none of them any more."""
    offered = [(option.value, option.name) for option in field.options.all()]
    gone = [value for value in held if value and value not in dict(offered)]
    return [*offered, *((value, _("%(value)s (no longer a choice)") % {"value": value}) for value in gone)]


def _widget(type: str, shown: str) -> forms.Widget:
    match type:
        case FieldType.TEXTAREA:
            return forms.Textarea(attrs={"rows": 3, "dir": "auto"})
        case FieldType.DATE if not shown or _is_date(shown):
            return forms.DateInput(attrs={"type": "date"})
        case FieldType.INTEGER:
            return forms.TextInput(attrs={"inputmode": "numeric"})
        case FieldType.DECIMAL:
            return forms.TextInput(attrs={"inputmode": "decimal"})
        case _:
            # A date that is none would be lost in an input for dates.
            return forms.TextInput(attrs={"dir": "auto"})


def _is_date(text: str) -> bool:
    with suppress(ValueError):
        return date.fromisoformat(text).isoformat() == text
    return False


def _shown(field: ProfileField, held: Any) -> Any:
    """What is held as the input sends it back."""
    match field.type:
        case FieldType.MULTISELECT:
            return sorted(str(one) for one in (held if isinstance(held, list) else [held]) if one not in (None, ""))
        case FieldType.CHECKBOX:
            return bool(held)
        case _:
            return "" if held is None else _sent(str(held))


def _sent(value: Any) -> Any:
    """A value without what a browser makes of it."""
    if isinstance(value, list):
        return sorted(value)
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
