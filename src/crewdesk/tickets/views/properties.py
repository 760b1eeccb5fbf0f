"""Fields of a ticket, its followers and CCs, and what is noted of its customer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.users import find_or_create_requester, update_user
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.numbers import whole
from crewdesk.core.operations import Refused

from ..forms import ChangesForm, NotesForm
from ..operations.errors import StaleTicket
from ..operations.participants import change_participants
from ..operations.update import update_ticket
from ..queries.history import lines_of
from ..queries.timeline import messages_in
from .loading import answer, ticket_of, toasted


@require_POST
def update(request: HttpRequest, number: int) -> HttpResponse:
    """Save what was changed in the properties or the subject."""
    ticket = ticket_of(request, number)
    form = ChangesForm(request.POST, ticket)
    form.full_clean()
    if form.errors:
        raise Refused(next(iter(form.errors.values()))[0], field=next(iter(form.errors)))
    try:
        update_ticket(
            ticket,
            by=request.member,
            via=Via.WEB,
            at=now(),
            changes=form.changes(),
            expected_version=whole(request.POST.get("version", "")),
        )
    except StaleTicket as stale:
        return refused_as_stale(request, ticket, stale)
    return answer(request, ticket, is_own=True)


def refused_as_stale(request: HttpRequest, ticket, stale: StaleTicket) -> HttpResponse:
    """Nothing was saved: what the member has not seen yet. The page shows the present values afterwards."""
    context = {
        "missed": lines_of(stale.since),
        "new_messages": messages_in(ticket, request.member, stale.since),
        "ticket": ticket,
    }
    response = render(request, "tickets/_stale_field.html" if request.htmx else "tickets/stale_field.html", context, status=422)
    return reswap(retarget(response, "#dialogs"), "innerHTML")


@require_POST
def follow(request: HttpRequest, number: int) -> HttpResponse:
    """Follow the ticket, or stop."""
    ticket, me = ticket_of(request, number), request.member
    is_following = ticket.participations.filter(user=me, kind="follower").exists()
    people = {"remove_followers" if is_following else "add_followers": [me]}
    change_participants(ticket, by=me, via=Via.WEB, at=now(), **people)
    return answer(request, ticket, _("You no longer follow this ticket") if is_following else _("You follow this ticket"))


@require_POST
def participants(request: HttpRequest, number: int) -> HttpResponse:
    """Add a follower or CC by address, or take one away."""
    ticket, kind = ticket_of(request, number), "followers" if request.POST.get("kind") == "follower" else "ccs"
    changes = {}
    if removed := request.POST.get("remove"):
        changes[f"remove_{kind}"] = list(User.objects.filter(pk=whole(removed)))
    elif address := request.POST.get("address", "").strip():
        changes[f"add_{kind}"] = [_person_with(address, kind, request.member)]
    change_participants(ticket, by=request.member, via=Via.WEB, at=now(), **changes)
    return answer(request, ticket)


@require_POST
def notes(request: HttpRequest, number: int) -> HttpResponse:
    """Keep what is noted of the customer."""
    ticket = ticket_of(request, number)
    form = NotesForm(request.POST)
    form.full_clean()
    update_user(ticket.requester, by=request.member, via=Via.WEB, at=now(), notes=form.cleaned_data.get("notes", ""))
    return toasted(HttpResponse(status=204), _("Notes saved")) if request.htmx else answer(request, ticket)


def _person_with(address: str, kind: str, member: User) -> User:
    if kind == "ccs":
        return find_or_create_requester(address=address, name="", by=member, via=Via.WEB)
    colleague = User.objects.staff().with_address(address).first()
    if colleague is None:
        raise Refused(_("No colleague has the address %(address)s.") % {"address": address}, field="address")
    return colleague
