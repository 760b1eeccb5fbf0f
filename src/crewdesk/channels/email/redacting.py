"""What was blacked out on a ticket goes from the mails behind its comments as well."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from crewdesk.core.events import Via, record
from crewdesk.core.operations import operation
from crewdesk.tickets.models import Comment

from ..events import ChannelEvent
from ..models import IncomingMail, OutgoingMail, Suspension
from .composing import subject_of
from .quoting import mailable


@operation(ChannelEvent.MAIL_REDACTED)
def redact_mail(changes: dict[str, Any], *, at: datetime) -> int:
    """Drop the raw bytes of the messages that the redacted comments came from, and write queued and sent mails anew.

    `changes` are those of `ticket.redacted`: a comment, or several, or files of one. The rows stay. Returns how many were touched.
    """
    comments = list(Comment.objects.filter(pk__in={changes["comment"], *changes.get("comments", ())}).select_related("ticket"))
    # The whole raw message goes: words to black out may be encoded, and its files are in it.
    came = IncomingMail.objects.filter(Q(comment__in=comments), raw_dropped_at=None)
    ids = list(came.values_list("pk", flat=True))
    Suspension.objects.filter(mail__in=ids).update(subject="", excerpt="", html_body="", files=[])
    IncomingMail.objects.filter(pk__in=ids).update(raw=b"", raw_dropped_at=at)
    touched = len(ids) + sum(_rewrite(comment) for comment in comments)
    if touched:
        record(ChannelEvent.MAIL_REDACTED, comments[0], by=None, via=Via.SYSTEM, at=at, changes={"mails": touched})
    return touched


def _rewrite(comment: Comment) -> int:
    """The ticket's mails since `comment` say what their comments say now, and quote nothing; all have its present subject."""
    mails = OutgoingMail.objects.filter(ticket_id=comment.ticket_id, comment__gte=comment.pk).select_related("comment")
    for mail in mails:
        mail.text, mail.html = mail.comment.body, mailable(mail.comment.html_body)
        mail.save(update_fields=["text", "html"])
    titled = OutgoingMail.objects.filter(ticket_id=comment.ticket_id).exclude(kind=OutgoingMail.Kind.UNVERIFIED_ACKNOWLEDGEMENT)
    titled.update(subject=subject_of(comment.ticket))
    return len(mails)
