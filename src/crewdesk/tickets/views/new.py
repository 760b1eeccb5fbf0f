"""A new ticket on a customer's behalf."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from crewdesk.accounts.models import Group
from crewdesk.accounts.operations.users import find_or_create_requester
from crewdesk.core.clock import now
from crewdesk.core.events import Via

from ..forms import ChangesForm, NewTicketForm
from ..models import Priority, TicketType
from ..operations.create import create_ticket
from .compose import said_by
from .list import list_context


def new_ticket(request: HttpRequest) -> HttpResponse:
    """The form, and what it makes: a ticket of the customer, with our first message or with a note of what they said."""
    form = NewTicketForm(request.POST or None, initial={"email": request.GET.get("email", "")})
    changes = ChangesForm(request.POST)
    if request.method == "POST" and form.is_valid() and changes.is_valid():
        ticket = open_ticket(request, form, changes)
        return redirect("tickets:ticket", desk=request.desk.slug, number=ticket.number)
    groups = Group.objects.filter(deleted_at=None).order_by("name")
    context = {"form": form, "groups": groups, "types": TicketType, "priorities": Priority}
    status = 422 if request.method == "POST" else 200
    return render(request, "tickets/new.html", context | list_context(request, None), status=status)


def open_ticket(request: HttpRequest, form: NewTicketForm, changes: ChangesForm):
    """Find or make the customer, then the ticket."""
    data, member = form.cleaned_data, request.member
    requester = find_or_create_requester(address=data["email"], name=data["name"], by=member, via=Via.WEB)
    wanted = {
        name: value for name, value in changes.changes().items() if name in {"group", "assignee", "type", "priority", "add_tags"}
    }
    return create_ticket(
        requester=requester,
        by=member,
        author=member,
        via=Via.WEB,
        at=now(),
        subject=data["subject"],
        said=said_by(request, form),
        **wanted,
    )
