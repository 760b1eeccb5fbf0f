from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import Mailbox

SECURITIES = [("tls", _("TLS")), ("starttls", _("STARTTLS")), ("none", _("None (inside one's own network only)"))]
KEPT = _("Kept encrypted and never shown. Leave empty to keep the present one.")


def secret_field(label: str, **options) -> forms.CharField:
    """A field whose value never comes back to the page."""
    widget = forms.PasswordInput(attrs={"autocomplete": "off"})
    return forms.CharField(label=label, required=False, strip=False, widget=widget, help_text=KEPT, **options)


class MailboxForm(forms.Form):
    """How to reach a mailbox by IMAP."""

    host = forms.CharField(
        label=_("Server"),
        max_length=255,
        widget=forms.TextInput(attrs={"placeholder": "imap.example.com", "autocomplete": "off"}),
    )
    port = forms.IntegerField(label=_("Port"), min_value=1, max_value=65535, initial=993)
    security = forms.ChoiceField(label=_("Encryption"), choices=SECURITIES)
    username = forms.CharField(label=_("User name"), max_length=255, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    folder = forms.CharField(label=_("Folder"), max_length=120, initial="INBOX")
    sign_in = forms.ChoiceField(label=_("Sign-in"), choices=Mailbox.Sign.choices)
    password = secret_field(_("Password"))
    token_url = forms.URLField(
        label=_("Token address"), required=False, assume_scheme="https", help_text=_("OAuth 2 only, with the four below.")
    )
    client_id = forms.CharField(label=_("Client id"), max_length=255, required=False)
    client_secret = secret_field(_("Client secret"))
    refresh_token = secret_field(_("Refresh token"))
    scope = forms.CharField(label=_("Scope"), max_length=500, required=False)
    authserv_id = forms.CharField(
        label=_("Its word on senders"), max_length=255, required=False,
        help_text=_("The name in its Authentication-Results headers, which are believed: mx.google.com for Gmail. Empty: none are."),
    )  # fmt: skip
    authserv_hops = forms.IntegerField(
        label=_("Received lines of its own"), min_value=1, max_value=9, initial=1,
        help_text=_("Its verdict stands above the last of so many Received lines: 3 for Gmail."),
    )  # fmt: skip
    is_active = forms.BooleanField(label=_("Fetch mail from it"), required=False, initial=True)
