"""The row of a comment; the verbs decide about everything else."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crewdesk.accounts.models import User
from crewdesk.core.html import clean_html, html_to_text, text_to_html
from crewdesk.core.inserting import insert

from ..models import Attachment, Comment, Ticket

MOST_CHARACTERS = 500_000
SNIPPET = 160


@dataclass(frozen=True)
class Said:
    """What somebody says: plain text or HTML (or both), with what hangs on it."""

    body: str = ""
    html_body: str = ""
    quoted_html: str = ""
    public: bool = True
    attachments: Iterable[Attachment] = ()
    mentions: Iterable[int] = ()
    is_trusted: bool = True
    metadata: dict[str, Any] = field(default_factory=dict)
    via_source: dict[str, Any] = field(default_factory=dict)

    @property
    def is_empty(self) -> bool:
        return not (
            self.body.strip() or html_to_text(self.html_body).strip() or "<img" in self.html_body or list(self.attachments)
        )


def compose(ticket: Ticket, said: Said, *, by: User, via: str, at: datetime) -> Comment:
    """`said` as a comment of `ticket`, cleaned and not yet stored; the ticket may be unsaved still."""
    clean = clean_html(said.html_body or text_to_html(said.body))
    return Comment(
        ticket=ticket, author=by, public=said.public, body=_bounded(said.body or html_to_text(clean.html)),
        html_body=_bounded(clean.html),
        quoted_html=_bounded(clean_html(said.quoted_html).html) if said.quoted_html else "", via=via,
        via_source=said.via_source, metadata=said.metadata, mentions=list(said.mentions),
        is_trusted=said.is_trusted, remote_images=clean.remote_images, created_at=at,
    )  # fmt: skip


def store(comment: Comment, said: Said) -> None:
    """Insert a composed comment and hang its attachments on it; the row knows then whether it `has_files`."""
    # Assigned anew, because the ticket may have had no id yet when the comment was composed.
    comment.ticket = comment.ticket
    insert(comment)
    files = [attachment.pk for attachment in said.attachments]
    comment.has_files = bool(files)
    if files:
        Attachment.objects.filter(pk__in=files, comment__isnull=True).update(comment=comment, upload_token="")


def snippet_of(comment: Comment) -> str:
    """The first words, for lists."""
    return " ".join(comment.body[: 4 * SNIPPET].split())[:SNIPPET]


def _bounded(text: str) -> str:
    return text.replace("\x00", "")[:MOST_CHARACTERS]
