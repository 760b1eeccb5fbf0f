"""Problems and their incidents."""

from datetime import datetime

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.core.jobs import defer
from crewdesk.core.operations import Refused, operation

from ..events import TicketEvent
from ..models import Attachment, Comment, Status, Ticket, TicketType
from .comments import Said
from .errors import CannotUpdate
from .reply import reply

BATCH = 25


@operation(TicketEvent.COMMENTED)
def solve_incidents(problem: Ticket, *, by: User, said: Said, via: str, at: datetime) -> Comment:
    """Solve `problem` with the public comment `said`, and leave a job that solves its incidents with the same
    words.

    Raises CannotUpdate for a ticket that is no problem or a comment that is not public, and whatever `reply`
    raises.
    """
    from ..jobs import pass_on

    if problem.type != TicketType.PROBLEM:
        raise CannotUpdate(_("Only a ticket of type problem can have incidents."), field="type")
    if not said.public:
        raise CannotUpdate(_("Incidents are solved with a public comment."), field="comment")
    comment = reply(problem, by=by, said=said, via=via, at=at, changes={"status": Status.SOLVED})
    defer(pass_on, desk_id=problem.desk_id, lock=f"problem-{problem.pk}", comment_id=comment.pk, via=via)
    return comment


def solve_some(comment: Comment, *, via: str, at: datetime, after: int = 0) -> int | None:
    """Pass `comment` on to some unsolved incidents of its ticket, beginning after the id `after`, and solve
    them.

    Returns where to go on, or None at the end. Incidents that may not be solved, for want of a field perhaps,
    are left alone.
    """
    incidents = Ticket.objects.live().unsolved().filter(problem=comment.ticket_id, pk__gt=after).order_by("pk")[:BATCH]
    for incident in incidents:
        try:
            reply(
                incident,
                by=comment.author,
                said=_copy(comment),
                via=via,
                at=at,
                changes={"status": Status.SOLVED},
            )
        except Refused:
            continue
    return incidents[len(incidents) - 1].pk if len(incidents) == BATCH else None


def _copy(comment: Comment) -> Said:
    files = [
        Attachment.objects.create(file=one.file, uploaded_by=one.uploaded_by, is_inline=one.is_inline, content_id=one.content_id)
        for one in comment.attachments.filter(redacted_at=None).select_related("file", "uploaded_by")
    ]
    source = {"rel": "problem", "comment": comment.pk}
    return Said(body=comment.body, html_body=comment.html_body, public=True, attachments=files, via_source=source)
