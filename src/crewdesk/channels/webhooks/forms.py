from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from crewdesk.core.operations import Refused

from ..forms.mailboxes import secret_field
from ..models import Webhook
from .credentials import SignIn
from .dialect import subscription_of
from .headers import MOST_HEADERS, header_value
from .kinds import LABELS

Sign = Webhook.Sign
NO_MEMORY = {"autocomplete": "off", "spellcheck": "false"}
# By sign-in: the fields of what is no secret, and of what is.
FIELDS_OF = {Sign.BASIC: ("username", "password"), Sign.BEARER: (None, "token"), Sign.API_KEY: ("key_name", "key_value")}


class WebhookForm(forms.Form):
    """Where a webhook leads, what it hears, and what it shows there."""

    # What is not chosen is hidden, and a browser sends no form whose hidden fields it wants filled in.
    use_required_attribute = False

    name = forms.CharField(label=_("Name"), max_length=120)
    endpoint = forms.URLField(
        label=_("Address"), max_length=2000, assume_scheme="https", validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Called when something happens. It has five seconds to answer with 2xx."),
    )  # fmt: skip
    http_method = forms.ChoiceField(
        label=_("Method"), choices=Webhook.Method.choices, initial=Webhook.Method.POST,
        help_text=_("GET and DELETE have no body: they tell in the address what happened and to whom."),
    )  # fmt: skip
    request_format = forms.ChoiceField(label=_("Body"), choices=Webhook.Format.choices, initial=Webhook.Format.JSON)
    authentication = forms.ChoiceField(label=_("Sign-in"), choices=Sign.choices, required=False)
    username = forms.CharField(label=_("User name"), max_length=255, required=False, widget=forms.TextInput(attrs=NO_MEMORY))
    password = secret_field(_("Password"), max_length=2000)
    token = secret_field(_("Token"), max_length=4000)
    key_name = forms.CharField(
        label=_("Name of the header"), max_length=128, required=False,
        widget=forms.TextInput(attrs=NO_MEMORY | {"placeholder": "X-Api-Key"}),
    )  # fmt: skip
    key_value = secret_field(_("Key"), max_length=4000)
    events = forms.MultipleChoiceField(label=_("Called when"), choices=list(LABELS.items()), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, initial: dict | None = None, **named):
        super().__init__(*args, initial=initial, **named)
        # What was chosen over the API in the dialect's words can be kept or taken away here.
        words = [word for word in (initial or {}).get("events", ()) if word not in LABELS]
        self.fields["events"].choices = [*LABELS.items(), *((word, subscription_of(word)) for word in words)]
        self._require(self["authentication"].value(), (initial or {}).get("authentication", ""))
        self.present = list((initial or {}).get("header_names", ()))
        for row in range(MOST_HEADERS):
            name = self.present[row] if row < len(self.present) else ""
            self.fields[f"header_{row}"] = forms.CharField(
                label=_("Header"), max_length=128, required=False, initial=name, widget=forms.TextInput(attrs=NO_MEMORY)
            )
            self.fields[f"header_value_{row}"] = _header_value_field(is_kept=bool(name))

    def header_rows(self) -> list[tuple]:
        """The fields of each header: its name, its value."""
        return [(self[f"header_{row}"], self[f"header_value_{row}"]) for row in range(MOST_HEADERS)]

    def _require(self, chosen: str, present: str) -> None:
        for kind, (name, secret) in FIELDS_OF.items():
            is_asked = not self.is_bound or kind == chosen
            if name:
                self.fields[name].required = is_asked
            self.fields[secret].required = is_asked and kind != present
            if kind != present:
                self.fields[secret].help_text = _("Kept encrypted and never shown.")

    @property
    def has_headers(self) -> bool:
        """Whether their part of the page stands open."""
        names = [f"header_{row}" for row in range(MOST_HEADERS)]
        return any(self[name].value() or self[name].errors or self[f"header_value_{name[-1]}"].errors for name in names)

    def clean(self) -> dict[str, Any]:
        """What the verbs take: sign-in and headers in one piece each."""
        given = super().clean()
        own = {name: given[name] for name in ("name", "endpoint", "http_method", "request_format", "events") if name in given}
        return own | {"sign_in": self._sign_in(given), "headers": self._headers(given)}

    def _sign_in(self, given: dict[str, Any]) -> SignIn:
        kind = given.get("authentication", "")
        name, secret = FIELDS_OF.get(kind, (None, None))
        return SignIn(kind, given.get(name, ""), given.get(secret, ""))

    def _headers(self, given: dict[str, Any]) -> dict[str, str]:
        headers = {}
        for row in range(MOST_HEADERS):
            name, value = given.get(f"header_{row}", ""), given.get(f"header_value_{row}", "")
            if name and not value and name not in self.present:
                self.add_error(f"header_value_{row}", _("Please fill this in."))
            elif value and not name:
                self.add_error(f"header_{row}", _("Please fill this in."))
            elif name.lower() in {each.lower() for each in headers}:
                self.add_error(f"header_{row}", _("A header is named twice."))
            elif name:
                headers[name] = value
                self._judge(row, name, value)
        return headers

    def _judge(self, row: int, name: str, value: str) -> None:
        try:
            header_value(name, value or "kept")
        except Refused as refusal:
            self.add_error(f"header_{row}", refusal.message)


def initial_of(webhook: Webhook) -> dict[str, Any]:
    """What the form shows of `webhook`: everything but what is secret."""
    shown = {
        name: getattr(webhook, name) for name in ("name", "endpoint", "http_method", "request_format", "events", "header_names")
    }
    name_field = "username" if webhook.sign_in == Sign.BASIC else "key_name"
    return shown | {"authentication": webhook.sign_in, name_field: webhook.sign_in_name}


def _header_value_field(*, is_kept: bool) -> forms.CharField:
    placeholder = {"placeholder": _("Kept as it is")} if is_kept else {}
    return forms.CharField(
        label=_("Value"), max_length=4000, required=False, strip=False, widget=forms.PasswordInput(attrs=NO_MEMORY | placeholder)
    )
