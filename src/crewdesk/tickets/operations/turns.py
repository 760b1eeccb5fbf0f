"""A comment more on a ticket: what it does to the row. Shared by every verb that adds one."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from crewdesk.accounts.models import User

from ..models import Comment, Participation, Ticket
from .comments import Said, compose, snippet_of, store
from .locking import save_locked
from .words import index_more


def take_turn(ticket: Ticket, said: Said, *, by: User, via: str, at: datetime) -> Comment:
    """Add `said` to the locked `ticket` and save it, with whatever else was set on it since it was locked."""
    before: dict[str, Any] = ticket.as_locked
    comment = compose(ticket, said, by=by, via=via, at=at)
    store(comment, said)
    note_turn(ticket, comment, at)
    save_locked(ticket, at)
    index_more(ticket, before, comment)
    if not said.public:
        let_follow(ticket, comment.mentions)
    return comment


def note_turn(ticket: Ticket, comment: Comment, at: datetime) -> None:
    """Bring the columns for lists up to date with `comment`."""
    ticket.comment_count += 1
    ticket.last_comment_at = at
    ticket.snippet = snippet_of(comment)
    if not comment.public:
        return
    ticket.is_public = True
    if comment.author.is_staff_member:
        ticket.waiting_since = None
        if ticket.comment_count > 1:
            ticket.first_replied_at = ticket.first_replied_at or at
    elif ticket.waiting_since is None and not ticket.is_solved:
        ticket.waiting_since = at


def let_follow(ticket: Ticket, user_ids: Iterable[int]) -> None:
    """Make the staff among `user_ids` followers."""
    if not (ids := list(user_ids)):
        return
    kind = Participation.Kind.FOLLOWER
    rows = [
        Participation(ticket=ticket, user_id=pk, kind=kind)
        for pk in User.objects.staff().filter(pk__in=ids).values_list("pk", flat=True)
    ]
    Participation.objects.bulk_create(rows, ignore_conflicts=True)
