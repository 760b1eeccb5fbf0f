"""Files that come with a form: kept at once, so that a mistake elsewhere in the form loses none of them."""

from datetime import datetime, timedelta

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.secrets import hash_of
from crewdesk.core.files.store import discard, store
from crewdesk.core.numbers import whole
from crewdesk.core.operations import Refused
from crewdesk.tickets.models import Attachment

from ..models import HeldFile, HeldRequest
from .counting import Kind, count, counted, counted_at_desk

MOST_FILES = 10
# Of one sender in an hour; and of all strangers together, who may come from any number of networks.
FILES_OF_SENDER, FILES_OF_STRANGERS = 100, 1_000
LIFE = timedelta(hours=4)


def keep_all(files: list[UploadedFile], *, token: str, customer: User | None, network: str, at: datetime) -> list[str]:
    """Store what was chosen under the form's token, whatever else is wrong with the form; what was refused, and why."""
    problems, held = [], _under(token).count() if files else 0
    for file in files:
        try:
            _refuse_unfit(file, held)
            _refuse_flood(customer, network, at)
            stored = store(file, name=file.name, content_type=file.content_type or "", by=None)
        except Refused as refusal:
            problems.append(f"{file.name}: {refusal.message}")
            continue
        HeldFile.objects.create(file=stored, token_hash=hash_of(token), created_at=at)
        held += 1
    return problems


def kept(token: str) -> list[HeldFile]:
    """The files of the form with this token, in the order in which they came."""
    return list(_under(token)) if token else []


def drop(token: str, pk: str) -> None:
    """Take a file back that is not sent yet."""
    held = _under(token).filter(pk=whole(pk)).first() if token else None
    if held is not None:
        _remove(held)


def attach(files: list[HeldFile], *, by: User) -> list[Attachment]:
    """Make the files uploads of `by`, ready to be put on a comment in the same transaction."""
    if not files:
        return []
    HeldFile.objects.filter(pk__in=[held.pk for held in files]).delete()
    return Attachment.objects.bulk_create(Attachment(file=held.file, uploaded_by=by) for held in files)


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


def _refuse_unfit(file: UploadedFile, held: int) -> None:
    if held >= MOST_FILES:
        raise Refused(_("At most %(most)s files can be sent at once.") % {"most": MOST_FILES})
    if not file.size:
        raise Refused(_("%(name)s is empty.") % {"name": file.name})


def _refuse_flood(customer: User | None, network: str, at: datetime) -> None:
    kind, sender = (Kind.FILE, network) if customer is None else (Kind.ADDRESS, f"files of {customer.pk}")
    # What is refused is not counted, or one network could use up what all strangers share. Two at once both pass the question, not the count.
    is_flood = (
        counted(kind, sender, at=at) >= FILES_OF_SENDER
        or (customer is None and counted_at_desk(kind, at=at) >= FILES_OF_STRANGERS)
        or count(kind, sender, at=at) > FILES_OF_SENDER
    )
    if is_flood:
        raise Refused(_("Too many files came within an hour. Please add the rest later, or send your message without them."))


def _under(token: str):
    return HeldFile.objects.filter(token_hash=hash_of(token), request=None).select_related("file").order_by("id")


def _remove(held: HeldFile) -> None:
    held.delete()
    discard(held.file, by=None)
