"""What was said on tickets: fetched before a batch, written in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from crewdesk.core.events import Via
from crewdesk.core.models import Event
from crewdesk.tickets.events import TicketEvent
from crewdesk.tickets.models import Attachment, Comment, Ticket
from crewdesk.tickets.operations.comments import Said, compose

from .files import File, Files, with_own_pictures, write_rows
from .people import People
from .refusals import NotThere
from .running import Work
from .words import Row, channel, flag, identified, instant, key, prose, source


@dataclass
class Talk:
    """What is new of one ticket's conversation, with the files that came along; None for a ticket that is gone meanwhile."""

    comments: list[Row] = field(default_factory=list)
    files: dict[str, list[File]] = field(default_factory=dict)
    # Those that were here before, as the other side shows them now.
    present: list[Row] = field(default_factory=list)

    def speakers(self) -> set[str]:
        """Who spoke."""
        return {key(row.get("author_id")) for row in self.comments} - {""}


def fetch_talk(work: Work, ticket: str, files: Files) -> Talk | None:
    """Fetch the comments of a ticket of theirs, and the files of those that are not here yet."""
    path = f"/api/v2/tickets/{ticket}/comments.json?include_inline_images=true"
    try:
        rows = [row for page in work.client.pages(path) for row in identified(page, "comments")]
    except NotThere:
        return None
    with work.scope():
        here = work.known.ours("comment", [key(row["id"]) for row in rows]).keys()
    new = [row for row in rows if key(row["id"]) not in here]
    new.sort(key=lambda row: (prose(row.get("created_at"), 40), int(key(row["id"])) if key(row["id"]).isdecimal() else 0))
    return Talk(new, {key(row["id"]): files.fetch(row, ticket) for row in new}, [row for row in rows if key(row["id"]) in here])


def comments_of(work: Work, ticket: Ticket, talk: Talk, people: People, row: Row) -> Iterator[tuple[Comment, list[Attachment]]]:
    """New comments with their files, oldest first, none of them inserted yet but for the rows of stored files."""
    made: list[tuple[str, int]] = []
    for said in talk.comments:
        theirs = key(said["id"])
        if said.get("type") == "VoiceComment":
            work.note(_("Recordings of calls stay behind; their words came"), f"#{key(row['id'])}")
        at = instant(said.get("created_at"), work.at) or ticket.created_at
        files = talk.files[theirs]
        html = with_own_pictures(prose(said.get("html_body")), files)
        words = Said(
            body=prose(said.get("body")) or prose(said.get("plain_body")), html_body=html, public=flag(said, "public", True),
            is_trusted=_is_trusted(said), via_source=source(said),
        )  # fmt: skip
        speaker = people.speaker(key(said.get("author_id")) or key(row.get("requester_id")))
        comment = compose(ticket, words, by=speaker, via=channel(said) or ticket.via, at=at)
        comment.pk = work.ids(Comment)
        yield comment, write_rows(work, comment, files, at=at)
        made.append((theirs, comment.pk))
    work.known.remember("comment", made)
    work.count("comments", "created", len(made))


def only_words(work: Work, ticket: Ticket, people: People, row: Row) -> Comment:
    """The first comment of a ticket of which the other side shows none: its description, or its subject."""
    body = prose(row.get("description")) or ticket.subject or "–"
    comment = compose(
        ticket, Said(body=body), by=people.speaker(key(row.get("requester_id"))), via=ticket.via, at=ticket.created_at
    )
    comment.pk = work.ids(Comment)
    return comment


def told_of(work: Work, comment: Comment, version: int) -> Event:
    """The event of a comment."""
    changes = work.known.marked({"version": version, "comment": comment.pk, "public": comment.public})
    return Event(
        at=comment.created_at, kind=TicketEvent.COMMENTED, actor_id=comment.author_id, via=Via.SYSTEM, subject_type="ticket",
        subject_id=comment.ticket_id, changes=changes,
    )  # fmt: skip


def _is_trusted(said: Row) -> bool:
    metadata = said.get("metadata")
    return flag(metadata, "trusted", True) if isinstance(metadata, dict) else True
