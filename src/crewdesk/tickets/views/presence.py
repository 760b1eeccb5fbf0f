"""Who else is at a ticket."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from crewdesk.accounts.models import User
from crewdesk.core.clock import now
from crewdesk.core.live.presence import presence_of

from .loading import ticket_of


def presence(request: HttpRequest, number: int) -> HttpResponse:
    """The banner that names colleagues who look at the ticket or write on it; fetched when they come, type or go."""
    ticket = ticket_of(request, number)
    viewers = presence_of("ticket", ticket.pk, at=now(), besides=request.member.pk)
    names = dict(User.objects.filter(pk__in=[viewer.user_id for viewer in viewers]).values_list("pk", "name"))
    typing = [names[viewer.user_id] for viewer in viewers if viewer.is_typing and viewer.user_id in names]
    looking = [names[viewer.user_id] for viewer in viewers if not viewer.is_typing and viewer.user_id in names]
    return render(request, "tickets/_presence.html", {"typing": typing, "looking": looking})
