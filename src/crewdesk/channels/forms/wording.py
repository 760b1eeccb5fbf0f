from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..email.wording import default_acknowledgement


class AcknowledgementForm(forms.Form):
    """Whether and how the desk says that a message arrived; a text for each language that the program speaks."""

    acknowledges = forms.BooleanField(label=_("Tell customers that their message arrived"), required=False)
    raw_days = forms.IntegerField(
        label=_("Days for which original messages are kept"), min_value=1, max_value=3650,
        help_text=_("They can be downloaded until then."),
    )  # fmt: skip
    unproved_an_hour = forms.IntegerField(
        label=_("Automatic mails to unproved addresses in an hour"), min_value=0, max_value=10_000,
        help_text=_("From this desk, mail and form together. More requests are taken in all the same."),
    )  # fmt: skip

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for code, name in settings.LANGUAGES:
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text (%(language)s)") % {"language": name}, required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 6}),
                help_text=_("{number} and {desk} are replaced. Empty: “%(text)s”") % {"text": default_acknowledgement(code)},
            )  # fmt: skip

    def texts(self) -> dict[str, str]:
        """The chosen texts by language."""
        found = {code: self.cleaned_data[f"text_{code}"].strip() for code, _name in settings.LANGUAGES}
        return {code: text for code, text in found.items() if text}
