"""How this room's views answer."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from crewdesk.accounts.views.answers import page

TABS = ("address", "mailbox", "server", "hook", "acknowledgement")


def settings_page(request: HttpRequest, template: str, tab: str, **context) -> HttpResponse:
    """One of the e-mail settings, with its tab marked."""
    return page(request, f"channels/settings/{template}.html", tab=tab, **context)


def done(request: HttpRequest, message: str, url_name: str, **keys) -> HttpResponse:
    """Say that it is done and go to a page of this room."""
    messages.success(request, message)
    return redirect(address(request, url_name, **keys))


def address(request: HttpRequest, url_name: str, **keys) -> str:
    """The URL of a page of this room at the desk of the request."""
    return reverse(f"channels:{url_name}", kwargs={"desk": request.desk.slug, **keys})


def initial_of(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """What a form shows of a row; what it has no column for is left to the form."""
    return {name: getattr(row, name) for name in names if hasattr(row, name)}
