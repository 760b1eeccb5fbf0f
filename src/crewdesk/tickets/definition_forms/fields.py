"""The form of a custom field: one for each type, without what that type has no use for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from crewdesk.accounts.forms.options import OptionsField

from ..models import FieldType, TicketField

ONLY_FOR = {
    "options": {FieldType.TAGGER, FieldType.MULTISELECT}, "tag": {FieldType.CHECKBOX}, "regexp_for_validation": {FieldType.REGEXP},
    "lookup_target": {FieldType.LOOKUP},
}  # fmt: skip


class FieldForm(forms.Form):
    """A custom field of the type `type`, or the one that `row` is."""

    title = forms.CharField(label=_("Name"), max_length=120)
    options = OptionsField(
        label=_("Choices"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line. Each has a tag, by which searches and rules know it: “Late payout = late_payout”. Without one it is made from the name."),
    )  # fmt: skip
    tag = forms.CharField(
        label=_("Tag"), max_length=100, required=False, help_text=_("The ticket has this tag while the box is ticked.")
    )
    regexp_for_validation = forms.CharField(
        label=_("Pattern"), max_length=300, help_text=_("A regular expression that the whole value has to match: PO-[0-9]{7}")
    )
    lookup_target = forms.ChoiceField(
        label=_("Points to"),
        choices=[("user", _("A customer or member")), ("organization", _("An organization")), ("ticket", _("A ticket"))],
    )
    agent_description = forms.CharField(
        label=_("Help for agents"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    required = forms.BooleanField(label=_("Has to be filled in before a ticket is solved"), required=False)
    visible_in_portal = forms.BooleanField(label=_("Customers see it"), required=False)
    editable_in_portal = forms.BooleanField(label=_("Customers may fill it in"), required=False)
    required_in_portal = forms.BooleanField(label=_("Customers have to fill it in"), required=False)
    title_in_portal = forms.CharField(
        label=_("Name for customers"), max_length=120, required=False, help_text=_("Empty when it is the same.")
    )
    description = forms.CharField(
        label=_("Help for customers"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_active = forms.BooleanField(
        label=_("In use"), required=False, help_text=_("Tickets keep the values of a field that is out of use.")
    )

    def __init__(self, data, *, type: str, row: TicketField | None = None):
        super().__init__(data, initial=_initial_of(row) if row else {})
        self.row = row
        unused = [name for name, types in ONLY_FOR.items() if type not in types]
        for name in [*unused, *([] if row else ["is_active"])]:
            del self.fields[name]

    def clean_options(self) -> list[dict[str, Any]]:
        """The choices; one that was preselected stays so."""
        before = {option.value: option.is_default for option in self.row.options.all()} if self.row else {}
        return [option | {"default": before.get(option["value"], False)} for option in self.cleaned_data["options"]]

    def clean(self) -> dict[str, Any]:
        """Whoever has to fill a field in also sees it."""
        data = super().clean()
        data["editable_in_portal"] = data.get("editable_in_portal", False) or data.get("required_in_portal", False)
        data["visible_in_portal"] = data.get("visible_in_portal", False) or data["editable_in_portal"]
        return data


def _initial_of(row: TicketField) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in FieldForm.base_fields if name != "options"}
    return values | {"options": list(row.options.all())}
