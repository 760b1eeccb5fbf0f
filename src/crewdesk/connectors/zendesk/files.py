"""Files of comments: fetched by the house's own fetcher, with our token for the account's own server alone."""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from html import escape
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _

from crewdesk.core.bulk import insert
from crewdesk.core.fetch import Fetched
from crewdesk.core.files import bytes_kept
from crewdesk.core.files.kinds import sniff
from crewdesk.core.files.models import StoredFile
from crewdesk.core.files.names import shown_name
from crewdesk.tickets.models import Attachment, Comment

from .refusals import NotAllowed, NotThere, NotUnderstood, Unreachable
from .running import Work
from .words import Row, address_parts, flag, identified, key, prose, text

MB = 1024 * 1024


@dataclass(frozen=True)
class File:
    """A file whose bytes are here already, and no row yet."""

    row: Row
    kept: bytes_kept.Kept
    content_id: str = ""


class Files:
    """Fetches files; the bytes that were written are taken back unless the batch is committed."""

    def __init__(self, work: Work):
        self.work = work
        self._keys: list[str] = []

    def fetch(self, comment: Row, ticket: str) -> list[File]:
        """The files of a comment of theirs; what cannot be had is reported."""
        found = [self._one(row, ticket) for row in identified(comment, "attachments")]
        return [one for one in found if one is not None]

    def settle(self) -> None:
        """The batch is committed."""
        self._keys.clear()

    def take_back(self) -> None:
        """It is not."""
        bytes_kept.remove(self._keys)
        self._keys.clear()

    def _one(self, row: Row, ticket: str) -> File | None:
        name = f"#{ticket} {text(row.get('file_name'), 120)}"
        size = row.get("size")
        if flag(row, "deleted") or not prose(row.get("content_url"), 4_000):
            return self._left(_("File was redacted at the other side"), name)
        if row.get("malware_scan_result") == "malware_found":
            return self._left(_("File has malware in it: it was not fetched"), name)
        if isinstance(size, int) and size > settings.UPLOAD_LIMIT_MB * MB:
            return self._left(
                _("File is larger than %(limit)s MB (UPLOAD_LIMIT_MB): it was not fetched") % {"limit": settings.UPLOAD_LIMIT_MB},
                name,
            )
        answer = self._answer(row)
        if answer is None:
            return self._left(_("File could not be fetched"), name)
        kept = bytes_kept.write(io.BytesIO(answer.body), desk_id=self.work.desk.pk)
        self._keys.append(kept.key)
        return File(row, kept, f"{self.work.known.source}-{key(row['id'])}" if flag(row, "inline") else "")

    def _left(self, what: str, name: str) -> None:
        self.work.note(what, name)

    def _answer(self, row: Row) -> Fetched | None:
        # Its address may have run out while others were fetched.
        return self._fetched(prose(row.get("content_url"), 4_000)) or self._fetched(self._address_now(row))

    def _address_now(self, row: Row) -> str:
        """Where the account says that it is, '' for nowhere."""
        with suppress(NotThere, NotAllowed, NotUnderstood), self._told_apart():
            again = self.work.client.get(f"/api/v2/attachments/{quote(key(row['id']), safe='')}.json").get("attachment")
            return prose(again.get("content_url"), 4_000) if isinstance(again, dict) else ""
        return ""

    def _fetched(self, address: str) -> Fetched | None:
        if address_parts(address).scheme in ("http", "https"):
            with self._told_apart():
                answer = self.work.client.fetched(address, most_bytes=settings.UPLOAD_LIMIT_MB * MB, tries=2)
                return answer if answer.status == 200 else None
        return None

    @contextmanager
    def _told_apart(self) -> Iterator[None]:
        """Pass over what does not answer, unless that is the whole account: then the run stops, and nothing is lost."""
        try:
            yield
        except Unreachable:
            self.work.client.get("/api/v2/users/me.json")


def write_rows(work: Work, comment: Comment, files: list[File], *, at: datetime) -> list[Attachment]:
    """Insert the rows of stored files, and return those that hang them on `comment`, which come with it."""
    rows, found = [], []
    for file in files:
        claimed = text(file.row.get("content_type"), 127)
        stored = StoredFile(
            id=work.ids(StoredFile), key=file.kept.key, name=shown_name(prose(file.row.get("file_name"), 255)),
            content_type=sniff(file.kept.head, claimed), size=file.kept.size, sha256=file.kept.sha256, created_at=at,
        )  # fmt: skip
        rows.append(stored)
        hung = Attachment(
            id=work.ids(Attachment), comment=comment, file=stored, uploaded_by_id=comment.author_id, is_inline=bool(file.content_id),
            content_id=file.content_id, created_at=at,
        )  # fmt: skip
        found.append(hung)
    insert(rows)
    work.count("files", "created", len(found))
    return found


def with_own_pictures(html: str, files: Iterable[File]) -> str:
    """HTML in which pictures that came along are named by their content id.

    A picture is known by its whole address, or by the file's name at the end of one where a server signs each address anew.
    """
    for file in files:
        if not file.content_id:
            continue
        address, name = prose(file.row.get("content_url"), 4_000), quote(prose(file.row.get("file_name"), 255))
        for written in (address, escape(address)):
            html = html.replace(f'"{written}"', f'"cid:{file.content_id}"')
        if f"cid:{file.content_id}" not in html and name:
            html = _by_name(html, address_parts(address).netloc, name, file.content_id)
    return html


def _by_name(html: str, host: str, name: str, content_id: str) -> str:
    pieces = html.split('src="')
    for place, piece in enumerate(pieces[1:], start=1):
        address, quote_, rest = piece.partition('"')
        parts = address_parts(address)
        if quote_ and parts.netloc == host and parts.path.endswith(f"/{name}"):
            pieces[place] = f'cid:{content_id}"{rest}'
            break
    return 'src="'.join(pieces)
