"""Split a second matter off a ticket."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import can
from crewdesk.core.events import Via, record
from crewdesk.core.operations import NotPermitted, operation

from ..events import TicketEvent
from ..models import Comment, Ticket, TicketLink
from .comments import snippet_of
from .create import next_numbers
from .errors import CannotSplit
from .locking import locked, save_locked
from .turns import note_turn
from .words import index_again, index_new


@operation(TicketEvent.SPLIT, TicketEvent.CREATED)
def split_ticket(ticket: Ticket, comment: Comment, *, by: User, via: str, at: datetime, subject: str = "") -> Ticket:
    """Move `comment` to a new ticket of its author and return that; brand, group and tags go along.

    The first event of the new ticket comes from the system, so that no acknowledgement goes out for words
    that were acknowledged before. Raises NotPermitted or CannotSplit.
    """
    if not can(by, "ticket.split", ticket):
        raise NotPermitted(_("You may not split tickets."))
    locked(ticket)
    if ticket.is_closed or ticket.is_deleted:
        raise CannotSplit(_("The ticket is closed or deleted."), field="status")
    if comment.ticket_id != ticket.pk or ticket.comment_count < 2:
        raise CannotSplit(_("A ticket keeps at least one comment: choose another one."), field="comment_id")
    new = _new_ticket(ticket, comment, by=by, at=at, subject=subject)
    Comment.objects.filter(pk=comment.pk).update(ticket=new)
    comment.ticket = new
    index_new(new, comment)
    TicketLink.objects.create(kind=TicketLink.Kind.SPLIT, source=ticket, target=new)
    _renew(ticket, at)
    changes = {"version": ticket.version, "comment": comment.pk, "into": new.pk}
    record(TicketEvent.SPLIT, ticket, by=by, via=via, at=at, changes=changes)
    created = {
        "version": 1,
        "comment": comment.pk,
        "public": comment.public,
        "status": [None, new.status],
        "split_from": ticket.pk,
    }
    record(TicketEvent.CREATED, new, by=by, via=Via.SYSTEM, at=at, changes=created)
    return new


def _new_ticket(ticket: Ticket, comment: Comment, *, by: User, at: datetime, subject: str) -> Ticket:
    author = comment.author
    taken_along: dict[str, Any] = {
        name: getattr(ticket, name) for name in ("group_id", "brand_id", "priority", "tags", "custom_fields")
    }
    new = Ticket(
        number=next_numbers(1)[0], subject=(subject or snippet_of(comment))[:500], requester=author,
        submitter=by, organization_id=author.organization_id, via=comment.via, via_source=comment.via_source,
        recipient=ticket.recipient, locale=author.locale, is_public=comment.public, created_at=at,
        updated_at=at, **taken_along,
    )  # fmt: skip
    note_turn(new, comment, comment.created_at)
    new.save(force_insert=True)
    return new


def _renew(ticket: Ticket, at: datetime) -> None:
    """Bring the columns for lists in line with the comments that are left."""
    left = list(ticket.comments.select_related("author").order_by("id"))
    ticket.comment_count, ticket.last_comment_at, ticket.snippet = (
        len(left),
        left[-1].created_at,
        snippet_of(left[-1]),
    )
    ticket.is_public = any(one.public for one in left)
    if ticket.waiting_since is not None:
        ticket.waiting_since = _waits_since(left)
    save_locked(ticket, at)
    index_again(ticket)


def _waits_since(comments: list[Comment]) -> datetime | None:
    """When the customer spoke first since the staff's last answer."""
    waiting = None
    for comment in comments:
        if comment.public:
            waiting = None if comment.author.is_staff_member else waiting or comment.created_at
    return waiting
