"""How these settings answer."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from crewdesk.accounts.views.answers import page
from crewdesk.core.clock import now
from crewdesk.core.events import Via


def settings_page(request: HttpRequest, template: str, tab: str, **context) -> HttpResponse:
    """One of these pages, with its tab marked."""
    return page(request, f"tickets/settings/{template}.html", tab=tab, **context)


def done(request: HttpRequest, message: str, url_name: str, **keys) -> HttpResponse:
    """Say that it is done and go to a page of this room."""
    messages.success(request, message)
    return redirect(reverse(f"tickets:{url_name}", kwargs={"desk": request.desk.slug, **keys}))


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
