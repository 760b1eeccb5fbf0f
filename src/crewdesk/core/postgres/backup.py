"""One file with everything: the database, the uploaded files, the keys, and a manifest with the SHA-256 of each.

A tar archive: `database.dump` (pg_dump's custom format), `files/…`, `keys/…`, and `manifest.json` at the end. It holds
the keys, so it has to be kept like them.
"""

import hashlib
import json
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from .dump import DatabaseNotEmpty, dump_database, restore_database

FORMAT = 1
DUMP, MANIFEST = "database.dump", "manifest.json"
FOLDERS = ("files", "keys")
BLOCK = 1024 * 1024
# Called with what is being done, how many bytes or steps are done, and how many there are.
Progress = Callable[[str, int, int], None]


class CannotRestore(Exception):
    """The archive or the place to restore to is unfit; nothing was changed."""


def write_backup(target: Path, *, data: Path, dsn: str, progress: Progress) -> dict:
    """Write the backup of `data` and of the database at `dsn` (role crewdesk_backup) to `target`; returns the manifest.

    The file appears under its name only when it is whole.
    """
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        dump, draft = Path(scratch) / DUMP, Path(scratch) / target.name
        progress("Database", 0, 1)
        server_version = dump_database(dsn, dump)
        progress("Database", 1, 1)
        sources = {DUMP: dump, **dict(_files(data))}
        draft.touch(mode=0o600)
        with tarfile.open(draft, "w") as archive:
            manifest = {
                "format": FORMAT,
                "made_at": datetime.now(UTC).isoformat(),
                "postgresql": server_version,
                "sha256": _add_all(archive, sources, progress),
            }
            _add_bytes(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
        draft.rename(target)
    return manifest


def read_backup(source: Path) -> dict:
    """The manifest of a backup, once everything in it has the hash that it states. Raises CannotRestore."""
    with _opened(source) as archive:
        manifest = _manifest(archive)
        for name, expected in manifest["sha256"].items():
            _refuse_escape(name)
            if _sha256(archive.extractfile(name)) != expected:
                raise CannotRestore(f"The backup is damaged: {name} does not have the SHA-256 that its manifest states.")
    return manifest


def restore_backup(source: Path, *, data: Path, dsn: str, progress: Progress) -> None:
    """Put a backup that `read_backup` has checked into the empty folder `data` and the empty database at `dsn` (role
    crewdesk_owner). Raises CannotRestore. The caller then runs the migrations, which raise the walls.
    """
    if (data / "files").exists() and any((data / "files").iterdir()):
        raise CannotRestore(f"{data / 'files'} is not empty. A backup is restored into an empty installation only.")
    with _opened(source) as archive:
        _restore_database(archive, dsn, progress)
        _extract(archive, data, progress)


@contextmanager
def _opened(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source) as archive:
            yield archive
    except (tarfile.TarError, KeyError, json.JSONDecodeError, EOFError) as problem:
        raise CannotRestore(f"{source} is not a whole backup of Crewdesk: {problem}") from problem


def _files(data: Path) -> Iterator[tuple[str, Path]]:
    for folder in FOLDERS:
        for path in sorted((data / folder).rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path.relative_to(data).as_posix(), path


def _add_all(archive: tarfile.TarFile, sources: dict[str, Path], progress: Progress) -> dict[str, str]:
    hashes = {}
    for number, (name, path) in enumerate(sources.items()):
        progress("Files", number, len(sources))
        try:
            with path.open("rb") as content:
                hashes[name] = _sha256(content)
            archive.add(path, name, recursive=False)
        except FileNotFoundError:
            hashes.pop(name, None)  # deleted since the list was made
    progress("Files", len(sources), len(sources))
    return hashes


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(content), 0o600
    archive.addfile(entry, BytesIO(content))


def _sha256(content: IO[bytes]) -> str:
    return hashlib.file_digest(content, "sha256").hexdigest()


def _manifest(archive: tarfile.TarFile) -> dict:
    manifest = json.load(archive.extractfile(MANIFEST))
    if manifest["format"] != FORMAT:
        raise CannotRestore(f"This backup has format {manifest['format']}; this version of Crewdesk reads format {FORMAT}.")
    return manifest


def _refuse_escape(name: str) -> None:
    parts = PurePosixPath(name).parts
    if name != DUMP and (parts[0] not in FOLDERS or ".." in parts):
        raise CannotRestore(f"The backup names a file outside of its folders: {name}")


def _restore_database(archive: tarfile.TarFile, dsn: str, progress: Progress) -> None:
    progress("Database", 0, 1)
    with tempfile.NamedTemporaryFile(suffix=".dump") as dump:
        _copy(archive.extractfile(DUMP), dump)
        dump.flush()
        try:
            restore_database(dsn, Path(dump.name))
        except DatabaseNotEmpty as problem:
            raise CannotRestore(str(problem)) from None
    progress("Database", 1, 1)


def _extract(archive: tarfile.TarFile, data: Path, progress: Progress) -> None:
    names = [name for name in _manifest(archive)["sha256"] if name != DUMP]
    for number, name in enumerate(names):
        progress("Files", number, len(names))
        path = data / name
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.unlink(missing_ok=True)
        path.touch(mode=0o600)
        with path.open("wb") as target:
            _copy(archive.extractfile(name), target)
    progress("Files", len(names), len(names))


def _copy(source: IO[bytes], target: IO[bytes]) -> None:
    while block := source.read(BLOCK):
        target.write(block)
