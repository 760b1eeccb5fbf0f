"""Files that come with a form: kept at once, so that a mistake elsewhere in the form loses none of them."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.secrets import hash_of
from crewdesk.core.files.store import discard, store
from crewdesk.core.operations import Refused
from crewdesk.tickets.models import Attachment
from crewdesk.tickets.operations.uploads import add_upload, claim

from ..models import HeldFile, HeldRequest

MOST_FILES = 10
LIFE = timedelta(hours=4)


def keep(file: UploadedFile, *, token: str, at: datetime) -> HeldFile:
    """Store a file under the form's token. Raises Refused for one too many, an empty one or one that is too large."""
    if len(kept(token)) >= MOST_FILES:
        raise Refused(_("At most %(most)s files can be sent at once.") % {"most": MOST_FILES}, field="files")
    if not file.size:
        raise Refused(_("%(name)s is empty.") % {"name": file.name}, field="files")
    stored = store(file, name=file.name, content_type=file.content_type or "", by=None)
    return HeldFile.objects.create(file=stored, token_hash=hash_of(token), created_at=at)


def kept(token: str) -> list[HeldFile]:
    """The files of the form with this token, in the order in which they came."""
    return list(_under(token)) if token else []


def drop(token: str, pk: str) -> None:
    """Take a file back that is not sent yet."""
    held = _under(token).filter(pk=int(pk)).first() if token and pk.isdecimal() else None
    if held is not None:
        _remove(held)


def attach(files: list[HeldFile], *, by: User) -> list[Attachment]:
    """Make the files uploads of `by`, ready to be put on a comment."""
    token = None
    for held in files:
        token = add_upload(held.file, by=by, token=token).upload_token
    HeldFile.objects.filter(pk__in=[held.pk for held in files]).delete()
    return claim(token, by) if token else []


def hang_on(files: list[HeldFile], request: HeldRequest) -> None:
    """Let the files wait with the request that they came with."""
    HeldFile.objects.filter(pk__in=[held.pk for held in files]).update(request=request, token_hash="")


def remove_all(request: HeldRequest) -> None:
    """Remove the files of a request for good."""
    for held in request.files.select_related("file"):
        _remove(held)


def forget_old(*, at: datetime, most: int = 200) -> int:
    """Remove files of forms that were never sent; returns how many."""
    stale = list(HeldFile.objects.filter(request=None, created_at__lt=at - LIFE).select_related("file")[:most])
    for held in stale:
        _remove(held)
    return len(stale)


def _under(token: str):
    return HeldFile.objects.filter(token_hash=hash_of(token), request=None).select_related("file").order_by("id")


def _remove(held: HeldFile) -> None:
    held.delete()
    discard(held.file, by=None)
