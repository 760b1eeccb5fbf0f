"""The form itself: what every request says, and the fields of its category."""

from typing import Any

from django import forms
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crewdesk.accounts.models import User
from crewdesk.core.operations import Refused
from crewdesk.tickets.models import FieldType, Priority, TicketField
from crewdesk.tickets.operations.requirements import is_filled
from crewdesk.tickets.operations.values import BadValue, read_value

from ..forms.texts import MOST_CHARACTERS, LongText
from .categories import Category
from .filing import Sent

SEVERITIES = [
    (Priority.NORMAL, gettext_lazy("Something does not work as it should")),
    (Priority.LOW, gettext_lazy("A question or a wish, no hurry")),
    (Priority.HIGH, gettext_lazy("I cannot go on with an important task")),
    (Priority.URGENT, gettext_lazy("Nothing works, or money or safety is at risk")),
]


class RequestForm(forms.Form):
    """A request of one category. A visitor gives a name and an address; who is signed in is known."""

    use_required_attribute = False

    def __init__(self, data=None, *, category: Category, customer: User | None, asks_severity: bool, locale: str = "", **options):
        super().__init__(data, **options)
        self.category, self.customer, self.locale = category, customer, locale
        if customer is None:
            self.fields["name"] = forms.CharField(
                label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
            )
            self.fields["address"] = forms.EmailField(
                label=_("Your e-mail address"), max_length=254, help_text=_("The answer goes there."),
                widget=forms.EmailInput(attrs={"autocomplete": "email"}),
                error_messages={"invalid": _("This is not an e-mail address. It looks like name@example.com.")},
            )  # fmt: skip
        self.fields["subject"] = forms.CharField(
            label=_("Subject"), max_length=200, help_text=_("A few words, like the subject of an e-mail.")
        )
        self.fields["body"] = LongText(
            label=_("What happened?"), max_length=MOST_CHARACTERS, strip=False, widget=forms.Textarea(attrs={"rows": 6}),
            help_text=_("What did you do, what did you expect, and what came instead?"),
        )  # fmt: skip
        for field in category.fields:
            self.fields[name_of(field)] = _form_field(field)
        if asks_severity:
            self.fields["priority"] = forms.ChoiceField(
                label=_("How bad is it?"), choices=SEVERITIES, required=False, initial=Priority.NORMAL
            )
        for field in self.fields.values():
            field.error_messages["required"] = _("Please fill this in.")

    def clean_address(self) -> str:
        """An address as it is stored."""
        return self.cleaned_data["address"].strip().lower()

    def clean_body(self) -> str:
        """Blanks alone say nothing."""
        if not self.cleaned_data["body"].strip():
            raise forms.ValidationError(_("Please fill this in."))
        return self.cleaned_data["body"]

    def clean(self) -> dict[str, Any]:
        """Read the category's fields, and ask for those that are missing and shown; what is not shown is left out."""
        values = self._values()
        needed = self.category.needed(values)
        for field in self.category.fields:
            empty = not is_filled(values.get(str(field.pk)))
            if field.pk in needed and empty and name_of(field) not in self.errors:
                self.add_error(name_of(field), _missing(field))
        shown = {str(pk) for pk in self.category.shown(values)}
        self.cleaned_data["custom_fields"] = {pk: value for pk, value in values.items() if pk in shown and value is not None}
        for name in [name for name in self.errors if name.startswith("field_") and name.removeprefix("field_") not in shown]:
            del self.errors[name]
        return self.cleaned_data

    @property
    def values_now(self) -> dict[str, Any]:
        """What is filled in, as far as it can be read; for which fields to show."""
        if self.is_bound:
            self.errors  # noqa: B018 - reading it makes the form clean itself
            return self._values(quietly=True)
        return {
            str(field.pk): option.value for field in self.category.fields for option in field.options.all() if option.is_default
        }

    def sent(self) -> Sent:
        """The valid form, for the verbs."""
        data = self.cleaned_data
        return Sent(
            subject=data["subject"], body=data["body"], address=data.get("address", ""), name=data.get("name", ""),
            priority=data.get("priority") or "", form=self.category.form, custom_fields=data["custom_fields"], locale=self.locale,
            requester=self.customer,
        )  # fmt: skip

    def take_words(self) -> str:
        """What goes on a request that is there already: the body, or the subject of who wrote no more. Drops all problems but theirs."""
        for name in [name for name in self.errors if name not in ("subject", "body")]:
            del self.errors[name]
        name = "body" if self.data.get("body", "").strip() else "subject"
        if text := self.cleaned_data.get(name, "").strip():
            self.errors.clear()
        return text

    def refuse(self, refusal: Refused) -> None:
        """Put what a verb found wrong beside the field that it is about."""
        name = refusal.field.replace("custom_fields.", "field_")
        self.add_error(name if name in self.fields else None, refusal.message)

    def _values(self, *, quietly: bool = False) -> dict[str, Any]:
        values = {}
        for field in self.category.fields:
            try:
                values[str(field.pk)] = read_value(field, self.cleaned_data.get(name_of(field)))
            except BadValue as problem:
                if not quietly:
                    self.add_error(name_of(field), str(problem))
        return values


def name_of(field: TicketField) -> str:
    """The name of the input for a field."""
    return f"field_{field.pk}"


def _missing(field: TicketField) -> str:
    if field.type == FieldType.CHECKBOX:
        return _("Please tick this to go on.")
    return _("Please choose one.") if field.type in (FieldType.TAGGER, FieldType.MULTISELECT) else _("Please fill this in.")


def _form_field(field: TicketField) -> forms.Field:
    """Never required here: whether it is depends on the others, see `clean`."""
    common = {"label": field.title_in_portal or field.title, "help_text": escape(field.description), "required": False}
    options = [(option.value, option.name) for option in field.options.all()]
    match field.type:
        case FieldType.TAGGER:
            chosen = next((option.value for option in field.options.all() if option.is_default), "")
            return forms.ChoiceField(choices=[("", "—"), *options], initial=chosen, **common)
        case FieldType.MULTISELECT:
            return forms.MultipleChoiceField(choices=options, widget=forms.CheckboxSelectMultiple, **common)
        case FieldType.CHECKBOX:
            return forms.BooleanField(**common)
        case FieldType.TEXTAREA:
            return LongText(max_length=MOST_CHARACTERS, widget=forms.Textarea(attrs={"rows": 3}), **common)
        case FieldType.DATE:
            return forms.CharField(max_length=10, widget=forms.DateInput(attrs={"type": "date"}), **common)
        case FieldType.INTEGER | FieldType.DECIMAL:
            mode = "numeric" if field.type == FieldType.INTEGER else "decimal"
            return forms.CharField(max_length=40, widget=forms.TextInput(attrs={"inputmode": mode}), **common)
        case _:
            return forms.CharField(max_length=5_000, **common)
