from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..sheets.targets import LABELS


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("The file holds"), choices=list(LABELS.items()), widget=forms.RadioSelect)
    file = forms.FileField(
        label=_("CSV file"),
        help_text=_("With a line of headings. Any encoding and any of , ; | and tab between the cells."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
        allow_empty_file=True,
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > settings.IMPORT_LIMIT_MB * 1024 * 1024:
            raise forms.ValidationError(
                _("This file is larger than %(limit)s MB. Divide it.") % {"limit": settings.IMPORT_LIMIT_MB}
            )
        return file
