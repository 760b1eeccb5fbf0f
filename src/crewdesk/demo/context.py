"""Context processor of the demo: the box of roles on the sign-in page."""

from functools import partial

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import SimpleLazyObject

from .sample import logins


def doors(request: HttpRequest) -> dict:
    """`sign_in_extra`, which the sign-in page shows below its form."""
    return {"sign_in_extra": SimpleLazyObject(partial(render_to_string, "demo/_doors.html", {"logins": logins()}, request))}
