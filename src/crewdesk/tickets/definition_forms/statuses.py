"""The form of a status of the desk's own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import CustomStatus, Status


class StatusForm(forms.Form):
    """A status within one of the categories."""

    status_category = forms.ChoiceField(
        label=_("Category"),
        choices=[(value, label) for value, label in Status.choices if value != Status.CLOSED],
        help_text=_("It decides what the status means for counters, rules and targets. It cannot be changed later."),
    )
    agent_label = forms.CharField(label=_("Name"), max_length=60)
    end_user_label = forms.CharField(
        label=_("Name for customers"), max_length=60, required=False, help_text=_("Empty when it is the same.")
    )
    description = forms.CharField(
        label=_("When to use it"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    is_active = forms.BooleanField(label=_("In use"), required=False, help_text=_("Tickets keep a status that is out of use."))

    def __init__(self, data, *, row: CustomStatus | None = None):
        super().__init__(data, initial={name: getattr(row, name) for name in self.base_fields} if row else {})
        del self.fields["status_category" if row else "is_active"]
