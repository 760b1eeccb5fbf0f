from django import forms
from django.utils.translation import gettext_lazy as _

from ..forms.texts import MOST_CHARACTERS, LongText


class AnswerForm(forms.Form):
    """An answer to a request. `token` names the files that were kept with it."""

    use_required_attribute = False
    body = LongText(
        label=_("Your message"),
        required=False,
        max_length=MOST_CHARACTERS,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "answer-text"}),
    )
    token = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class CopyForm(forms.Form):
    """Somebody else who should get the answers."""

    address = forms.EmailField(label=_("E-mail address"), max_length=254)
