from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from ..models import Webhook
from .dialect import subscription_of
from .kinds import LABELS


class WebhookForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    endpoint = forms.URLField(
        label=_("Address"), max_length=2000, assume_scheme="https", validators=[URLValidator(schemes=["http", "https"])],
        help_text=_("Called with JSON when something happens. It has five seconds to answer with 2xx."),
    )  # fmt: skip
    http_method = forms.ChoiceField(label=_("Method"), choices=Webhook.Method.choices)
    events = forms.MultipleChoiceField(label=_("Called when"), choices=list(LABELS.items()), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, initial: dict | None = None, **named):
        super().__init__(*args, initial=initial, **named)
        # What was chosen over the API in the dialect's words can be kept or taken away here.
        words = [word for word in (initial or {}).get("events", ()) if word not in LABELS]
        self.fields["events"].choices = [*LABELS.items(), *((word, subscription_of(word)) for word in words)]
