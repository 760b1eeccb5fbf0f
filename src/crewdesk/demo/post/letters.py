"""What customers received and wrote, as files: one folder an address, one message a file."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from email.utils import getaddresses, parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote, unquote

from django.conf import settings

# Older ones are dropped when a newer one comes.
MOST_KEPT = 60
# Messages older than this were not written just now.
FRESH, ALMOST_A_SECOND = timedelta(hours=1), timedelta(microseconds=999_999)


@dataclass(frozen=True)
class Letter:
    """A message in somebody's mailbox: received, or sent by themselves."""

    key: str
    is_sent: bool
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """The message, parsed."""
        return message_from_bytes(self.raw, policy=default)

    @property
    def at(self) -> datetime:
        """When it was written or came."""
        return datetime.fromtimestamp(int(self.key.partition("-")[0]) / 1e6, UTC)


class LetterBox:
    """The mailbox of one address. Raises ValueError for what is no address."""

    def __init__(self, address: str):
        if "@" not in address:
            raise ValueError(f"{address!r} is no address.")
        self.address = address.lower()
        self.folder = root() / quote(self.address, safe="@")

    def keep(self, raw: bytes, *, is_sent: bool = False) -> Letter:
        """Store a message; the same one again is the same file."""
        key = f"{_instant(raw):016d}-{hashlib.sha256(raw).hexdigest()[:12]}-{'sent' if is_sent else 'came'}"
        self.folder.mkdir(parents=True, exist_ok=True)
        half = self.folder / f".{key}"
        half.write_bytes(raw)
        half.rename(self.folder / f"{key}.eml")
        for old in self._files()[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
        return Letter(key, is_sent, raw)

    def letters(self) -> list[Letter]:
        """All messages, oldest first."""
        return [_read(file) for file in self._files()]

    def letter(self, key: str) -> Letter | None:
        """One message, or None."""
        return next((_read(file) for file in self._files() if file.stem == key), None)

    def _files(self) -> list[Path]:
        return sorted(self.folder.glob("[0-9]*.eml")) if self.folder.is_dir() else []


def root() -> Path:
    """The folder of all mailboxes."""
    return settings.CREWDESK_DATA / "demo-mail"


def latest_of_each() -> list[tuple[str, Letter]]:
    """(address, newest message) of every mailbox, the one with the newest message first."""
    folders = [folder for folder in root().iterdir() if folder.is_dir()] if root().is_dir() else []
    newest = [(unquote(folder.name), max(folder.glob("[0-9]*.eml"), default=None)) for folder in folders]
    found = sorted(((file.name, address, file) for address, file in newest if file), reverse=True)
    return [(address, _read(file)) for _name, address, file in found]


def name_of(letter: Letter) -> str:
    """How the owner of the mailbox is called in a message."""
    header = letter.message["From" if letter.is_sent else "To"]
    [(name, address), *_others] = getaddresses([str(header or "")]) or [("", "")]
    return name or address


def _read(file: Path) -> Letter:
    return Letter(file.stem, file.stem.endswith("-sent"), file.read_bytes())


def _instant(raw: bytes) -> int:
    """Microseconds by the Date of the message, which has whole seconds, and how long after it came within that second; now without one."""
    written = message_from_bytes(raw, policy=default)["Date"]
    now = datetime.now(UTC)
    at = parsedate_to_datetime(str(written)) if written else now
    at = min(at if at.tzinfo else at.replace(tzinfo=UTC), now)
    passed = now - at
    # Not the microseconds of the arrival alone: those of the next second begin anew, and would put an answer before its question.
    return int((at + min(passed, ALMOST_A_SECOND) if passed < FRESH else at).timestamp() * 1_000_000)
