"""The form on other sites: a frame that only the sites on the desk's list may show, and the script that puts it in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from crewdesk.accounts.mails import site_address

from . import views
from .configuring import FormSettings, form_settings
from .visiting import visit_of

SCRIPT_SECONDS = 300


# A browser keeps our cookies out of a frame on another site, and nobody is signed in here: a forged post does no more than any stranger may.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def framed(request: HttpRequest) -> HttpResponse:
    """The form for strangers, in a frame."""
    visit = visit_of(request, embedded=True)
    if not visit.settings.is_open:
        raise Http404
    return _for_sites(views.respond(request, visit), visit.settings)


@require_GET
def framed_sent(request: HttpRequest) -> HttpResponse:
    """Thanks, in the frame."""
    return _for_sites(views.sent(request, embedded=True), form_settings(request.desk))


@require_GET
def script(request: HttpRequest) -> HttpResponse:
    """`<script src=".../embed.js" async>` puts the frame where it stands, and gives it the height of the form."""
    if not form_settings(request.desk).is_open:
        raise Http404
    address = site_address(reverse("channels:request-embed", kwargs={"desk": request.desk.slug}))
    response = render(request, "channels/webform/embed.js", {"address": address}, content_type="text/javascript; charset=utf-8")
    # Other sites load it, that is what it is for; it holds nothing but an address.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = f"public, max-age={SCRIPT_SECONDS}"
    return response


def _for_sites(response: HttpResponse, settings: FormSettings) -> HttpResponse:
    sites = " ".join(settings.sites) or "'none'"
    rules = (
        "default-src 'self'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        f"frame-ancestors {sites}",
    )
    response.headers["Content-Security-Policy"] = "; ".join(rules)
    return response
