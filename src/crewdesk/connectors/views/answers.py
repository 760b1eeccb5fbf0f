"""How this room's views answer."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse


def done(request: HttpRequest, message: str, url_name: str, **keys) -> HttpResponse:
    """Say that it is done and go to a page of this room."""
    messages.success(request, message)
    return redirect(address(request, url_name, **keys))


def address(request: HttpRequest, url_name: str, **keys) -> str:
    """The URL of a page of this room at the desk of the request."""
    return reverse(f"connectors:{url_name}", kwargs={"desk": request.desk.slug, **keys})
