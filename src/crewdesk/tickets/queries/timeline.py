"""The conversation of a ticket: messages with their files, and between them what was changed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from crewdesk.accounts.models import User
from crewdesk.core.models import Event
from crewdesk.core.written_once import written_once

from ..events import TicketEvent
from ..models import Attachment, Comment, Ticket
from .history import Line, lines_of

SIZE = 20
# What the page does not show is not fetched: authors are wide rows, and a conversation has many.
SHOWN = (
    "ticket_id", "public", "body", "html_body", "quoted_html", "is_trusted", "remote_images", "delivery", "delivery_note",
    "redacted_at", "created_at", "author__name", "author__role",
)  # fmt: skip
# Events that bring a message, that alter one which is already on the page, and that take one away from the ticket.
BRINGING = {TicketEvent.COMMENTED, TicketEvent.MERGED}
ALTERING = {TicketEvent.REDACTED, TicketEvent.MADE_PRIVATE, TicketEvent.DELIVERED}
REMOVING = {TicketEvent.SPLIT}


@dataclass
class Entry:
    """A message with its files, or a run of changes between two messages."""

    at: datetime
    comment: Comment | None = None
    files: list[Attachment] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    # Set by the view: the body of the message, ready for the page.
    body: Any = None


@dataclass
class Timeline:
    """`earlier` is the id before which older messages lie; `last_event` tells a later refresh what is new."""

    entries: list[Entry]
    earlier: int | None
    last_event: int


def timeline_of(ticket: Ticket, member: User, *, before: int | None = None, size: int = SIZE) -> Timeline:
    """The latest `size` messages of `ticket` (before comment `before`) and the changes around them, oldest first."""
    comments = _messages(ticket, member).order_by("-id")
    if before is None and size == SIZE and member.is_staff_member:
        found = _latest(ticket.pk)
    else:
        found = list((comments.filter(pk__lt=before) if before else comments)[: size + 1])
    shown = sorted(found[:size], key=lambda comment: comment.pk)
    events = _events(ticket)
    if len(found) > size:
        events = events.filter(at__gte=shown[0].created_at)
    if before and (border := comments.filter(pk__gte=before).last()):
        events = events.filter(at__lt=border.created_at)
    happened = list(events)
    return Timeline(_woven(shown, happened), shown[0].pk if len(found) > size else None, happened[-1].pk if happened else 0)


@dataclass
class News:
    """What happened since an event: entries to append, messages that look different now, ids of messages that went away."""

    entries: list[Entry]
    altered: list[Entry]
    gone: set[int]
    last_event: int


def news_of(ticket: Ticket, member: User, *, since: int) -> News | None:
    """What a page that knows of events up to `since` has missed, or None."""
    events = list(_events(ticket).filter(pk__gt=since))
    if not events:
        return None
    new, old, gone = (_messages_of(events, kinds) for kinds in (BRINGING, ALTERING, REMOVING))
    comments = list(_messages(ticket, member).filter(pk__in=new | old).order_by("id"))
    altered = _woven([comment for comment in comments if comment.pk not in new], [])
    return News(_woven([comment for comment in comments if comment.pk in new], events), altered, gone, events[-1].pk)


def entry_of(comment: Comment) -> Entry:
    """One message as the conversation shows it."""
    return _woven([comment], [])[0]


def _events(ticket: Ticket):
    return Event.objects.filter(subject_type="ticket", subject_id=ticket.pk).order_by("id")


def _woven(comments: Iterable[Comment], events: Iterable[Event]) -> list[Entry]:
    comments = list(comments)
    files = _files(comments)
    entries = [Entry(comment.created_at, comment, files[comment.pk]) for comment in comments]
    authors = {comment.author_id: comment.author.name for comment in comments}
    entries += [Entry(line.at, lines=[line]) for line in lines_of(events, people=authors)]
    # At one instant the message comes first, then what it changed.
    entries.sort(key=lambda entry: (entry.at, entry.comment is None))
    runs: list[Entry] = []
    for entry in entries:
        if entry.lines and runs and runs[-1].lines:
            runs[-1].lines.extend(entry.lines)
        else:
            runs.append(entry)
    return runs


def _files(comments: list[Comment]) -> dict[int, list[Attachment]]:
    files: dict[int, list[Attachment]] = defaultdict(list)
    if comments:
        for attachment in Attachment.objects.filter(comment__in=comments).select_related("file").order_by("id"):
            files[attachment.comment_id].append(attachment)
    return files


def messages_in(ticket: Ticket, member: User, events: Iterable[Event]) -> list[Comment]:
    """The messages that `events` brought, oldest first."""
    wanted = _messages_of(events, BRINGING)
    return list(_messages(ticket, member).filter(pk__in=wanted).order_by("id"))


def _messages(ticket: Ticket, member: User):
    return ticket.comments.visible_to(member).select_related("author").only(*SHOWN)


@written_once
def _latest(ticket_id: int):
    return Comment.objects.filter(ticket_id=ticket_id).select_related("author").only(*SHOWN).order_by("-id")[: SIZE + 1]


def _messages_of(events: Iterable[Event], kinds: set[TicketEvent]) -> set[int]:
    found = [event.changes for event in events if event.kind in kinds]
    return {pk for changes in found for pk in (changes.get("comment"), *changes.get("comments", ())) if pk}
