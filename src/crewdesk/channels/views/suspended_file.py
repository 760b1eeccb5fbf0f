"""Hands out a file of a mail that waits: on the host of the files, as all files that strangers sent."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from crewdesk.core.files.kinds import served_type
from crewdesk.core.files.links import BadLink
from crewdesk.core.files.names import shown_name
from crewdesk.core.files.views import is_files_host
from crewdesk.core.tenancy import desk_scope

from ..email.parts import kind_of
from ..email.reading.mail import Attachment
from ..email.reading.sandbox import UnreadableMail
from ..models import Suspension
from ..suspended_files import may_see, read, read_link


def serve(request: HttpRequest, token: str, name: str) -> HttpResponse:
    """The file of a signed link, while its mail waits and its user may read the queue. To save, never to show."""
    if not is_files_host(request):
        raise Http404
    try:
        desk_id, suspension_id, place, user_id = read_link(token)
    except BadLink:
        return HttpResponseForbidden(_("This link is no longer good. Go back to the page and open the file from there."))
    with desk_scope(desk_id):
        user = may_see(user_id)
        if user is None:
            return HttpResponseForbidden(_("You may not read this file."))
        waiting = Suspension.objects.visible_to(user).waiting().filter(pk=suspension_id, mail__raw_dropped_at=None)
        suspension = waiting.select_related("mail").first()
    if suspension is None:
        raise Http404
    return _response(_part(suspension, place))


def _part(suspension: Suspension, place: int) -> Attachment:
    try:
        return read(suspension).attachments[place]
    except (UnreadableMail, IndexError):
        raise Http404 from None


def _response(part: Attachment) -> HttpResponse:
    response = HttpResponse(part.data, content_type=served_type(kind_of(part)))
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response.headers["Content-Disposition"] = content_disposition_header(True, shown_name(part.name))
    return response
