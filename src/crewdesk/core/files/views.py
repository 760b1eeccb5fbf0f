"""Hands files out. On a host of its own where FILES_URL names one; never in a way that a browser executes."""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseForbidden
from django.utils.translation import gettext as _

from ..tenancy import desk_scope
from .access import may_read
from .kinds import served_type
from .links import STEP_SECONDS, BadLink, Ticket, read_link
from .models import StoredFile


def serve(request: HttpRequest, token: str, name: str) -> FileResponse | HttpResponseForbidden:
    """The file of a signed link, if its user may still read it."""
    if not is_files_host(request):
        raise Http404
    try:
        ticket = read_link(token)
    except BadLink:
        return HttpResponseForbidden(_("This link is no longer good. Go back to the page and open the file from there."))
    with desk_scope(ticket.desk_id):
        file = StoredFile.objects.filter(pk=ticket.file_id, deleted_at=None).first()
        if file is None:
            raise Http404
        if not may_read(file, ticket.user_id):
            return HttpResponseForbidden(_("You may not read this file."))
    return _response(file, ticket)


def is_files_host(request: HttpRequest) -> bool:
    """Whether files are handed out on the host that was asked; on any when FILES_URL is empty."""
    return not settings.FILES_URL or request.get_host() == urlsplit(settings.FILES_URL).netloc


def _response(file: StoredFile, ticket: Ticket) -> FileResponse:
    is_small = ticket.disposition == "thumbnail" and file.thumbnail_key
    is_shown = file.is_picture and ticket.disposition != "attachment"
    try:
        content = default_storage.open(file.thumbnail_key if is_small else file.key)
    except FileNotFoundError:
        raise Http404 from None
    kind = "image/webp" if is_small else served_type(file.content_type)
    headers = {
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": f"private, max-age={STEP_SECONDS}, immutable",
        # Messages stand in sandboxed frames, which have no origin that could be the same; the link itself is the guard.
        "Cross-Origin-Resource-Policy": "cross-origin",
    }
    return FileResponse(content, as_attachment=not is_shown, filename=file.name, content_type=kind, headers=headers)
