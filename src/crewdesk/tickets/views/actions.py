"""What is done to a ticket as a whole: merged, linked, put aside, deleted. Each that asks something shows a dialog first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.numbers import whole
from crewdesk.core.operations import Refused

from ..forms import ReplyForm
from ..models import Ticket
from ..operations.bin import delete_ticket, restore_ticket
from ..operations.followups import open_followup
from ..operations.links import link_tickets, unlink_tickets
from ..operations.merge import merge_tickets
from ..operations.spam import mark_spam, unmark_spam
from .compose import said_by
from .loading import answer, ticket_of, ticket_url


@require_POST
def spam(request: HttpRequest, number: int) -> HttpResponse:
    """Put the ticket aside as spam, or back."""
    ticket, is_spam = ticket_of(request, number), request.POST.get("is_spam") == "yes"
    (mark_spam if is_spam else unmark_spam)(ticket, by=request.member, via=Via.WEB, at=now())
    return answer(request, ticket, _("Marked as spam") if is_spam else _("Marked as not spam"))


@require_POST
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Put the ticket in the bin."""
    ticket = ticket_of(request, number)
    delete_ticket(ticket, by=request.member, via=Via.WEB, at=now())
    return answer(request, ticket, _("Deleted. It can be restored for 30 days."))


@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Take the ticket out of the bin."""
    ticket = ticket_of(request, number)
    restore_ticket(ticket, by=request.member, via=Via.WEB, at=now())
    return answer(request, ticket, _("Restored"))


def merge(request: HttpRequest, number: int) -> HttpResponse:
    """Merge this ticket into another one, and go there."""
    ticket = ticket_of(request, number)
    if request.method != "POST":
        return dialog(request, "merge", ticket)
    into = named_ticket(request)
    merge_tickets(into, [ticket], by=request.member, via=Via.WEB, at=now(), public=request.POST.get("public") == "yes")
    return go_to(request, into)


def link(request: HttpRequest, number: int) -> HttpResponse:
    """Note that another ticket is related."""
    ticket = ticket_of(request, number)
    if request.method != "POST":
        return dialog(request, "link", ticket)
    link_tickets(ticket, named_ticket(request), by=request.member, via=Via.WEB, at=now())
    return answer(request, ticket, _("Linked"))


@require_POST
def unlink(request: HttpRequest, number: int, other: int) -> HttpResponse:
    """Undo the tie to another ticket."""
    ticket = ticket_of(request, number)
    unlink_tickets(ticket, ticket_of(request, other), by=request.member, via=Via.WEB, at=now())
    return answer(request, ticket, _("Link removed"))


@require_POST
def followup(request: HttpRequest, number: int) -> HttpResponse:
    """Go on from a closed ticket with a new one."""
    ticket, form = ticket_of(request, number), ReplyForm(request.POST)
    form.full_clean()
    return go_to(request, open_followup(ticket, by=request.member, said=said_by(request, form), via=Via.WEB, at=now()))


def named_ticket(request: HttpRequest) -> Ticket:
    """The ticket whose number was given, with or without #. Raises Refused when there is none."""
    number = request.POST.get("other", "").strip().lstrip("#")
    ticket = Ticket.objects.visible_to(request.member).filter(number=whole(number)).first()
    if ticket is None:
        raise Refused(_("There is no ticket #%(number)s.") % {"number": number}, field="other")
    return ticket


def dialog(request: HttpRequest, name: str, ticket: Ticket, **more) -> HttpResponse:
    """The dialog called `name`: on the page for htmx, as a page of its own without scripts."""
    return render(
        request,
        "tickets/_dialog.html" if request.htmx else "tickets/dialog.html",
        {"ticket": ticket, "dialog": f"tickets/dialogs/{name}.html", **more},
    )


def go_to(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    """On to another ticket's page."""
    url = ticket_url(request, ticket)
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
