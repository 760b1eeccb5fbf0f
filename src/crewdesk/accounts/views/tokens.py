"""API tokens: made, shown once, revoked."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from crewdesk.core.clock import now
from crewdesk.core.models import ApiCall
from crewdesk.core.paging import keyset_page

from ..forms.tokens import TokenForm
from ..models import ApiToken, User
from ..operations.tokens import create_token, revoke_token
from .answers import after_recent_sign_in, carried_out, done, page


def tokens(request: HttpRequest) -> HttpResponse:
    rows = ApiToken.objects.select_related("user").order_by("revoked_at", "-created_at")
    return page(request, "accounts/tokens.html", tokens=rows, at=now())


def calls(request: HttpRequest) -> HttpResponse:
    """Who called what: calls that may have changed something, newest first."""
    rows = keyset_page(ApiCall.objects.all(), order=("-id",), size=50, cursor=request.GET.get("cursor"))
    names = dict(User.objects.filter(pk__in={row.user_id for row in rows.rows}).values_list("pk", "name"))
    tokens = dict(ApiToken.objects.filter(pk__in={row.token_id for row in rows.rows}).values_list("pk", "name"))
    told = [(row, names.get(row.user_id, ""), tokens.get(row.token_id, "")) for row in rows.rows]
    return page(request, "accounts/api_calls.html", page=rows, calls=told)


@never_cache
@after_recent_sign_in
def add(request: HttpRequest) -> HttpResponse:
    """Make a token and show it this once: it is not kept, so no redirect follows."""
    form = TokenForm(request.POST or None, by=request.member)
    made = []
    if carried_out(form, lambda **facts: made.extend(create_token(**facts)), by=request.member, at=now()):
        return render(request, "accounts/token_made.html", {"token": made[0], "raw": made[1]})
    return page(request, "accounts/token_add.html", form=form)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    token = revoke_token(get_object_or_404(ApiToken.objects.select_related("user"), pk=pk), by=request.member, at=now())
    return done(request, _("%(name)s no longer opens anything.") % {"name": token.name}, "token-list")
