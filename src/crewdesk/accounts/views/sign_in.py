"""The desk's own sign-in page, single sign-on, and accepting an invitation."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from crewdesk.core.clock import now

from ..forms.members import AcceptForm
from ..models import Person
from ..operations.invitations import accept_invitation, invited_person, open_invitation
from ..operations.single_sign_on import provider_of
from ..sessions import sign_in
from ..single_sign_on import keep_invitation, leave_for_provider
from .answers import address, after_recent_sign_in, carried_out, page


def desk_sign_in(request: HttpRequest) -> HttpResponse:
    """The ways into this desk; without single sign-on there is one, and it is gone to at once."""
    target = _own_address(request)
    if request.member is not None:
        return redirect(target)
    provider = provider_of(request.desk)
    if provider is None:
        return redirect(f"{reverse('account_login')}?{_query(target)}")
    return render(request, "accounts/desk_sign_in.html", {"provider": provider, "target": target, "query": _query(target)})


@require_POST
def single_sign_on(request: HttpRequest) -> HttpResponse:
    """Leave for the desk's identity provider."""
    return leave_for_provider(request, next_url=_own_address(request))


@require_POST
@after_recent_sign_in
def link_single_sign_on(request: HttpRequest) -> HttpResponse:
    """Link the signed-in person to their account at the desk's identity provider."""
    return leave_for_provider(request, process="connect", next_url=address(request, "profile"))


@never_cache
def accept(request: HttpRequest, secret: str) -> HttpResponse:
    """Show an invitation; only the button takes it."""
    invitation = open_invitation(secret, at=now())
    if invitation is None:
        return render(request, "accounts/invitation_gone.html", status=410)
    person = invited_person(invitation)
    if person is not None:
        return _accept_as(request, secret, invitation, person)
    if request.method == "POST" and "single_sign_on" in request.POST:
        keep_invitation(request, secret)
        return leave_for_provider(request, next_url=address(request, "desk-home"))
    form = AcceptForm(request.POST or None, initial={"name": invitation.name})
    if carried_out(form, accept_invitation, secret, at=now()):
        sign_in(request, Person.objects.get(email=invitation.email))
        return redirect(address(request, "desk-home"))
    return page(request, "accounts/invitation.html", form=form, invitation=invitation, provider=provider_of(request.desk))


def _accept_as(request: HttpRequest, secret: str, invitation, person: Person) -> HttpResponse:
    """Somebody who has an account signs in to it first: the link alone does not open it."""
    if request.user != person:
        return render(request, "accounts/invitation_sign_in.html", {"invitation": invitation, "query": _query(request.path)})
    if request.method == "POST":
        accept_invitation(secret, name=person.name, at=now())
        messages.success(request, _("Welcome to %(desk)s.") % {"desk": request.desk.name})
        return redirect(address(request, "desk-home"))
    return render(request, "accounts/invitation_join.html", {"invitation": invitation})


def _own_address(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return target if own and target.startswith("/") else address(request, "desk-home")


def _query(target: str) -> str:
    return urlencode({"next": target})
