"""The style guide: every component in every state, with sample data and no database."""

import json

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from . import samples

EMPTY = {"undone": 204, "broken": 500}
PARTS = {"dialog", "arrival", "refused"}


def guide(request: HttpRequest) -> HttpResponse:
    """All components on one page."""
    return render(request, "core/styleguide/guide.html", samples.context(request))


def workspace(request: HttpRequest) -> HttpResponse:
    """The shell with all its panes filled."""
    return render(request, "core/styleguide/workspace.html", samples.context(request))


def sign_in(request: HttpRequest) -> HttpResponse:
    """The plain layout with a form that was filled in wrongly."""
    form = samples.SignIn(request.GET) if request.GET else samples.SignIn()
    return render(request, "core/styleguide/sign_in.html", {**samples.context(request), "form": form})


def email(request: HttpRequest) -> HttpResponse:
    """The e-mail layout. Its inline styles are what mail programs need, so this page alone may have them."""
    context = {
        **samples.context(request),
        "action_url": "https://example.com/welcome",
        "action_label": _("Choose a password"),
    }
    response = render(request, "core/styleguide/e_mail.html", context)
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
    return response


def search(request: HttpRequest) -> JsonResponse:
    """What the palette asks: the sample tickets whose subject has the words."""
    words = request.GET.get("q", "").lower().split()
    hits = [ticket for ticket in samples.TICKETS if all(word in ticket.subject.lower() for word in words)]
    results = [{"label": hit.subject, "detail": f"#{hit.number}", "url": "#", "group": _("Tickets")} for hit in hits]
    return JsonResponse({"results": results})


def part(request: HttpRequest, name: str) -> HttpResponse:
    """Parts that htmx fetches: a dialog, a list with one more row, a refusal, a toast to undo, a failure."""
    if name == "saved":
        undo = {"url": reverse("styleguide:part", args=["undone"]), "label": _("Undo")}
        toast = {"text": _("Ticket solved."), "kind": "success", "undo": undo}
        return HttpResponse(status=204, headers={"HX-Trigger": json.dumps({"toast": toast})})
    if name in EMPTY:
        return HttpResponse(status=EMPTY[name])
    if name not in PARTS:
        raise Http404
    status = 422 if name == "refused" else 200
    return render(request, f"core/styleguide/part_{name}.html", samples.context(request), status=status)
