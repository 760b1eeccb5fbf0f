from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..models import Organization, ProfileField, UserIdentity
from ..queries import organization_named
from ..zones import zone_choices
from .profile_values import ProfileValues


class WordsField(forms.CharField):
    """Words with spaces or commas between them, as a list."""

    def prepare_value(self, value):
        return " ".join(value) if isinstance(value, list) else value

    def clean(self, value) -> list[str]:
        return list(dict.fromkeys(super().clean(value).replace(",", " ").split()))


class OrganizationForm(ProfileValues, forms.Form):
    kind = ProfileField.Kind.ORGANIZATION
    name = forms.CharField(label=_("Name"), max_length=200)
    domain_names = WordsField(
        label=_("Domains"), required=False, help_text=_("Customers who write from one of these belong here: example.com example.org"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    details = forms.CharField(label=_("Details"), required=False, widget=forms.Textarea(attrs={"rows": 2}))
    notes = forms.CharField(
        label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Members alone see them.")
    )
    tags = WordsField(label=_("Tags"), required=False)
    shared_tickets = forms.BooleanField(label=_("Its people see each other's requests"), required=False)


class OrganizationMergeForm(forms.Form):
    winner = forms.CharField(
        label=_("Name of the organization that stays"),
        max_length=200,
        help_text=_(
            "People, tickets, domains, notes and tags go over to it. This organization is deleted, and nothing brings it back."
        ),
    )

    def clean_winner(self) -> Organization:
        winner = organization_named(self.cleaned_data["winner"])
        if winner is None:
            raise forms.ValidationError(_("No organization has this name."))
        return winner


class NewCustomerForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), required=False)


class CustomerForm(ProfileValues, forms.Form):
    kind = ProfileField.Kind.USER
    name = forms.CharField(label=_("Name"), max_length=120)
    organization = forms.ModelChoiceField(label=_("Organization"), queryset=None, required=False, empty_label=_("None"))
    tags = WordsField(label=_("Tags"), required=False)
    notes = forms.CharField(
        label=_("Notes"), required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=_("Members alone see them.")
    )
    locale = forms.ChoiceField(label=_("Language"), required=False, choices=[("", _("The desk's")), *settings.LANGUAGES])
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, choices=lambda: [("", _("The desk's")), *zone_choices()])

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["organization"].queryset = Organization.objects.order_by("name")


class IdentityForm(forms.Form):
    kind = forms.ChoiceField(label=_("Kind"), choices=UserIdentity.Kind.choices)
    value = forms.CharField(label=_("Address"), max_length=320)


class MergeForm(forms.Form):
    address = forms.EmailField(
        label=_("Address of the customer who stays"), help_text=_("Addresses, notes and tags go over to that customer.")
    )
