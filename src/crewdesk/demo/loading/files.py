"""Attached files: each is made and stored once, and shared by all messages that bring it along."""

import io

from crewdesk.core.bulk import Ids
from crewdesk.core.files import bytes_kept
from crewdesk.core.files.kinds import sniff
from crewdesk.core.files.models import StoredFile
from crewdesk.core.files.thumbnails import shrink
from crewdesk.core.tenancy import require_desk

from ..content.attachments import Attachment, build
from ..content.model import FileHint

# How many different files there are of a kind.
VARIETY = 8


class FileRoom:
    """Stored files by kind and seed, made at first use. Written as rows only: no job is left for thumbnails."""

    def __init__(self, ids: Ids):
        self._ids, self._known = ids, {}

    def stored(self, hint: FileHint) -> StoredFile:
        """The file for `hint`; its row is committed with the chunk that first needs it."""
        key = (hint.kind, hint.seed % VARIETY)
        if key not in self._known:
            made = build(*key)
            name = f"{hint.kind}-{key[1] + 1}.{made.name.rpartition('.')[2]}"
            self._known[key] = self._keep(Attachment(name, made.content_type, made.content))
        return self._known[key]

    def _keep(self, made: Attachment) -> StoredFile:
        kept = bytes_kept.write_bytes(made.content, desk_id=require_desk())
        file = StoredFile(
            id=self._ids(StoredFile), key=kept.key, name=made.name, content_type=sniff(kept.head, made.content_type), size=kept.size,
            sha256=kept.sha256,
        )  # fmt: skip
        if file.is_picture:
            small = shrink(io.BytesIO(made.content))
            file.thumbnail_key = bytes_kept.write_bytes(small.data, desk_id=require_desk()).key
            file.width, file.height = small.width, small.height
        file.save(force_insert=True)
        return file
