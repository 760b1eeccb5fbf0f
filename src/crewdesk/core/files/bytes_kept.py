"""The bytes of files in the storage. Keys are `<desk>/<random>`: nothing of the sender's choosing is in them."""

import errno
import hashlib
import io
import secrets
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.translation import gettext as _

from ..operations import Refused

HEAD_BYTES = 64
# Uploads stop while this much of a disk is still free, so that the database beside them can go on writing.
LEAST_FREE_SHARE, LEAST_FREE_BYTES = 0.1, 1024**3


class StorageFull(Refused):
    """There is no room for uploads. Reading goes on; views answer it with status 507."""

    status = 507

    def __init__(self):
        message = _("There is no room for more files at the moment. Everything else works; please try again later.")
        super().__init__(message, field="file", code="StorageFull")


class TooLarge(Refused):
    """The file is larger than UPLOAD_LIMIT_MB, or the limit that was given."""

    status = 413

    def __init__(self, limit_mb: float):
        message = _("This file is larger than %(limit)s MB.") % {"limit": limit_mb}
        super().__init__(message, field="file", code="FileTooLarge")


@dataclass(frozen=True)
class Kept:
    """Bytes that were written: where they lie, how many, what they hash to and how they begin."""

    key: str
    size: int
    sha256: str
    head: bytes


def write(stream: BinaryIO, *, desk_id: int, limit_mb: float | None = None) -> Kept:
    """Copy `stream` to the storage chunk by chunk. Raises TooLarge or StorageFull and leaves nothing behind.

    `limit_mb` is UPLOAD_LIMIT_MB when left out; math.inf is for files of our own making.
    """
    refuse_when_nearly_full()
    key = f"{desk_id}/{secrets.token_hex(1)}/{secrets.token_urlsafe(24)}"
    measured = _Measured(stream, settings.UPLOAD_LIMIT_MB if limit_mb is None else limit_mb)
    try:
        default_storage.save(key, File(measured))
    except OSError as problem:
        remove([key])
        if problem.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull from problem
        raise
    except BaseException:
        remove([key])
        raise
    return Kept(key, measured.size, measured.hash.hexdigest(), measured.head)


def write_bytes(data: bytes, *, desk_id: int) -> Kept:
    """As `write`, for bytes in memory."""
    return write(io.BytesIO(data), desk_id=desk_id)


def remove(keys: Iterable[str]) -> None:
    """Remove bytes; those that are gone already are no error."""
    for key in keys:
        with suppress(FileNotFoundError):
            default_storage.delete(key)


class _Measured:
    """A stream that is counted and hashed on its way, and ends the copying at the limit."""

    def __init__(self, stream: BinaryIO, limit_mb: float):
        self.limit_mb = limit_mb
        self.stream, self.size, self.head, self.hash = stream, 0, b"", hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.stream.read(size)
        self.size += len(data)
        if self.size > self.limit_mb * 1024 * 1024:
            raise TooLarge(self.limit_mb)
        self.hash.update(data)
        self.head = self.head or data[:HEAD_BYTES]
        return data


def refuse_when_nearly_full() -> None:
    """Raise StorageFull where the disk of the files has just the room left that the database needs."""
    if not isinstance(default_storage._wrapped, FileSystemStorage):
        return
    folder = Path(default_storage.base_location)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    room = shutil.disk_usage(folder)
    if room.free < min(room.total * LEAST_FREE_SHARE, LEAST_FREE_BYTES):
        raise StorageFull
