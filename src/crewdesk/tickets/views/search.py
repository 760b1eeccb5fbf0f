"""Search: the page, the picker of another ticket, and what the command palette finds."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.core.paging import BadCursor

from ..queries.rows import PAGE_SIZE, Row, found_rows
from ..queries.views import VIEWS
from ..search.syntax import SyntaxProblem
from .list import list_context

MOST_IN_A_POPUP = 6


def search(request: HttpRequest) -> HttpResponse:
    """Tickets that match the words and conditions of `q`, as rows; mistakes are shown where they stand."""
    text = request.GET.get("q", "").strip()
    context = {"q": text, "page": None, "problem": None} | list_context(request, None)
    try:
        if text:
            context["page"] = found_rows(request.member, text, size=PAGE_SIZE, cursor=request.GET.get("cursor"))
    except SyntaxProblem as problem:
        context["problem"] = {"message": problem.message, "before": text[: problem.position], "at_fault": problem.term,
                              "after": text[problem.position + len(problem.term) :]}  # fmt: skip
    except BadCursor as problem:
        raise Http404(str(problem)) from problem
    return render(request, "tickets/search.html", context)


def pick(request: HttpRequest) -> HttpResponse:
    """A few tickets by number or words, for dialogs that ask for another ticket."""
    besides, asked = request.GET.get("besides", ""), request.GET.get("other", "").strip()
    rows = [row for row in _few(request, asked) if str(row.number) != besides]
    return render(request, "tickets/_picked.html", {"rows": rows, "asked": asked})


def palette(request: HttpRequest) -> JsonResponse:
    """What the command palette finds: views by name, tickets by number or words, customers by name."""
    text = request.GET.get("q", "").strip()
    here = {"desk": request.desk.slug}
    views = [
        {"label": str(view.label), "detail": "", "url": reverse("tickets:view", kwargs={**here, "key": view.key}), "group": _("Views")}
        for view in VIEWS.values() if text.lower() in str(view.label).lower()
    ]  # fmt: skip
    tickets = [
        {"label": f"#{row.number} {row.subject}", "detail": row.requester, "group": _("Tickets"),
         "url": reverse("tickets:ticket", kwargs={**here, "number": row.number})}
        for row in _few(request, text)
    ]  # fmt: skip
    customers = [
        {"label": user.name, "detail": user.email, "group": _("Customers"),
         "url": reverse("accounts:customer-update", kwargs={**here, "pk": user.pk})}
        for user in User.objects.customers().filter(name__istartswith=text)[:MOST_IN_A_POPUP]
    ]  # fmt: skip
    return JsonResponse({"results": [*views, *tickets, *customers]})


def _few(request: HttpRequest, text: str) -> list[Row]:
    text = text.strip()
    try:
        return found_rows(request.member, text, size=MOST_IN_A_POPUP, typing=True).rows if text else []
    except SyntaxProblem:
        return []
