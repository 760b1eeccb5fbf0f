"""What customers are told when their message arrived, and how long it is kept."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from crewdesk.core.clock import now

from ..email.wording import mail_settings
from ..forms.wording import AcknowledgementForm
from ..operations.wording import CannotSay, update_mail_settings
from .answers import done, settings_page


def update(request: HttpRequest) -> HttpResponse:
    chosen = mail_settings(request.desk)
    initial = chosen | {f"text_{code}": text for code, text in chosen["acknowledgements"].items()}
    form = AcknowledgementForm(request.POST or None, initial=initial)
    if form.is_valid() and _saved(request, form):
        return done(request, _("Saved."), "acknowledgement-update")
    return settings_page(request, "acknowledgement", "acknowledgement", form=form)


def _saved(request: HttpRequest, form: AcknowledgementForm) -> bool:
    facts = {name: form.cleaned_data[name] for name in ("acknowledges", "raw_days", "unproved_an_hour")}
    try:
        update_mail_settings(request.desk, by=request.member, at=now(), acknowledgements=form.texts(), **facts)
    except CannotSay as refusal:
        form.add_error(refusal.field, refusal.message)
        return False
    return True
