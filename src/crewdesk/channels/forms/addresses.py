from django import forms
from django.utils.translation import gettext_lazy as _

from crewdesk.accounts.models import Brand, Group


class AddressForm(forms.Form):
    """What mail to a support address becomes."""

    address = forms.EmailField(
        label=_("Address"), help_text=_("Let its mail be delivered or forwarded here, or fetch it from a mailbox.")
    )
    display_name = forms.CharField(
        label=_("Name of the sender"), max_length=120, required=False, help_text=_("Empty: the name of the desk.")
    )
    group = forms.ModelChoiceField(label=_("Group that takes its tickets"), queryset=None, required=False, empty_label=_("None"))
    brand = forms.ModelChoiceField(label=_("Brand"), queryset=None, required=False, empty_label=_("None"))

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["group"].queryset = Group.objects.filter(deleted_at=None).order_by("name")
        self.fields["brand"].queryset = Brand.objects.filter(is_active=True).order_by("name")


class AddressChangeForm(AddressForm):
    """The same, for an address that there is."""

    is_default = forms.BooleanField(label=_("Answers are sent from here where no other address fits"), required=False)
    is_active = forms.BooleanField(label=_("In use"), required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields.pop("address")
