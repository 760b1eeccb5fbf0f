"""/api/v2/tickets/{id}/comments."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from crewdesk.core.api.paging import listing
from crewdesk.core.api.rows import count_of, row_or_404
from crewdesk.core.api.sideloads import included
from crewdesk.core.api.stamps import stamp
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.operations import Refused

from ..models import Attachment
from ..operations.redact import make_private, redact_attachment, redact_comment
from .loading import load, load_comment
from .said import attachment_json, comments_json
from .schemas import RedactionIn

router = Router(tags=["Ticket comments"])
SORTS = {"id": "id", "created_at": "created_at"}


@router.get("/{int:number}/comments", url_name="comment-list", summary="List a ticket's comments")
def list_comments(request: HttpRequest, number: int, include_inline_images: bool = False) -> dict:
    """What was said, oldest first. `include_inline_images` lists the pictures within a text as attachments too."""
    ticket = load(request, number)
    page = listing(request, ticket.comments.all(), sorts=SORTS, default="created_at", count=lambda: ticket.comment_count)
    rows = comments_json(request, page.rows, inline=include_inline_images)
    return {"comments": rows, **included(request, rows), **page.envelope}


@router.get("/{int:number}/comments/count", url_name="comment-count", summary="Count a ticket's comments")
def count_comments(request: HttpRequest, number: int) -> dict:
    """How many there are."""
    return count_of(load(request, number).comment_count, stamp(now()))


@router.put("/{int:number}/comments/{int:comment_id}/make_private", url_name="comment-make-private", summary="Make private")
def hide(request: HttpRequest, number: int, comment_id: int) -> dict[str, Any]:
    """Turn a public comment into an internal note."""
    comment = load_comment(request, number, comment_id, "ticket.redact")
    make_private(comment, by=request.member, via=Via.API, at=now())
    return {}


@router.put("/{int:number}/comments/{int:comment_id}/redact", url_name="comment-redact", summary="Redact words of a comment")
def redact(request: HttpRequest, number: int, comment_id: int, body: RedactionIn) -> dict[str, Any]:
    """Black out `text` for good, wherever the ticket holds it."""
    comment = load_comment(request, number, comment_id, "ticket.redact")
    redact_comment(comment, text=[body.text], by=request.member, via=Via.API, at=now())
    return {"comment": comments_json(request, [comment])[0]}


@router.put(
    "/{int:number}/comments/{int:comment_id}/attachments/{int:attachment_id}/redact",
    url_name="attachment-redact", summary="Redact an attachment",
)  # fmt: skip
def redact_file(request: HttpRequest, number: int, comment_id: int, attachment_id: int) -> dict[str, Any]:
    """Remove the bytes of a file for good."""
    comment = load_comment(request, number, comment_id, "ticket.redact")
    files = Attachment.objects.filter(comment=comment).select_related("file")
    attachment = row_or_404(files, attachment_id)
    if attachment.redacted_at is not None:
        raise Refused("The attachment was redacted before.", field="attachment_id")
    attachment.comment = comment
    redact_attachment(attachment, by=request.member, via=Via.API, at=now())
    return {"attachment": attachment_json(request, files.get(pk=attachment.pk))}
