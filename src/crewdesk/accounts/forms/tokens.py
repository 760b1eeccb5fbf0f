from datetime import timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from crewdesk.core.clock import now

from ..models import User
from ..scopes import SCOPES
from .customers import WordsField

LIVES = [(30, _("30 days")), (90, _("90 days")), (365, _("A year"))]
SCOPE_LABELS = {"read": _("Read"), "write": _("Change")}
# Those of one resource stand under the names by which the API knows them.
SCOPE_CHOICES = [(scope, SCOPE_LABELS.get(scope, scope)) for scope in SCOPES]


class TokenForm(forms.Form):
    name = forms.CharField(label=_("What it is for"), max_length=120)
    user = forms.ModelChoiceField(label=_("Acts as"), queryset=None, help_text=_("It may do what this member may do."))
    scopes = forms.MultipleChoiceField(
        label=_("May"),
        choices=SCOPE_CHOICES,
        initial=["read"],
        widget=forms.CheckboxSelectMultiple,
    )
    expires_at = forms.TypedChoiceField(
        label=_("Ends after"), choices=LIVES, coerce=lambda days: now() + timedelta(days=int(days)), initial=90
    )
    allowed_ips = WordsField(
        label=_("From these addresses alone"),
        required=False,
        help_text=_("Addresses or networks, as in 192.0.2.7 198.51.100.0/24; empty: from anywhere."),
    )

    def __init__(self, *args, by: User, **options):
        super().__init__(*args, **options)
        self.fields["user"].queryset = User.objects.members().order_by("name_key")
        self.fields["user"].initial = by.pk
