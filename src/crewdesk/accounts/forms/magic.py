from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _


class AddressForm(forms.Form):
    address = forms.EmailField(
        label=_("Your e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )

    def clean_address(self) -> str:
        return self.cleaned_data["address"].strip().lower()


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the e-mail"), max_length=12, validators=[RegexValidator(r"^\s*\d{6}\s*$", _("The code has six digits."))],
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )  # fmt: skip
