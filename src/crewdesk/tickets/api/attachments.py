"""/api/v2/attachments: files on comments."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Router

from crewdesk.accounts.models import User
from crewdesk.core.api.rows import row_or_404
from crewdesk.core.tenancy import DeskQuerySet

from ..models import Attachment, Comment, Ticket
from ..operations.uploads import remove_upload
from .said import attachment_json

router = Router(tags=["Attachments"])


@router.get("/{int:pk}", url_name="attachment-show", summary="Show an attachment")
def show(request: HttpRequest, pk: int) -> dict:
    """Whoever may see its comment may see it; before it is on one, whoever uploaded it."""
    return {"attachment": attachment_json(request, row_or_404(attachments_of(request.member), pk))}


@router.delete("/{int:pk}", url_name="attachment-delete", summary="Delete an attachment")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own file back while it is on no comment; after that it can be redacted."""
    remove_upload(row_or_404(attachments_of(request.member), pk), by=request.member)
    return HttpResponse(status=204)


def attachments_of(member: User) -> DeskQuerySet:
    """The files that `member` may read, as tickets/files.py decides it for their bytes."""
    comments = Comment.objects.visible_to(member).filter(ticket__in=Ticket.objects.visible_to(member))
    theirs = Q(comment__in=comments) | Q(comment=None, uploaded_by=member)
    return Attachment.objects.filter(theirs).select_related("file")
