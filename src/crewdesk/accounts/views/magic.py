"""How a customer comes in: an address, an e-mail, a button or a code."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from crewdesk.core.clock import now

from ..forms.magic import AddressForm, CodeForm
from ..navigation import customer_items
from ..operations.magic_links import open_magic_link, send_magic_link, use_magic_code, use_magic_link
from ..sessions import enter_as_customer, leave_as_customer
from .answers import address, page

ADDRESS_KEY, NEXT_KEY = "magic_address", "magic_next"


def send(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer is the same whoever the address belongs to."""
    form = AddressForm(request.POST or None)
    if request.method == "GET":
        request.session[NEXT_KEY] = request.GET.get("next", "")
    if not form.is_valid():
        return page(request, "accounts/magic_send.html", form=form)
    if not _within_limits(request, "magic_link", form.cleaned_data["address"]):
        return ratelimit.respond_429(request)
    send_magic_link(address=form.cleaned_data["address"], desk=request.desk, at=now())
    request.session[ADDRESS_KEY] = form.cleaned_data["address"]
    return redirect(address(request, "magic-code-use"))


@never_cache
def use_code(request: HttpRequest) -> HttpResponse:
    """Type the six digits in the browser that asked for them."""
    asked = request.session.get(ADDRESS_KEY)
    if not asked:
        return redirect(address(request, "magic-link-send"))
    form = CodeForm(request.POST or None)
    if form.is_valid() and not _within_limits(request, "magic_code", asked):
        return ratelimit.respond_429(request)
    user = use_magic_code(address=asked, code=form.cleaned_data["code"], at=now()) if form.is_valid() else None
    if user is not None:
        return _let_in(request, user)
    if form.is_bound and form.is_valid():
        form.add_error("code", _("This code is wrong, or no longer good. Ask for a new one after five tries or 15 minutes."))
    return page(request, "accounts/magic_code.html", form=form, asked=asked)


@never_cache
def use_link(request: HttpRequest, secret: str) -> HttpResponse:
    """A mail scanner that follows the link sees a button; only the button uses it."""
    if request.method == "POST":
        return _let_in(request, use_magic_link(secret=secret, at=now()))
    if open_magic_link(secret, at=now()) is None:
        return render(request, "accounts/magic_gone.html", status=410)
    return render(request, "accounts/magic_use.html")


def home(request: HttpRequest) -> HttpResponse:
    """What the rooms offer to this customer; a single page is gone to at once."""
    items = customer_items(request)
    return redirect(items[0].url) if len(items) == 1 else render(request, "accounts/customer_home.html", {"items": items})


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    leave_as_customer(request, request.desk)
    messages.success(request, _("You are signed out."))
    return redirect(address(request, "magic-link-send"))


def _let_in(request: HttpRequest, user) -> HttpResponse:
    target = request.session.pop(NEXT_KEY, "")
    request.session.pop(ADDRESS_KEY, None)
    enter_as_customer(request, request.desk, user)
    own = target.startswith(f"/h/{request.desk.slug}/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)
    return redirect(target if own else address(request, "customer-home"))


def _within_limits(request: HttpRequest, action: str, key: str) -> bool:
    return ratelimit.consume(request, action=action, key=f"{request.desk.pk}:{key}")
