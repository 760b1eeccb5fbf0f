"""Sign-in and security of the desk: who needs a second factor, and single sign-on."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crewdesk.core.clock import now

from ..forms.desk import SecondFactorForm, SingleSignOnForm
from ..mails import site_address
from ..operations.desks import update_desk
from ..operations.single_sign_on import provider_of, remove_single_sign_on, set_single_sign_on
from .answers import after_recent_sign_in, carried_out, done, page


@after_recent_sign_in
def security(request: HttpRequest) -> HttpResponse:
    return _shown(request)


@require_POST
@after_recent_sign_in
def second_factor(request: HttpRequest) -> HttpResponse:
    form = SecondFactorForm(request.POST)
    if carried_out(form, update_desk, request.desk, by=request.member, at=now()):
        return done(request, _("Saved."), "security")
    return _shown(request, form=form, factor_form=form)


@require_POST
@after_recent_sign_in
def single_sign_on(request: HttpRequest) -> HttpResponse:
    form = SingleSignOnForm(request.POST)
    if carried_out(form, set_single_sign_on, request.desk, by=request.member, at=now()):
        return done(request, _("Single sign-on is set up. Link your own account on your profile page to try it."), "security")
    return _shown(request, form=form, provider_form=form)


@require_POST
@after_recent_sign_in
def single_sign_on_remove(request: HttpRequest) -> HttpResponse:
    remove_single_sign_on(request.desk, by=request.member, at=now())
    return done(request, _("Single sign-on is off."), "security")


def _shown(request: HttpRequest, **forms) -> HttpResponse:
    provider = provider_of(request.desk)
    facts = (
        {"name": provider.name, "client_id": provider.client_id, "issuer": provider.settings["server_url"]} if provider else {}
    )
    callback = reverse("openid_connect_callback", args=[provider.provider_id]) if provider else ""
    context = {
        "provider": provider, "callback": callback and site_address(callback), "provider_form": SingleSignOnForm(initial=facts),
        "factor_form": SecondFactorForm(initial={"mfa_roles": request.desk.mfa_roles}),
    }  # fmt: skip
    return page(request, "accounts/security.html", **context | forms)
