"""A list as a file."""

from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from crewdesk.accounts.views.answers import after_recent_sign_in
from crewdesk.core.clock import now
from crewdesk.core.spreadsheet import CONTENT_TYPES

from ..operations.export import export_view
from ..queries.rows import DEFAULT_SORT
from .list import known_view


@require_GET
@never_cache
@after_recent_sign_in
def export(request: HttpRequest, key: str, kind: str) -> FileResponse:
    """Hand the view out as CSV or XLSX."""
    view = known_view(key)
    if kind not in CONTENT_TYPES:
        raise Http404
    at = now()
    file = export_view(view, kind=kind, by=request.member, at=at, sort=request.GET.get("sort", DEFAULT_SORT))
    name = f"{request.desk.slug}-{view.key}-{at:%Y-%m-%d}.{kind}"
    return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPES[kind])
