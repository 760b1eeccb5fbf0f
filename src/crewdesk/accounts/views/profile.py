"""A member's own pages: profile and sessions."""

from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crewdesk.core.clock import now

from ..forms.profile import ProfileForm
from ..operations.single_sign_on import provider_of
from ..operations.users import update_user
from ..queries import has_second_factor
from ..session_store import stored_key
from ..sessions import end_sessions, sessions_of
from .answers import carried_out, done, page


def profile(request: HttpRequest) -> HttpResponse:
    """How the member appears and is spoken to at this desk; the account behind it has pages of its own."""
    form = ProfileForm(request.POST or None, initial={name: getattr(request.member, name) for name in ProfileForm.base_fields})
    if carried_out(form, update_user, request.member, by=request.member, at=now()):
        return done(request, _("Saved."), "profile")
    provider = provider_of(request.desk)
    linked = provider and SocialAccount.objects.filter(user=request.user, provider=provider.provider_id).first()
    context = {"provider": provider, "linked": linked, "is_safe": has_second_factor(request.user.pk)}
    return page(request, "accounts/profile.html", form=form, **context)


@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """Every browser in which the person is signed in."""
    here = stored_key(request.session.session_key)
    return render(request, "accounts/sessions.html", {"sessions": sessions_of(request.user.pk), "here": here})


@require_POST
@login_required
def session_end(request: HttpRequest, key: str) -> HttpResponse:
    """Sign one other browser out. `key` is what the table holds: it is good for nothing but this."""
    get_object_or_404(sessions_of(request.user.pk), pk=key).delete()
    messages.success(request, _("That browser is signed out."))
    return redirect("accounts:session-list")


@require_POST
@login_required
def sessions_end(request: HttpRequest) -> HttpResponse:
    """Sign all other browsers out."""
    end_sessions(request.user.pk, keep=request)
    messages.success(request, _("All other browsers are signed out."))
    return redirect("accounts:session-list")
