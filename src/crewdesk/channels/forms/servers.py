from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from .mailboxes import SECURITIES, secret_field

LABELS = RegexValidator(r"^[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?$", _("Use letters, digits, dots and hyphens."))


class ServerForm(forms.Form):
    """The SMTP server by which the desk's mail leaves."""

    host = forms.CharField(
        label=_("Server"),
        max_length=255,
        widget=forms.TextInput(attrs={"placeholder": "smtp.example.com", "autocomplete": "off"}),
    )
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=587)
    security = forms.ChoiceField(label=_("Encryption"), choices=SECURITIES, initial="starttls")
    username = forms.CharField(
        label=_("User name"), max_length=255, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    password = secret_field(_("Password"))
    hourly_cap = forms.IntegerField(
        label=_("Most messages an hour"), min_value=1, max_value=1_000_000, initial=2000,
        help_text=_("What is over it waits, so that a mistake cannot burn the domain's name."),
    )  # fmt: skip


class DkimForm(forms.Form):
    """For which domain mail is signed."""

    domain = forms.CharField(label=_("Domain of the sender's address"), max_length=255, validators=[LABELS])
    selector = forms.CharField(label=_("Selector"), max_length=63, validators=[LABELS], initial="crewdesk")


class TestMailForm(forms.Form):
    """Where a test message goes."""

    __test__ = False

    to = forms.EmailField(label=_("Send a test message to"))
