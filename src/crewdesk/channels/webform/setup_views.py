"""Settings → Web form."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crewdesk.accounts.mails import site_address
from crewdesk.accounts.views.answers import carried_out, page
from crewdesk.core.clock import now
from crewdesk.tickets.models import TicketForm

from ..views.answers import done
from .configuring import form_settings, plain
from .setting_up import update_form


class SetupForm(forms.Form):
    """What a lead decides about the form."""

    is_open = forms.BooleanField(
        label=gettext_lazy("Everybody may write"), required=False,
        help_text=gettext_lazy("Off: only customers who are signed in reach the form."),
    )  # fmt: skip
    welcome = forms.CharField(
        label=gettext_lazy("Words above the form"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    asks_severity = forms.BooleanField(label=gettext_lazy("Ask how bad it is"), required=False)
    categories = forms.MultipleChoiceField(
        label=gettext_lazy("Categories"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("None chosen: all forms that customers may see."),
    )  # fmt: skip
    sites = forms.CharField(
        label=gettext_lazy("Sites that may show the form"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
        help_text=gettext_lazy("One a line, such as https://www.example.com. Other sites cannot put it in a frame."),
    )  # fmt: skip
    requests_of_network = forms.IntegerField(
        label=gettext_lazy("Requests from one network in an hour"), min_value=1, max_value=10_000
    )
    requests_of_address = forms.IntegerField(
        label=gettext_lazy("Requests from one address in an hour"), min_value=1, max_value=1_000
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["categories"].choices = [
            (form.pk, form.display_name or form.name) for form in TicketForm.objects.for_customers()
        ]
        if not self.fields["categories"].choices:
            self.fields.pop("categories")

    def clean_categories(self) -> list[int]:
        """As ids."""
        return [int(pk) for pk in self.cleaned_data["categories"]]

    def clean_sites(self) -> list[str]:
        """The lines that say something."""
        return [line for line in self.cleaned_data["sites"].split() if line]


def form_setup(request: HttpRequest) -> HttpResponse:
    """The form's settings, its address and the snippet for other sites."""
    present = form_settings(request.desk)
    form = SetupForm(request.POST or None, initial=plain(present) | {"sites": "\n".join(present.sites)})
    if carried_out(form, update_form, request.desk, by=request.member, at=now()):
        return done(request, _("Saved."), "form-settings")
    keys = {"desk": request.desk.slug}
    script = site_address(reverse("channels:request-script", kwargs=keys))
    context = {
        "present": present, "public": site_address(reverse("channels:request-new", kwargs=keys)),
        "snippet": format_html('<script async src="{}"></script>', script),
    }  # fmt: skip
    return page(request, "channels/webform/settings.html", form=form, **context)
