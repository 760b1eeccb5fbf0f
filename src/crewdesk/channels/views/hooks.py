"""Addresses that mail providers post to: the settings page, and the door itself."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from crewdesk.accounts.mails import site_address
from crewdesk.accounts.secrets import hash_of
from crewdesk.accounts.views.answers import after_recent_sign_in
from crewdesk.core.clock import now

from ..email.hooks import keep_call
from ..models import MailHook
from ..operations.hooks import create_hook, revoke_hook
from .answers import done, settings_page


def hooks(request: HttpRequest) -> HttpResponse:
    rows = MailHook.objects.filter(revoked_at=None).order_by("-id")
    return settings_page(request, "hooks", "hook", hooks=rows, providers=MailHook.Provider.choices)


@require_POST
@never_cache
@after_recent_sign_in
def create(request: HttpRequest) -> HttpResponse:
    """Make an address and show it this once: it is not kept, so no redirect follows."""
    provider = request.POST.get("provider", "")
    if provider not in MailHook.Provider.values:
        raise Http404
    hook, secret = create_hook(provider=provider, by=request.member, at=now())
    url = site_address(reverse("channels:hook", kwargs={"desk": request.desk.slug, "provider": provider, "secret": secret}))
    return render(request, "channels/settings/hook_made.html", {"hook": hook, "url": url, "tab": "hook"})


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    revoke_hook(get_object_or_404(MailHook, pk=pk), by=request.member, at=now())
    return done(request, _("The address leads nowhere any more."), "hook-list")


@csrf_exempt
@require_http_methods(["HEAD", "POST"])
def call(request: HttpRequest, provider: str, secret: str) -> HttpResponse:
    """What a provider posts; committed as it is before it is answered. Providers ask with HEAD whether somebody is there."""
    hook = get_object_or_404(MailHook, provider=provider, secret_hash=hash_of(secret), revoked_at=None)
    if request.method == "HEAD":
        return HttpResponse()
    most = settings.MAIL_LIMIT_MB * 1024 * 1024
    # Not request.body: Django's limit is about pages, and nothing is parsed before it is kept.
    body = request.read(most + 1)
    if len(body) > most:
        return HttpResponse(status=413)
    keep_call(hook, content_type=request.headers.get("Content-Type", ""), body=body, at=now())
    return HttpResponse()
