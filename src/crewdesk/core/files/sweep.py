"""Removes bytes that no row knows: an upload whose transaction was rolled back leaves some behind."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db.models import Q

from ..clock import now
from ..jobs import Lane, periodic
from ..tenancy import desk_scope
from . import bytes_kept
from .models import StoredFile

# Younger bytes may belong to a transaction that is still open.
LEAST_AGE = timedelta(days=1)


@periodic(cron="17 3 * * *", lane=Lane.BATCH)
def sweep_every_night() -> None:
    """Sweep the files of every desk."""
    for desk_id in _desks_with_files():
        sweep(desk_id, at=now())


def sweep(desk_id: int, *, at: datetime) -> int:
    """Remove bytes of the desk that no row knows and that are older than a day at `at`; returns how many there were."""
    keys = {key for key in _keys(desk_id) if default_storage.get_modified_time(key) < at - LEAST_AGE}
    with desk_scope(desk_id):
        known = StoredFile.objects.filter(Q(key__in=keys) | Q(thumbnail_key__in=keys), deleted_at=None)
        kept = {key for pair in known.values_list("key", "thumbnail_key") for key in pair}
    bytes_kept.remove(keys - kept)
    return len(keys - kept)


def _desks_with_files() -> list[int]:
    try:
        folders, _files = default_storage.listdir("")
    except FileNotFoundError:
        return []  # nobody has sent a file yet
    return [int(name) for name in folders if name.isdecimal()]


def _keys(desk_id: int) -> Iterator[str]:
    for folder in default_storage.listdir(str(desk_id))[0]:
        yield from (f"{desk_id}/{folder}/{name}" for name in default_storage.listdir(f"{desk_id}/{folder}")[1])
