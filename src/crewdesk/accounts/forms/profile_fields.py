"""The form of a field of customers or organizations: one for each type, without what that type has no use for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import FieldType, ProfileField
from ..models.field_type import WITH_OPTIONS
from .options import OptionsField

ONLY_FOR = {"options": WITH_OPTIONS, "tag": {FieldType.CHECKBOX}, "regexp_for_validation": {FieldType.REGEXP}}


class ProfileFieldForm(forms.Form):
    """A field of the type `type`, or the one that `row` is."""

    title = forms.CharField(label=_("Name"), max_length=120)
    key = forms.CharField(
        label=_("Key"), max_length=60, required=False, widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("What programs know the field by: small letters, digits and underscores. It cannot be changed later. Empty, it is made from the name."),
    )  # fmt: skip
    options = OptionsField(
        label=_("Choices"),
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("One a line. Each has a tag, by which searches and programs know it: “Gold plan = gold”. Without one it is made from the name."),
    )  # fmt: skip
    tag = forms.CharField(
        label=_("Tag"), max_length=100, required=False, help_text=_("Whoever the box is ticked for has this tag meanwhile.")
    )
    regexp_for_validation = forms.CharField(
        label=_("Pattern"), max_length=300, help_text=_("A regular expression that the whole value has to match: PO-[0-9]{7}")
    )
    description = forms.CharField(
        label=_("Help for agents"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_active = forms.BooleanField(
        label=_("In use"), required=False, help_text=_("Values of a field that is out of use are kept, and shown to nobody.")
    )

    def __init__(self, data, *, type: str, row: ProfileField | None = None):
        super().__init__(data, initial=_initial_of(row) if row else {})
        unused = [name for name, types in ONLY_FOR.items() if type not in types]
        for name in [*unused, "key" if row else "is_active"]:
            del self.fields[name]


def _initial_of(row: ProfileField) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in ProfileFieldForm.base_fields if name != "options"}
    return values | {"options": list(row.options.all())}
