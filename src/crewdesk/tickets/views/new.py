"""A new ticket on a customer's behalf."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from crewdesk.accounts.operations.users import find_or_create_requester
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.html import clean_html
from crewdesk.core.operations import NotPermitted, Refused

from ..forms import NewTicketForm
from ..models import Ticket
from ..operations.create import create_ticket
from ..operations.uploads import claim
from .compose import keep_all, said_by
from .list import list_context


def new_ticket(request: HttpRequest) -> HttpResponse:
    """The form, and what it makes: a ticket of the customer, with our first message or with a note of what they said."""
    form = NewTicketForm(_kept(request), member=request.member, email=request.GET.get("email", ""))
    if request.method == "POST" and (ticket := _opened(request, form)):
        return redirect("tickets:ticket", desk=request.desk.slug, number=ticket.number)
    context = {"form": form, **_written(request, form)} | list_context(request, None)
    return render(request, "tickets/new.html", context, status=422 if form.is_bound else 200)


def open_ticket(request: HttpRequest, form: NewTicketForm) -> Ticket:
    """Find or make the customer, then the ticket."""
    data, member = form.cleaned_data, request.member
    requester = find_or_create_requester(address=data["email"], name=data["name"], by=member, via=Via.WEB)
    return create_ticket(
        requester=requester,
        by=member,
        author=member,
        via=Via.WEB,
        at=now(),
        subject=data["subject"],
        said=said_by(request, form),
        **form.changes(),
    )


def _opened(request: HttpRequest, form: NewTicketForm) -> Ticket | None:
    """The ticket, with its customer or neither; None when the form now says what is wrong."""
    if not form.is_valid():
        return None
    try:
        with transaction.atomic():
            return open_ticket(request, form)
    except NotPermitted:
        raise
    except Refused as refusal:
        field = "body" if refusal.field == "comment" else refusal.field
        form.add_error(field if field in form.fields else None, refusal.message)
        return None


def _kept(request: HttpRequest):
    """What was sent, its files put aside first, so that they are still there when something else is wrong."""
    if request.method != "POST":
        return None
    data = request.POST.copy()
    data["upload_token"] = keep_all(request, data.get("upload_token", ""))
    request.FILES.clear()
    return data


def _written(request: HttpRequest, form: NewTicketForm) -> dict:
    """The message and the files of a form that comes back."""
    token, html = form["upload_token"].value() or "", form["html_body"].value() or ""
    files = claim(token, request.member) if token else []
    return {"written": clean_html(html).html if html else form["body"].value() or "", "is_html": bool(html), "files": files}
