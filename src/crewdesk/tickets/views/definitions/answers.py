"""How these settings answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from crewdesk.accounts.views.answers import facts, moved, page

__all__ = ["done", "facts", "moved", "settings_page"]


def settings_page(request: HttpRequest, template: str, tab: str, **context) -> HttpResponse:
    """One of these pages, with its tab marked."""
    return page(request, f"tickets/settings/{template}.html", tab=tab, **context)


def done(request: HttpRequest, message: str, url_name: str, **keys) -> HttpResponse:
    """Say that it is done and go to a page of this room."""
    messages.success(request, message)
    return redirect(reverse(f"tickets:{url_name}", kwargs={"desk": request.desk.slug, **keys}))
