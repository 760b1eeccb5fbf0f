"""Who is looking at something, and who is typing. Told to open pages by NOTIFY alone: it is no event, as nobody asks for it later."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from ..tenancy import require_desk
from .models import Presence

# Pages tell every 15 s; one that was closed without a word counts no more after this.
LASTS = timedelta(seconds=40)
# For lists of what somebody looked at last.
REMEMBERED = timedelta(days=7)
KIND = "presence.changed"


@dataclass(frozen=True)
class Viewer:
    """A user who is looking at the subject now."""

    user_id: int
    is_typing: bool


def presence_of(subject_type: str, subject_id: int, *, at: datetime, besides: int | None = None) -> list[Viewer]:
    """Who is looking at the subject at `at`, without user `besides`; those who type come first."""
    rows = Presence.objects.filter(subject_type=subject_type, subject_id=subject_id, until__gt=at).exclude(user_id=besides)
    return [Viewer(*row) for row in rows.order_by("-is_typing", "user_id").values_list("user_id", "is_typing")]


def look(subject_type: str, subject_id: int, *, user_id: int, is_typing: bool, at: datetime) -> None:
    """Note that the user is looking; others are told when that is new."""
    before = Viewer(user_id, is_typing) in presence_of(subject_type, subject_id, at=at)
    row = Presence(subject_type=subject_type, subject_id=subject_id, user_id=user_id, is_typing=is_typing, until=at + LASTS)
    Presence.objects.bulk_create(
        [row], update_conflicts=True, update_fields=["is_typing", "until"],
        unique_fields=["desk_id", "subject_type", "subject_id", "user_id"],
    )  # fmt: skip
    if not before:
        _tell(subject_type, subject_id)


def leave(subject_type: str, subject_id: int, *, user_id: int, at: datetime) -> None:
    """Note that the user looks no more."""
    rows = Presence.objects.filter(subject_type=subject_type, subject_id=subject_id, user_id=user_id, until__gt=at)
    if rows.update(until=at, is_typing=False):
        _tell(subject_type, subject_id)


def looked_at(subject_type: str, *, user_id: int, most: int) -> list[int]:
    """Ids of the subjects of this type that the user looked at last, the latest first."""
    rows = Presence.objects.filter(user_id=user_id, subject_type=subject_type).order_by("-until")
    return list(rows.values_list("subject_id", flat=True)[:most])


def forget_old(*, at: datetime) -> int:
    """Remove what was looked at longer ago than it is remembered, in the desk in scope; how much."""
    return Presence.objects.filter(until__lt=at - REMEMBERED).delete()[0]


def _tell(subject_type: str, subject_id: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('crewdesk_live', %s)", [f"{require_desk()} 0 {KIND} {subject_type} {subject_id}"])
