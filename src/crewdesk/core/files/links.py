"""Short-lived links to files."""

import time
from dataclasses import dataclass
from typing import Any, Literal

from django.conf import settings
from django.core import signing
from django.urls import reverse

from .models import StoredFile

SALT = "crewdesk.core.files"
# A link lives for one to two steps. Within a step it stays the same, so that a page that is drawn anew finds its pictures cached.
STEP_SECONDS = 150
Disposition = Literal["inline", "attachment", "thumbnail"]


class BadLink(Exception):
    """A link that we did not make or that is too old."""


@dataclass(frozen=True)
class Ticket:
    """What a link says: which file of which desk for which user, and how."""

    desk_id: int
    file_id: int
    user_id: int
    disposition: Disposition
    expires_at: int


def signed_url(file: StoredFile, *, member: Any, disposition: Disposition = "attachment", at: float | None = None) -> str:
    """A link to `file` for `member` alone, good for at most five minutes; rights are checked again when it is fetched.

    `inline` is for pictures, `thumbnail` gives the small one where there is one. `at` is in seconds since 1970.
    """
    at = time.time() if at is None else at
    expires_at = (int(at) // STEP_SECONDS + 2) * STEP_SECONDS
    token = _signer().sign_object([file.desk_id, file.pk, member.pk, disposition, expires_at])
    return settings.FILES_URL.rstrip("/") + reverse("core:file", kwargs={"token": token, "name": file.name})


def read_link(token: str, *, at: float | None = None) -> Ticket:
    """What the token of a link says. Raises BadLink."""
    try:
        ticket = Ticket(*_signer().unsign_object(token))
    except (signing.BadSignature, TypeError, ValueError) as problem:
        raise BadLink from problem
    if ticket.expires_at < (time.time() if at is None else at):
        raise BadLink
    return ticket


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT)
