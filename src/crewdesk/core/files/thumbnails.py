"""Thumbnails, made by a process that may be killed."""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.core.files.storage import default_storage

from ..jobs import Lane, job
from ..tenancy import desk_scope
from . import bytes_kept
from .models import StoredFile

CHILD = Path(__file__).with_name("thumbnail_child.py")
WALL_SECONDS = 15
PROBLEMS = {3: "too large", 4: "not a picture"}


@dataclass(frozen=True)
class Thumbnail:
    """A small WebP picture and the size in pixels of the original."""

    data: bytes
    width: int
    height: int


class NoThumbnail(Exception):
    """The picture could not be made smaller: too large, not a picture, or it took too long."""


@job(lane=Lane.BATCH, in_desk=False)
def make_thumbnail(*, desk_id: int, file_id: int) -> None:
    """Make the thumbnail of a picture, or note why there is none."""
    with desk_scope(desk_id):
        file = StoredFile.objects.filter(pk=file_id, deleted_at=None, thumbnail_key="", thumbnail_problem="").first()
    if file is None:
        return
    try:
        with default_storage.open(file.key) as stream:
            small = shrink(stream)
    except NoThumbnail as problem:
        found = {"thumbnail_problem": str(problem)}
    else:
        kept = bytes_kept.write_bytes(small.data, desk_id=desk_id)
        found = {"thumbnail_key": kept.key, "width": small.width, "height": small.height}
    with desk_scope(desk_id):
        StoredFile.objects.filter(pk=file_id).update(**found)


def shrink(picture: BinaryIO) -> Thumbnail:
    """The thumbnail of a picture. Whatever the picture does, it does in a process of 256 MB and 10 s. Raises NoThumbnail."""
    with tempfile.TemporaryFile() as copy:
        for chunk in iter(lambda: picture.read(256 * 1024), b""):
            copy.write(chunk)
        copy.seek(0)
        try:
            # -I: nothing of the environment or the working folder is let in.
            done = subprocess.run([sys.executable, "-I", CHILD], stdin=copy, capture_output=True, timeout=WALL_SECONDS, env={})
        except subprocess.TimeoutExpired:
            raise NoThumbnail("took too long") from None
    if done.returncode != 0:
        raise NoThumbnail(PROBLEMS.get(done.returncode, "took too long or too much memory"))
    size, _newline, data = done.stdout.partition(b"\n")
    width, height = json.loads(size)
    return Thumbnail(data, width, height)
