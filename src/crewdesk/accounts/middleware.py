"""Who is asking, at which desk: puts `request.desk` and `request.member` in place and opens the desk's scope."""

from contextlib import ExitStack

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from crewdesk.core.operations import NotPermitted, Refused
from crewdesk.core.paging import BadCursor
from crewdesk.core.tenancy import desk_scope
from crewdesk.core.written_once import written_once

from .models import Desk, User
from .queries import has_second_factor
from .rights import CUSTOMER, PUBLIC, can
from .sessions import customer_of, opens_desk, vouching_provider
from .zones import zone_names

# What allauth shows to a session that a desk's identity provider vouches for; the rest is the person's own account.
OPEN_TO_VOUCHED = {
    "account_login", "account_logout", "account_reauthenticate", "mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key", "account_reset_password_from_key_done",
    "openid_connect_login", "openid_connect_callback", "socialaccount_login_cancelled", "socialaccount_login_error",
}  # fmt: skip

# Asked by every page; as text it costs a third of what the ORM takes to write it anew.
SEATED = "SELECT * FROM accounts_user WHERE desk_id = %s AND person_id = %s AND is_active AND NOT suspended"


class DeskMiddleware:
    """For routes with `<slug:desk>`: the whole view, rendering included, runs in one transaction inside that desk.

    `request.member` is the signed-in person's User there. A person without a seat gets the same 404 as for a desk that
    does not exist. A route under the right `customer` has the customer of the magic link in `request.member` instead.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.desk = getattr(request, "desk", None)
        request.member = getattr(request, "member", None)
        with ExitStack() as request.speaking:
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
        return response

    def process_view(self, request, view, args, kwargs):
        if "desk" not in kwargs:
            return _outside_desks(request, view)
        request.desk = next(iter(_desk_called(kwargs.pop("desk"))), None)
        if request.desk is None:
            raise Http404
        try:
            with desk_scope(request.desk.pk):
                return self._enter(request, view, args, kwargs)
        except NotPermitted as refusal:
            raise PermissionDenied(refusal.message) from refusal
        except Refused as refusal:
            return refused_page(request, refusal)
        except BadCursor:
            return _first_page(request)

    def _enter(self, request, view, args, kwargs) -> HttpResponse:
        right = getattr(view, "right", None)
        request.member = customer_of(request) if right == CUSTOMER else _seated(request)
        if right != PUBLIC and (turned_away := _turn_away(request, right)):
            return turned_away
        _speak_to(request, request.member, request.desk)
        return view(request, *args, **kwargs)


@written_once
def _desk_called(slug: str):
    return Desk.objects.filter(slug=slug)


def refused_page(request, refusal: Refused) -> HttpResponse:
    """The page, or for htmx the toast, that says why something cannot be done."""
    return render(request, "core/refused.html", {"refusal": refusal}, status=refusal.status)


def _first_page(request) -> HttpResponse:
    """On to where the list begins: a link to a page of it may be forged, cut off, or of another list."""
    query = request.GET.copy()
    query.pop("cursor", None)
    return redirect(f"{request.path}?{query.urlencode()}" if query else request.path)


def _turn_away(request: HttpRequest, right: str) -> HttpResponse | None:
    """Where to send who may not come in; None for those who may. Strangers get 404, members without the right 403."""
    if request.member is None and right == CUSTOMER:
        address = reverse("accounts:magic-link-send", kwargs={"desk": request.desk.slug})
        return redirect(f"{address}?{urlencode({'next': request.get_full_path()})}")
    if request.member is None and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), reverse("accounts:desk-sign-in", kwargs={"desk": request.desk.slug}))
    if request.member is None:
        # The page for a desk that does not exist, to the letter.
        request.desk = None
        raise Http404
    if not can(request.member, right):
        raise PermissionDenied
    if right != CUSTOMER and _lacks_second_factor(request):
        messages.warning(request, _("%(desk)s asks for a second factor. Set one up to go on.") % {"desk": request.desk.name})
        return redirect("mfa_index")
    return None


def _lacks_second_factor(request: HttpRequest) -> bool:
    if request.member.role not in request.desk.mfa_roles:
        return False
    # Who comes by the desk's own single sign-on has the second factor there.
    return vouching_provider(request) is None and not has_second_factor(request.user.pk)


def _seated(request: HttpRequest) -> User | None:
    if not request.user.is_authenticated or not opens_desk(request, request.desk.pk):
        return None
    return next(iter(User.objects.raw(SEATED, [request.desk.pk, request.user.pk])), None)


def _outside_desks(request: HttpRequest, view) -> HttpResponse | None:
    """Pages of no desk speak the person's language; those of the person's account stay shut to a desk's identity provider."""
    if request.path_info.startswith("/api/") or not request.user.is_authenticated:
        return None
    _speak_to(request, request.user)
    is_account_page = (
        getattr(view, "__module__", "").startswith("allauth.") and request.resolver_match.url_name not in OPEN_TO_VOUCHED
    )
    if is_account_page and vouching_provider(request) is not None:
        return render(request, "accounts/vouched_only.html", status=403)
    return None


def _speak_to(request: HttpRequest, *sources) -> None:
    """For the rest of the request: the language and time zone of the first source that has one."""
    locale = next((source.locale for source in sources if source is not None and source.locale), None)
    zone = next((source.time_zone for source in sources if source is not None and source.time_zone), "")
    if locale and translation.check_for_language(locale):
        request.speaking.enter_context(translation.override(locale))
    if zone in zone_names():
        request.speaking.enter_context(timezone.override(zone))
