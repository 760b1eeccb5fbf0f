"""Taking files in, and letting go of them."""

import io
from typing import Any, BinaryIO

from django.db import transaction
from django.utils import timezone

from ..events import Via, record
from ..jobs import defer
from ..operations import operation
from ..tenancy import require_desk
from . import bytes_kept
from .events import FileEvent
from .kinds import sniff
from .models import StoredFile
from .names import shown_name
from .thumbnails import make_thumbnail


@operation(FileEvent.FILE_STORED)
def store(
    content: bytes | BinaryIO, *, name: str, content_type: str, by: Any | None, via: str = Via.WEB, limit_mb: float | None = None
) -> StoredFile:
    """Keep a file for the desk in scope, streamed, under a random key.

    `name` and `content_type` are what the sender claims. Raises Refused when it is larger than `limit_mb` (UPLOAD_LIMIT_MB when
    left out) and StorageFull when there is no room.
    """
    stream = content if hasattr(content, "read") else io.BytesIO(content)
    kept = bytes_kept.write(stream, desk_id=require_desk(), limit_mb=limit_mb)
    file = StoredFile.objects.create(
        key=kept.key, name=shown_name(name), content_type=sniff(kept.head, content_type), size=kept.size, sha256=kept.sha256
    )
    record(FileEvent.FILE_STORED, file, by=by, via=via, changes={"name": [None, file.name], "size": [None, file.size]})
    if file.is_picture:
        defer(make_thumbnail, desk_id=file.desk_id, file_id=file.pk)
    return file


@operation(FileEvent.FILE_DISCARDED)
def discard(file: StoredFile, *, by: Any | None, via: str = Via.WEB) -> None:
    """Remove the bytes of a file and of its thumbnail for good, once this is committed; the row stays as a trace."""
    file.deleted_at = timezone.now()
    file.save(update_fields=["deleted_at"])
    record(FileEvent.FILE_DISCARDED, file, by=by, via=via)
    keys = [key for key in (file.key, file.thumbnail_key) if key]
    transaction.on_commit(lambda: bytes_kept.remove(keys))
