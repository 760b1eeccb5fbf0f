"""The original of a message, as it came."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from crewdesk.tickets.models import Ticket

from ..models import IncomingMail, Suspension


def raw(request: HttpRequest, pk: int) -> HttpResponse:
    """Download it: for who may read the ticket that it became, or the suspended queue that it waits in."""
    mail = get_object_or_404(IncomingMail.objects.filter(raw_dropped_at=None), pk=pk)
    if not _may_read(request, mail):
        raise Http404
    response = HttpResponse(bytes(mail.raw), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="message-{mail.pk}.eml"'
    response["Cache-Control"] = "private, no-store"
    return response


def _may_read(request: HttpRequest, mail: IncomingMail) -> bool:
    if mail.state == IncomingMail.State.SUSPENDED:
        return Suspension.objects.visible_to(request.member).filter(mail=mail).exists()
    return mail.ticket_id is not None and Ticket.objects.visible_to(request.member).filter(pk=mail.ticket_id).exists()
