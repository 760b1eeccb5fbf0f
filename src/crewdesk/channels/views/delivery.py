"""Sending again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crewdesk.core.clock import now
from crewdesk.tickets.models import Comment, Ticket

from ..email.retrying import retry_delivery


@require_POST
def retry(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """Queue the failed mails of a comment again; the page hears of it as of any change of its delivery."""
    ticket = get_object_or_404(Ticket.objects.visible_to(request.member), number=number)
    comment = get_object_or_404(Comment.objects.visible_to(request.member).select_related("ticket"), pk=pk, ticket=ticket)
    retry_delivery(comment, by=request.member, at=now())
    return HttpResponse(_("Queued again"), headers={"HX-Reswap": "none"})
