"""The forms of a ticket form and of its conditions."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..models import FieldType, TicketField, TicketForm
from .conditions import Condition, leads_to

AUDIENCES = {"agent_conditions": _("Agents"), "end_user_conditions": _("Customers")}
NEVER, TO_SOLVE, ALWAYS = "never", "to_solve", "always"
REQUIRED_ON = {
    NEVER: {"type": "NO_STATUSES"},
    TO_SOLVE: {"type": "SOME_STATUSES", "statuses": ["solved"]},
    ALWAYS: {"type": "ALL_STATUSES"},
}


class TicketFormForm(forms.Form):
    """Which fields a form has, and who fills it in."""

    name = forms.CharField(label=_("Name"), max_length=120)
    ticket_field_ids = forms.TypedMultipleChoiceField(
        label=_("Fields"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    display_name = forms.CharField(
        label=_("Name for customers"), max_length=120, required=False, help_text=_("Empty when it is the same.")
    )
    end_user_visible = forms.BooleanField(label=_("Customers may choose it"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False, help_text=_("Tickets keep a form that is out of use."))

    def __init__(self, data, *, row: TicketForm | None = None):
        super().__init__(data, initial={name: getattr(row, name) for name in self.base_fields} if row else {})
        self.row = row
        self.titles = {field.pk: field.title for field in TicketField.objects.filter(is_active=True)}
        held = [pk for pk in row.ticket_field_ids if pk in self.titles] if row else []
        self.order = [*held, *(pk for pk in self.titles if pk not in held)]
        self.fields["ticket_field_ids"].choices = [(pk, self.titles[pk]) for pk in self.order]
        if row is None:
            del self.fields["is_active"]

    def clean_ticket_field_ids(self) -> list[int]:
        """In the order they have; a field that a condition speaks of stays."""
        chosen = [pk for pk in self.order if pk in set(self.cleaned_data["ticket_field_ids"])]
        if self.row is None:
            return chosen
        out_of_use = [pk for pk in self.row.ticket_field_ids if pk not in self.titles]
        conditions = self.row.agent_conditions + self.row.end_user_conditions
        needed = {one["parent_field_id"] for one in conditions} | {
            child["id"] for one in conditions for child in one["child_fields"]
        }
        if missing := [self.titles[pk] for pk in self.order if pk in needed - set(chosen)]:
            message = gettext("A condition speaks of %(titles)s. Take the condition away first.")
            raise forms.ValidationError(message % {"titles": ", ".join(missing)})
        return chosen + out_of_use


class ConditionForm(forms.Form):
    """When one field holds a value, others are shown."""

    audience = forms.ChoiceField(label=_("For"), choices=list(AUDIENCES.items()))
    when = forms.ChoiceField(label=_("When"))
    show = forms.TypedMultipleChoiceField(label=_("Show"), coerce=int, widget=forms.CheckboxSelectMultiple)
    required = forms.ChoiceField(
        label=_("To be filled in"),
        choices=[(NEVER, _("if one likes")), (TO_SOLVE, _("before the ticket is solved")), (ALWAYS, _("always"))],
    )

    def __init__(self, data, *, row: TicketForm):
        super().__init__(data)
        self.row = row
        fields = {field.pk: field for field in TicketField.objects.filter(is_active=True).prefetch_related("options")}
        of_form = [fields[pk] for pk in row.ticket_field_ids if pk in fields]
        self.fields["when"].choices = [(field.title, choices) for field in of_form if (choices := _choices_of(field))]
        self.fields["show"].choices = [(field.pk, field.title) for field in of_form]

    @property
    def can_be_made(self) -> bool:
        """Whether the form has a field whose value could decide, and another to show."""
        return bool(self.fields["when"].choices) and len(self.fields["show"].choices) > 1

    def clean(self) -> dict[str, Any]:
        """No field decides, by whatever detour, whether it is shown itself: it never would be."""
        data = super().clean()
        if "when" in data and "audience" in data:
            parent, conditions = int(data["when"].partition(":")[0]), getattr(self.row, data["audience"])
            if any(leads_to(conditions, child, parent) for child in data.get("show", ())):
                self.add_error("show", gettext("This field would decide whether it is shown itself."))
        return data

    @property
    def condition(self) -> Condition:
        """In the dialect's shape."""
        data = self.cleaned_data
        parent, _colon, value = data["when"].partition(":")
        required = {"is_required": data["required"] != NEVER, "required_on_statuses": REQUIRED_ON[data["required"]]}
        value = value == "true" if value in ("true", "false") and self._is_box(int(parent)) else value
        return {"parent_field_id": int(parent), "value": value, "child_fields": [{"id": pk, **required} for pk in data["show"]]}

    def _is_box(self, pk: int) -> bool:
        return TicketField.objects.filter(pk=pk, type=FieldType.CHECKBOX).exists()


def _choices_of(field: TicketField) -> list[tuple[str, str]]:
    if field.type == FieldType.CHECKBOX:
        return [(f"{field.pk}:true", gettext("%(title)s is ticked") % {"title": field.title})]
    named = gettext("%(title)s is %(choice)s")
    return [(f"{field.pk}:{each.value}", named % {"title": field.title, "choice": each.name}) for each in field.options.all()]
