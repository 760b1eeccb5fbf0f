from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Schedule, User


class GroupForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    description = forms.CharField(label=_("What it is for"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    tier = forms.IntegerField(
        label=_("Tier"), min_value=0, max_value=9, initial=1,
        help_text=_("1 answers first, 2 takes what tier 1 passes on; 0 is a department beside the tiers."),
    )  # fmt: skip
    department = forms.CharField(label=_("Department"), max_length=60, required=False)
    schedule = forms.ModelChoiceField(label=_("Hours"), queryset=None, required=False, empty_label=_("The desk's default hours"))
    is_default = forms.BooleanField(label=_("New tickets come here first"), required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["schedule"].queryset = Schedule.objects.order_by("name")


class GroupMembersForm(forms.Form):
    members = forms.ModelMultipleChoiceField(
        label=_("Members"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )
    lead = forms.ModelChoiceField(label=_("Lead"), queryset=None, required=False, empty_label=_("Nobody"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["members"].queryset = User.objects.staff().order_by("name_key")
        self.fields["lead"].queryset = User.objects.assignable().order_by("name_key")
