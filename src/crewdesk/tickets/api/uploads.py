"""/api/v2/uploads: files that wait to be put on a comment."""

from datetime import datetime
from typing import Any, BinaryIO

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from crewdesk.core.api.description import answers
from crewdesk.core.api.errors import BadRequest
from crewdesk.core.api.stamps import stamp
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.files.bytes_kept import StorageFull, TooLarge
from crewdesk.core.files.store import store

from ..models import Attachment
from ..operations.uploads import LIFE, add_upload, claim, is_token, remove_upload
from .said import attachment_json

router = Router(tags=["Uploads"])


@router.post("", url_name="upload-create", summary="Upload a file", openapi_extra=answers("201", "413", "507"))
def create(request: HttpRequest, filename: str = "", token: str = "") -> HttpResponse:
    """The body is the file itself, whatever its Content-Type. `token` of an earlier upload puts them together."""
    if not filename.strip():
        raise BadRequest("Invalid attribute", "filename is missing")
    # Asked before the bytes are kept: what is refused leaves nothing behind.
    if token and not _held(request, token):
        raise Http404
    try:
        file = store(
            _stream(request), name=filename, content_type=request.headers.get("Content-Type", ""), by=request.member, via=Via.API
        )
    except (TooLarge, StorageFull) as problem:
        return JsonResponse({"error": problem.code, "description": problem.message}, status=problem.status)
    added = add_upload(file, by=request.member, token=token or None)
    upload = _upload_json(request, added, _held(request, added.upload_token), at=now())
    return JsonResponse({"upload": upload}, status=201)


@router.delete("/{str:token}", url_name="upload-delete", summary="Delete an upload")
def delete(request: HttpRequest, token: str) -> HttpResponse:
    """Take back all files under a token of one's own that are on no comment yet."""
    files = _held(request, token)
    if not files:
        raise Http404
    for attachment in files:
        remove_upload(attachment, by=request.member)
    return HttpResponse(status=204)


def _held(request: HttpRequest, token: str) -> list[Attachment]:
    return claim(token, request.member) if is_token(token) else []


def _stream(request: HttpRequest) -> BinaryIO:
    """The raw body. Django reads nothing where a client sends chunks and names no length; the server's own stream ends with the last one."""
    chunked = "chunked" in request.headers.get("Transfer-Encoding", "").lower() and not request.META.get("CONTENT_LENGTH")
    return request.META["wsgi.input"] if chunked else request


def _upload_json(request: HttpRequest, added: Attachment, files: list[Attachment], *, at: datetime) -> dict[str, Any]:
    return {
        "token": added.upload_token, "expires_at": stamp(at + LIFE), "attachment": attachment_json(request, added),
        "attachments": [attachment_json(request, attachment) for attachment in files],
    }  # fmt: skip
