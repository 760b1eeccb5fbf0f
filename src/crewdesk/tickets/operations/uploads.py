"""Files that hang on no comment yet. Private scratch of the uploader: nothing happens to a ticket, so no
event tells of it.
"""

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.core.clock import now
from crewdesk.core.files.store import discard
from crewdesk.core.models import StoredFile
from crewdesk.core.operations import NotPermitted
from crewdesk.core.tenancy import DeskQuerySet

from ..models import Attachment, Draft

LIFE = timedelta(minutes=60)
LONGEST_TOKEN = 64
LIFE_IN_A_DRAFT = timedelta(days=30)


def add_upload(
    file: StoredFile, *, by: User, token: str | None = None, is_inline: bool = False, content_id: str = ""
) -> Attachment:
    """Hang `file` on `token`, or on a new one. Whoever uploaded it has 60 minutes to put it on a comment, or
    keeps it in a draft.

    Raises NotPermitted when the token is somebody else's or unknown.
    """
    if token and not _held([token], by, now()).exists():
        raise NotPermitted(_("This upload has expired. Please add the files again."), field="uploads")
    return Attachment.objects.create(
        file=file,
        uploaded_by=by,
        upload_token=token or secrets.token_urlsafe(32),
        is_inline=is_inline,
        content_id=content_id,
    )


def claim(token: str, by: User, *, at: datetime | None = None) -> list[Attachment]:
    """The uploads under `token` that `by` made and that have not expired; empty for anybody else's."""
    return claim_all([token], by, at=at)


def claim_all(tokens: Iterable[str], by: User, *, at: datetime | None = None) -> list[Attachment]:
    """The same under several tokens; one query."""
    return list(_held(tokens, by, at or now()).select_related("file").order_by("id"))


def is_token(word: str) -> bool:
    """Whether `word`, which anybody may have sent, can be a token at all."""
    return word.isascii() and word.isprintable() and len(word) <= LONGEST_TOKEN


def remove_upload(attachment: Attachment, *, by: User) -> None:
    """Take an upload of one's own back before it is on a comment. Raises NotPermitted."""
    if attachment.comment_id is not None or attachment.uploaded_by_id != by.pk:
        raise NotPermitted(_("This file cannot be taken back."))
    _remove(attachment)


def remove_stale(*, at: datetime, most: int = 200) -> int:
    """Remove uploads that nobody can claim any more, with their files; returns how many. For the job."""
    kept = Draft.objects.filter(updated_at__gt=at - LIFE_IN_A_DRAFT).exclude(upload_token="").values("upload_token")
    waiting = Attachment.objects.filter(comment__isnull=True, created_at__lt=at - 2 * LIFE).exclude(upload_token__in=kept)
    stale = list(waiting.select_related("file")[:most])
    for attachment in stale:
        _remove(attachment)
    return len(stale)


def _held(tokens: Iterable[str], by: User, at: datetime) -> DeskQuerySet:
    tokens = [token for token in tokens if token]
    mine = Attachment.objects.filter(upload_token__in=tokens, uploaded_by=by, comment__isnull=True)
    in_draft = Draft.objects.filter(user=by, upload_token__in=tokens, updated_at__gt=at - LIFE_IN_A_DRAFT)
    fresh = Q(created_at__gt=at - LIFE)
    return mine.filter(fresh | Q(upload_token__in=in_draft.values("upload_token")))


def _remove(attachment: Attachment) -> None:
    file = attachment.file
    attachment.delete()
    if not Attachment.objects.filter(file=file).exists():
        discard(file, by=None)
