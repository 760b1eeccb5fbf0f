from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.utils.translation import gettext_lazy as _

from ..models import Role
from ..models.user import STAFF
from ..zones import zone_choices


class NewPassword(forms.CharField):
    """A password that is being chosen, held to the rules of the installation."""

    def __init__(self, **options):
        widget = forms.PasswordInput(attrs={"autocomplete": "new-password"})
        super().__init__(
            **{"label": _("Password"), "widget": widget, "strip": False, "help_text": _("At least 12 characters.")} | options
        )

    def clean(self, value: str) -> str:
        password = super().clean(value)
        if password:
            password_validation.validate_password(password)
        return password


class FirstDeskForm(forms.Form):
    name = forms.CharField(
        label=_("Name of your desk"), max_length=120, help_text=_("Your company or team, as customers know it.")
    )
    slug = forms.SlugField(
        label=_("Address"), max_length=40, help_text=_("In links, as in /d/acme/. Small letters, digits and hyphens.")
    )
    owner_name = forms.CharField(label=_("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    owner_email = forms.EmailField(label=_("Your e-mail address"), widget=forms.EmailInput(attrs={"autocomplete": "username"}))
    password = NewPassword()
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices, initial="UTC")
    locale = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def clean_owner_email(self) -> str:
        return self.cleaned_data["owner_email"].strip().lower()


class DeskForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    locale = forms.ChoiceField(
        label=_("Language"), choices=settings.LANGUAGES, help_text=_("For members and customers who chose none.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=zone_choices)


class BrandForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("What customers see as the sender."))
    signature_template = forms.CharField(
        label=_("Signature below every reply"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )


class SecondFactorForm(forms.Form):
    mfa_roles = forms.MultipleChoiceField(
        label=_("Who must have a second factor"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(role, Role(role).label) for role in STAFF],
        help_text=_("They are led to set one up before any page of the desk opens. Single sign-on brings its own."),
    )  # fmt: skip


class SingleSignOnForm(forms.Form):
    name = forms.CharField(label=_("Name on the button"), max_length=40)
    issuer = forms.URLField(
        label=_("Issuer"),
        assume_scheme="https",
        help_text=_("Its configuration is read from …/.well-known/openid-configuration."),
    )
    client_id = forms.CharField(label=_("Client id"), max_length=191)
    client_secret = forms.CharField(
        label=_("Client secret"), required=False, strip=True, widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Kept encrypted and never shown. Leave empty to keep the present one."),
    )  # fmt: skip
