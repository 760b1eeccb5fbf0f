"""The files of messages that wait in the suspended queue. Those of a mail lie inside its raw bytes and nowhere else: they go with it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.conf import settings
from django.core import signing
from django.core.files.storage import default_storage
from django.urls import reverse

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import can
from crewdesk.core.files.access import readable_by
from crewdesk.core.files.links import STEP_SECONDS, BadLink, signed_url
from crewdesk.core.files.models import StoredFile

from .email.contents import MOST_ATTACHMENTS
from .email.parts import described, kind_of
from .email.processing import reader
from .email.reading.mail import ParsedMail
from .models import Suspension

SALT = "crewdesk.channels.suspended_files"


@dataclass(frozen=True)
class WaitingFile:
    """What is known of one file: of a mail by its own place in it, of a request of the form by the row that keeps it."""

    name: str
    content_type: str
    size: int
    inline: bool = False
    place: int = 0
    stored: StoredFile | None = None


def files_of(suspension: Suspension, *, may_read: bool = False) -> list[WaitingFile]:
    """Its files; none when the mail's bytes are gone.

    Of a mail that was suspended before files were noted there are none, unless `may_read`: then the mail itself is asked.
    """
    if suspension.held_id:
        held = [row.file for row in suspension.held.files.all()]
        kept = sorted((file for file in held if file.deleted_at is None), key=lambda file: file.pk)
        return [WaitingFile(file.name, file.content_type, file.size, stored=file) for file in kept]
    if suspension.mail.raw_dropped_at:
        return []
    noted = suspension.files
    if noted is None:
        noted = described(read(suspension)) if may_read else []
    return [WaitingFile(**facts, place=place) for place, facts in enumerate(noted)]


def read(suspension: Suspension) -> ParsedMail:
    """The mail taken apart, by a process that may be killed. Raises UnreadableMail."""
    return reader().read(bytes(suspension.mail.raw))


def opened(suspension: Suspension) -> Iterator[tuple[WaitingFile, bytes | BinaryIO]]:
    """Its files with their bytes, one after another. Raises UnreadableMail."""
    if suspension.held_id:
        for file in files_of(suspension):
            with default_storage.open(file.stored.key) as stream:
                yield file, stream
        return
    for place, part in enumerate(read(suspension).attachments[:MOST_ATTACHMENTS]):
        yield WaitingFile(part.name, kind_of(part), part.size, part.inline, place), part.data


def link_to(suspension: Suspension, file: WaitingFile, *, member: User, at: float | None = None) -> str:
    """Where `member` alone may download the file, for at most five minutes; rights are asked again then."""
    if file.stored:
        return signed_url(file.stored, member=member, at=at)
    expires_at = (int(time.time() if at is None else at) // STEP_SECONDS + 2) * STEP_SECONDS
    token = _signer().sign_object([suspension.desk_id, suspension.pk, file.place, member.pk, expires_at])
    return settings.FILES_URL.rstrip("/") + reverse("channels:suspended-file", kwargs={"token": token, "name": file.name})


def read_link(token: str, *, at: float | None = None) -> tuple[int, int, int, int]:
    """Desk, suspension, place and user of a link of ours. Raises BadLink for any other, and for one that is too old."""
    try:
        desk_id, suspension_id, place, user_id, expires_at = _signer().unsign_object(token)
    except (signing.BadSignature, TypeError, ValueError) as problem:
        raise BadLink from problem
    if expires_at < (time.time() if at is None else at):
        raise BadLink
    return desk_id, suspension_id, place, user_id


def may_see(user_id: int) -> User | None:
    """The user of the desk in scope, if they may read the suspended queue now."""
    user = User.objects.filter(pk=user_id).first()
    return user if can(user, "suspended.read") else None


@readable_by
def of_a_waiting_request(file: StoredFile, user_id: int) -> bool:
    """Whether the file came with a request of the form that waits, and the user may look at it."""
    user = may_see(user_id)
    return user is not None and Suspension.objects.visible_to(user).waiting().filter(held__files__file=file).exists()


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT)
