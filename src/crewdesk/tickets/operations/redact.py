"""Redact what should not have been said or sent, in every copy that this room keeps."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import can
from crewdesk.core.events import record
from crewdesk.core.files.store import discard
from crewdesk.core.html import html_to_text
from crewdesk.core.operations import NotPermitted, operation

from ..events import TicketEvent
from ..models import Attachment, Comment, Draft, Ticket, Wording
from ..redaction import MARK, black_out, black_out_html, black_out_json, copied_lines, holds
from .comments import snippet_of
from .errors import CannotUpdate
from .locking import locked, save_locked
from .words import index_again


@operation(TicketEvent.REDACTED)
def redact_comment(
    comment: Comment,
    *,
    text: Iterable[str] = (),
    whole: bool = False,
    by: User | None,
    via: str,
    at: datetime,
) -> None:
    """Black out the words `text` wherever the ticket holds them, or the `whole` comment and every quotation
    of it.

    Words are found regardless of case and spacing. The event names the comments, by which rooms above clear
    their own copies. Closed tickets are no exception. Raises NotPermitted, or CannotUpdate when there is
    nothing to black out.
    """
    ticket = _begin(comment.ticket, by)
    words = [word for word in text if word.strip()]
    if not whole and not words:
        raise CannotUpdate(_("Say which words to redact."), field="text", code="BlankValue")
    if whole:
        words = _words_of(comment, ticket)
    found = [one for one in _with_copies(ticket, comment) if _redact(one, comment, words, whole, at)]
    if not found:
        raise CannotUpdate(_("These words do not stand in the conversation."), field="text")
    _redact_around(ticket, words)
    for owner in {**{one.ticket_id: one.ticket for one in found}, ticket.pk: ticket}.values():
        _renew_lists(owner, at)
    comment.refresh_from_db()
    changes = {
        "version": ticket.version,
        "comment": comment.pk,
        "comments": sorted(one.pk for one in found),
        "whole": whole,
    }
    record(TicketEvent.REDACTED, ticket, by=by, via=via, at=at, changes=changes)


@operation(TicketEvent.REDACTED)
def redact_attachment(attachment: Attachment, *, by: User | None, via: str, at: datetime) -> None:
    """Remove the bytes of a file for good, from every comment that shows it. Raises NotPermitted."""
    comment = attachment.comment
    if comment is None:
        raise CannotUpdate(_("This file is on no comment."))
    ticket = _begin(comment.ticket, by)
    file = attachment.file
    file.name = MARK
    file.save(update_fields=["name"])
    Attachment.objects.filter(file=file).update(redacted_at=at)
    discard(file, by=by, via=via)
    save_locked(ticket, at)
    attachment.refresh_from_db()
    changes = {"version": ticket.version, "comment": comment.pk, "attachments": [attachment.pk]}
    record(TicketEvent.REDACTED, ticket, by=by, via=via, at=at, changes=changes)


@operation(TicketEvent.MADE_PRIVATE)
def make_private(comment: Comment, *, by: User | None, via: str, at: datetime) -> None:
    """Turn a public comment into an internal note. Mails that were sent already stay sent. Raises
    NotPermitted.
    """
    ticket = _begin(comment.ticket, by)
    comment.refresh_from_db()
    if not comment.public:
        return
    comment.public = False
    comment.save(update_fields=["public"])
    ticket.is_public = ticket.comments.filter(public=True).exists()
    save_locked(ticket, at)
    index_again(ticket)
    changes = {"version": ticket.version, "comment": comment.pk, "public": [True, False]}
    record(TicketEvent.MADE_PRIVATE, ticket, by=by, via=via, at=at, changes=changes)


def _begin(ticket: Ticket, by: User | None) -> Ticket:
    if by is not None and not can(by, "ticket.redact", ticket):
        raise NotPermitted(_("You may not redact."))
    return locked(ticket)


def _words_of(comment: Comment, ticket: Ticket) -> list[str]:
    """What of the comment may stand elsewhere: its lines, and the subject where that was taken from it."""
    is_subject = bool(ticket.subject) and holds(comment.body, [ticket.subject])
    return copied_lines(comment.body) + ([ticket.subject] if is_subject else [])


def _with_copies(ticket: Ticket, comment: Comment) -> Iterable[Comment]:
    """All comments of the ticket, and those that a problem passed on to its incidents."""
    passed_on = Q(ticket__problem=ticket, via_source__rel="problem", via_source__comment=comment.pk)
    return Comment.objects.filter(Q(ticket=ticket) | passed_on).select_related("ticket").order_by("id")


def _redact(one: Comment, origin: Comment, words: list[str], whole: bool, at: datetime) -> bool:
    """Black out in one comment; whether it held anything."""
    before = (one.body, one.html_body, one.quoted_html, one.via_source, one.metadata)
    if not whole:
        one.body = black_out(one.body, words)
        one.html_body, one.quoted_html = (
            black_out_html(one.html_body, words),
            black_out_html(one.quoted_html, words),
        )
        one.via_source, one.metadata = (
            black_out_json(one.via_source, words),
            black_out_json(one.metadata, words),
        )
    elif one.pk == origin.pk or one.ticket_id != origin.ticket_id:
        one.body, one.html_body, one.quoted_html = MARK, f"<p>{MARK}</p>", ""
    elif holds(html_to_text(one.quoted_html), words):
        one.quoted_html = f"<p>{MARK}</p>"
    if before == (one.body, one.html_body, one.quoted_html, one.via_source, one.metadata):
        return False
    one.redacted_at = at
    one.save(update_fields=["body", "html_body", "quoted_html", "via_source", "metadata", "redacted_at"])
    return True


def _redact_around(ticket: Ticket, words: list[str]) -> None:
    """Subject, fields, what events say by reference, and what colleagues have begun to write."""
    ticket.subject = black_out(ticket.subject, words)[: Ticket._meta.get_field("subject").max_length]
    ticket.custom_fields = black_out_json(ticket.custom_fields, words)
    ticket.via_source = black_out_json(ticket.via_source, words)
    for model, column, clear in ((Wording, "text", black_out), (Draft, "html_body", black_out_html)):
        for row in model.objects.filter(ticket=ticket):
            if (clean := clear(getattr(row, column), words)) != getattr(row, column):
                model.objects.filter(pk=row.pk).update(**{column: clean})


def _renew_lists(ticket: Ticket, at: datetime) -> None:
    if not hasattr(ticket, "as_locked"):
        locked(ticket)
    last = ticket.comments.order_by("-id").first()
    ticket.snippet = snippet_of(last)
    save_locked(ticket, at)
    index_again(ticket)
