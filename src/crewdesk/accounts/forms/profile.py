from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..zones import zone_choices


class ProfileForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    alias = forms.CharField(label=_("Name that customers see"), max_length=60, required=False, help_text=_("Empty: your name."))
    locale = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("The desk's")), *settings.LANGUAGES])
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, choices=lambda: [("", _("The desk's")), *zone_choices()])
    signature = forms.CharField(
        label=_("Signature"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Below your replies by e-mail."),
    )
