"""Finding people while one types their name."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from crewdesk.accounts.models import User

MOST = 8
FIELDS = {"assignee", "requester"}


def people(request: HttpRequest) -> HttpResponse:
    """At most eight people: radio buttons for a picker, or JSON for mentions. `kind`: agents, staff or anybody."""
    found = _kind(request.GET.get("kind", ""))
    for word in request.GET.get("q", "").split()[:4]:
        found = found.filter(Q(name__istartswith=word) | Q(name__icontains=f" {word}") | Q(email__istartswith=word))
    found = list(found.order_by("name", "id")[:MOST])
    if request.GET.get("as") == "json":
        return JsonResponse({"people": [{"id": user.pk, "label": user.name, "detail": user.email} for user in found]})
    field = request.GET.get("field")
    return render(request, "tickets/_people.html", {"people": found, "field": field if field in FIELDS else "assignee"})


def _kind(kind: str):
    match kind:
        case "agents":
            return User.objects.assignable()
        case "staff":
            return User.objects.staff()
        case _:
            return User.objects.filter(is_active=True)
