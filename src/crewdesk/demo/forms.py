"""What a customer types into the web mailbox."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .furnishing import ADDRESSES
from .sample import HARBOR

DESK_ADDRESSES = [f"{local}@{HARBOR}.example" for local in ADDRESSES] + ["care@meridian.example"]


class AnswerForm(forms.Form):
    """The answer to a message."""

    text = forms.CharField(label=_("Your answer"), widget=forms.Textarea(attrs={"rows": 4}))
    file = forms.FileField(label=_("Attach a file"), required=False)


class LetterForm(forms.Form):
    """A new message from anybody."""

    name = forms.CharField(label=_("Your name"), max_length=80)
    address = forms.EmailField(label=_("Your address"))
    to = forms.ChoiceField(label=_("To"), choices=[(address, address) for address in DESK_ADDRESSES])
    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(label=_("Message"), widget=forms.Textarea(attrs={"rows": 8}))
    file = forms.FileField(label=_("Attach a file"), required=False)
