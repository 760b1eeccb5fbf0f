"""How a view answers: the page, or a redirect with a word about what was done."""

import functools
from collections.abc import Callable, Sequence

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.operations import NotPermitted, Refused

from ..adapters import signed_in_recently


def page(request: HttpRequest, template: str, **context) -> HttpResponse:
    """Render; a form with errors makes it a 422, which htmx swaps like any page."""
    form = context.get("form")
    return render(request, template, context, status=422 if form is not None and form.errors else 200)


def carried_out(form: BaseForm, verb: Callable, *args, **facts) -> bool:
    """Call the verb if the form holds; a refusal becomes an error beside the field it is about. NotPermitted goes on up."""
    if not form.is_valid():
        return False
    try:
        verb(*args, **facts, **form.cleaned_data)
    except NotPermitted:
        raise
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    return True


def done(request: HttpRequest, message: str, url_name: str, **keys) -> HttpResponse:
    """Say that it is done and go to a page of this desk."""
    messages.success(request, message)
    return redirect(address(request, url_name, **keys))


def address(request: HttpRequest, url_name: str, **keys) -> str:
    """The URL of a page of this room at the desk of the request."""
    return reverse(f"accounts:{url_name}", kwargs={"desk": request.desk.slug, **keys})


def facts(request: HttpRequest) -> dict:
    """Who does it, where and when, for a verb."""
    return {"by": request.member, "via": Via.WEB, "at": now()}


def moved(ids: Sequence[int], pk: int, to: str) -> list[int]:
    """`ids` with `pk` one place further `up` or `down`; as they are when it is not there or cannot go on."""
    ids = list(ids)
    place = ids.index(pk) if pk in ids else -1
    other = place + (-1 if to == "up" else 1)
    if place >= 0 and 0 <= other < len(ids):
        ids[place], ids[other] = ids[other], ids[place]
    return ids


def after_recent_sign_in(view: Callable) -> Callable:
    """For pages that hand out keys: ask for password or second factor again when it was given more than ten minutes ago."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs):
        if signed_in_recently(request):
            return view(request, *args, **kwargs)
        return redirect_to_login(
            request.get_full_path() if request.method == "GET" else request.path, reverse("account_reauthenticate")
        )

    return guarded
