"""Comments and their files in the dialect's words (helpdesk-api.md §4)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest

from crewdesk.core.api.stamps import stamp, url_of
from crewdesk.core.files.links import Disposition, signed_url
from crewdesk.core.models import Event

from ..bodies import with_pictures
from ..models import Attachment, Comment
from .via import via_json

# Under this name `metadata` of a client is kept on the comment.
CUSTOM = "custom"


def comments_json(
    request: HttpRequest, comments: Iterable[Comment], *, audits: Mapping[int, int] | None = None, inline: bool = False
) -> list[dict[str, Any]]:
    """Comments with their files; two queries. `audits` gives the audit of each comment where that is known already.

    `inline` lists the pictures within a text among the attachments too.
    """
    comments = list(comments)
    files: dict[int, list[Attachment]] = defaultdict(list)
    # One that was just written knows that it has none.
    ids = [comment.pk for comment in comments if getattr(comment, "has_files", True)]
    for one in Attachment.objects.filter(comment__in=ids).select_related("file").order_by("id") if ids else ():
        files[one.comment_id].append(one)
    told_by = audits_of(comments) if audits is None else audits
    return [_comment_json(request, comment, files[comment.pk], told_by.get(comment.pk), inline) for comment in comments]


def audits_of(comments: list[Comment]) -> dict[int, int]:
    """The audit that first tells of each comment; one query, of the events of their tickets."""
    tickets = {comment.ticket_id for comment in comments}
    events = Event.objects.filter(subject_type="ticket", subject_id__in=tickets, changes__has_key="comment").order_by("-id")
    return dict(events.values_list("changes__comment", "pk")) if tickets else {}


def attachment_json(request: HttpRequest, attachment: Attachment) -> dict[str, Any]:
    """A file. The row has to come with its `file`; a redacted one has no address any more."""
    file, gone = attachment.file, attachment.redacted_at is not None
    address = None if gone else link(request, attachment)
    return {
        "id": attachment.pk, "url": url_of(request, "attachments", attachment.pk),
        "file_name": file.name, "content_url": address, "mapped_content_url": address, "content_type": file.content_type,
        "size": file.size, "width": file.width, "height": file.height, "inline": attachment.is_inline, "deleted": gone,
        "malware_access_override": False, "malware_scan_result": "not_scanned",
        "thumbnails": [] if gone or not file.thumbnail_key else [_thumbnail(request, attachment)],
    }  # fmt: skip


def link(request: HttpRequest, attachment: Attachment, disposition: Disposition = "attachment") -> str:
    """The absolute address of a file, for the caller alone and for some minutes."""
    return request.build_absolute_uri(signed_url(attachment.file, member=request.member, disposition=disposition))


def _thumbnail(request: HttpRequest, attachment: Attachment) -> dict[str, Any]:
    address = link(request, attachment, "thumbnail")
    return {
        "id": attachment.pk, "file_name": attachment.file.name, "content_url": address, "mapped_content_url": address,
        "content_type": "image/webp", "inline": attachment.is_inline, "deleted": False,
    }  # fmt: skip


def _comment_json(
    request: HttpRequest, comment: Comment, files: list[Attachment], audit: int | None, inline: bool
) -> dict[str, Any]:
    pictures = {one.content_id: link(request, one, "inline") for one in files if one.content_id and not one.redacted_at}
    html = with_pictures(comment.html_body, pictures, remote=True) if "<img" in comment.html_body else comment.html_body
    return {
        "id": comment.pk, "type": "Comment", "author_id": comment.author_id, "body": comment.body, "html_body": html,
        "plain_body": comment.body, "public": comment.public, "audit_id": audit, "via": via_json(comment.via, comment.via_source),
        "attachments": [attachment_json(request, one) for one in files if inline or not one.is_inline],
        "metadata": metadata_json(comment.metadata), "created_at": stamp(comment.created_at),
    }  # fmt: skip


def metadata_json(metadata: dict[str, Any]) -> dict[str, Any]:
    """What a client asked to be kept; what we noted ourselves is ours."""
    return {"system": {}, "custom": metadata.get(CUSTOM, {})}
