"""/api/v2/attachments: files on comments."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from crewdesk.core.api.rows import row_or_404

from ..models import Attachment
from ..operations.uploads import remove_upload
from .said import attachment_json

router = Router(tags=["Attachments"])


@router.get("/{int:pk}", url_name="attachment-show", summary="Show an attachment")
def show(request: HttpRequest, pk: int) -> dict:
    """Whoever may see its comment may see it; before it is on one, whoever uploaded it."""
    return {"attachment": attachment_json(request, _load(request, pk))}


@router.delete("/{int:pk}", url_name="attachment-delete", summary="Delete an attachment")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own file back while it is on no comment; after that it can be redacted."""
    remove_upload(_load(request, pk), by=request.member)
    return HttpResponse(status=204)


def _load(request: HttpRequest, pk: int) -> Attachment:
    return row_or_404(Attachment.objects.readable_by(request.member).select_related("file"), pk)
