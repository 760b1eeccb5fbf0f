"""The file, or the folder, that holds a desk: named pieces and `manifest.json` with the SHA-256 of each."""

import hashlib
import json
import re
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.utils.translation import gettext as _

from crewdesk.core.operations import Refused

FORMAT = 1
MANIFEST = "manifest.json"
BLOCK = 1024 * 1024
NAMES = re.compile(r"(desk\.json|persons\.jsonl|tables/[A-Za-z_]+\.[A-Za-z]+\.jsonl|files/\d+(\.thumbnail)?)")
# Called with what is being done, how much of it, and how much there is.
Progress = Callable[[str, int, int], None]


class BadArchive(Refused):
    """The archive cannot be read; nothing was changed."""


class Writer:
    """Takes pieces one by one; `close` writes the manifest. A folder as well as a tar archive."""

    def __init__(self, place: Path | tarfile.TarFile):
        self._place = place
        self.pieces: dict[str, dict[str, Any]] = {}

    def add(self, name: str, content: BinaryIO, **facts: Any) -> None:
        """Add a piece that can be read from its present position on and be measured by seeking."""
        begin = content.tell()
        size, digest = _measured(content)
        content.seek(begin)
        self._write(name, content, size)
        self.pieces[name] = {"sha256": digest, "size": size, **facts}

    @contextmanager
    def piece(self, name: str, facts: dict[str, Any]) -> Iterator[IO[bytes]]:
        """A piece that is written bit by bit; `facts` are read at its end."""
        with tempfile.TemporaryFile() as scratch:
            yield scratch
            scratch.seek(0)
            self.add(name, scratch, **facts)

    def close(self, about: dict[str, Any]) -> dict[str, Any]:
        """Write the manifest, which it returns."""
        manifest = {"format": FORMAT, **about, "pieces": self.pieces}
        content = json.dumps(manifest, indent=1).encode()
        self._write(MANIFEST, BytesIO(content), len(content))
        return manifest

    def _write(self, name: str, content: BinaryIO, size: int) -> None:
        if isinstance(self._place, tarfile.TarFile):
            entry = tarfile.TarInfo(name)
            entry.size, entry.mode = size, 0o600
            self._place.addfile(entry, content)
            return
        path = self._place / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        with path.open("wb") as target:
            shutil.copyfileobj(content, target, BLOCK)


@contextmanager
def written(target: Path) -> Iterator[Writer]:
    """A writer of the archive `target`: a tar where its name ends so, a folder otherwise. It appears under its name only when it is whole."""
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        draft = Path(scratch) / target.name
        if target.suffix == ".tar":
            draft.touch(mode=0o600)
            with tarfile.open(draft, "w") as archive:
                yield Writer(archive)
        else:
            draft.mkdir(mode=0o700)
            yield Writer(draft)
        draft.rename(target)


class Reader:
    """The pieces of an archive by name."""

    def __init__(self, place: Path | tarfile.TarFile):
        self._place = place
        self.manifest = self._read_manifest()
        self.pieces: dict[str, dict[str, Any]] = self.manifest["pieces"]

    def open(self, name: str) -> IO[bytes]:
        """The content of a piece. Raises BadArchive for one that is not there."""
        try:
            if isinstance(self._place, tarfile.TarFile):
                return self._place.extractfile(self._members[name])
            path = self._place / name
            if path.is_symlink() or not path.is_file():
                raise KeyError(name)
            return path.open("rb")
        except (KeyError, OSError, tarfile.TarError) as problem:
            raise BadArchive(_("The archive is not whole: %(name)s is missing.") % {"name": name}) from problem

    @cached_property
    def _members(self) -> dict[str, tarfile.TarInfo]:
        """Plain files of the tar by name. Links and files with holes are none of ours."""
        return {one.name: one for one in self._place.getmembers() if one.isreg() and not one.issparse()}

    def lines(self, name: str) -> Iterator[dict[str, Any]]:
        """The rows of a piece; none when there is no such piece. Raises BadArchive."""
        return (row for row, _size in self._sized(name))

    def chunks(self, name: str, *, rows: int, size: int) -> Iterator[list[dict[str, Any]]]:
        """The same, up to `rows` at a time, and fewer where they would be more than `size` bytes together."""
        chunk, held = [], 0
        for row, more in self._sized(name):
            if chunk and (len(chunk) == rows or held + more > size):
                yield chunk
                chunk, held = [], 0
            chunk.append(row)
            held += more
        if chunk:
            yield chunk

    def _sized(self, name: str) -> Iterator[tuple[dict[str, Any], int]]:
        if name not in self.pieces:
            return
        with self.open(name) as content:
            for number, line in enumerate(content, 1):
                yield _row(name, number, line), len(line)

    def check(self, progress: Progress) -> None:
        """Compare every hash. Raises BadArchive."""
        for number, (name, facts) in enumerate(self.pieces.items()):
            progress("Check", number, len(self.pieces))
            with self.open(name) as content:
                if _measured(content)[1] != facts["sha256"]:
                    raise BadArchive(
                        _("The archive is damaged: %(name)s does not have the SHA-256 that the manifest states.") % {"name": name}
                    )
        progress("Check", len(self.pieces), len(self.pieces))

    def _read_manifest(self) -> dict[str, Any]:
        try:
            with self.open(MANIFEST) as content:
                manifest = json.load(content)
            is_fit = all(NAMES.fullmatch(name) and isinstance(facts["sha256"], str) for name, facts in manifest["pieces"].items())
            number = manifest["format"]
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError, tarfile.TarError) as problem:
            raise BadArchive(_("This is no exported desk: its manifest cannot be read.")) from problem
        if number != FORMAT or not is_fit:
            raise BadArchive(_("This desk was exported in another format. Export it again with this version of Crewdesk."))
        return manifest


@contextmanager
def opened(source: Path) -> Iterator[Reader]:
    """A reader of an archive. Raises BadArchive."""
    if source.is_dir():
        yield Reader(source)
        return
    try:
        archive = tarfile.open(source, "r:")  # noqa: SIM115
    except (tarfile.TarError, OSError) as problem:
        raise BadArchive(_("%(name)s is no exported desk.") % {"name": source.name}) from problem
    with archive:
        yield Reader(archive)


def _measured(content: BinaryIO) -> tuple[int, str]:
    size, digest = 0, hashlib.sha256()
    try:
        while block := content.read(BLOCK):
            size += len(block)
            digest.update(block)
    except (OSError, tarfile.TarError) as problem:
        raise BadArchive(_("The archive ends too early.")) from problem
    return size, digest.hexdigest()


def _row(name: str, number: int, line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise BadArchive(_("Line %(number)s of %(name)s cannot be read.") % {"number": number, "name": name}) from problem
    if not isinstance(row, dict) or not isinstance(row.get("id"), int):
        raise BadArchive(_("Line %(number)s of %(name)s is no row.") % {"number": number, "name": name})
    return row
