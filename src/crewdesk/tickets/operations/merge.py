"""Merge tickets about one matter into one of them."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import can
from crewdesk.core.events import Via, record
from crewdesk.core.operations import NotPermitted, operation

from ..events import TicketEvent
from ..models import Comment, Participation, Status, Ticket
from .audit import by_reference
from .changes import Diff, apply_changes
from .comments import Said
from .errors import CannotMerge
from .locking import locked_all
from .tags import CLOSED_BY_MERGE
from .turns import take_turn


@operation(TicketEvent.MERGED)
def merge_tickets(
    into: Ticket, sources: Sequence[Ticket], *, by: User, via: str, at: datetime, target_comment: str = "",
    source_comment: str = "", public: bool = False, source_public: bool | None = None,
) -> Ticket:  # fmt: skip
    """Close `sources` with a note that leads to `into`, and note there what was merged.

    Requesters and CCs of a source are copied in on `into` only where the requester or the organization is the
    same: nobody begins to receive a stranger's mail. For the same reason `public` comments need the same
    requester; `source_public` says it of the notes on the sources where that is not the same. Raises NotPermitted
    or CannotMerge.
    """
    if not all(can(by, "ticket.merge", ticket) for ticket in (into, *sources)):
        raise NotPermitted(_("You may not merge tickets."))
    if not sources or len({into.pk, *(ticket.pk for ticket in sources)}) != len(sources) + 1:
        raise CannotMerge(_("Name one or more other tickets, each once."), field="ids")
    locked_all([into, *sources])
    source_public = public if source_public is None else source_public
    _refuse_unfit(into, sources, public or source_public)
    for source in sources:
        _close(
            source,
            into,
            by=by,
            via=via,
            at=at,
            said=Said(body=source_comment or _led_to(into), public=source_public),
        )
    _copy_in(into, sources)
    said = Said(body=target_comment or _led_from(sources), public=public)
    comment = take_turn(into, said, by=by, via=via, at=at)
    changes = {"sources": [source.pk for source in sources], **_common(into, comment)}
    record(TicketEvent.MERGED, into, by=by, via=via, at=at, changes=changes)
    return into


def _refuse_unfit(into: Ticket, sources: Sequence[Ticket], public: bool) -> None:
    if into.is_closed or into.is_deleted:
        raise CannotMerge(
            _("#%(number)s is closed or deleted; nothing can be merged into it.") % {"number": into.number},
            field="id",
        )
    for source in sources:
        if source.is_closed or source.is_deleted:
            raise CannotMerge(
                _("#%(number)s is closed or deleted and cannot be merged.") % {"number": source.number},
                field="ids",
            )
        if public and source.requester_id != into.requester_id:
            message = _("#%(number)s has another requester: only internal notes can be left.") % {"number": source.number}
            raise CannotMerge(message, field="public")


def _close(source: Ticket, into: Ticket, *, by: User, via: str, at: datetime, said: Said) -> None:
    diff: Diff = apply_changes(source, {"status": Status.CLOSED, "add_tags": [CLOSED_BY_MERGE]}, by=None, via=Via.SYSTEM, at=at)
    source.merged_into = into
    comment = take_turn(source, said, by=by, via=via, at=at)
    changes = {"merged_into": [None, into.pk], **_common(source, comment), **by_reference(source, diff)}
    record(TicketEvent.MERGED, source, by=by, via=via, at=at, changes=changes)


def _common(ticket: Ticket, comment: Comment) -> dict:
    return {"version": ticket.version, "comment": comment.pk, "public": comment.public}


def _copy_in(into: Ticket, sources: Sequence[Ticket]) -> None:
    close = [source for source in sources if _belongs_together(source, into)]
    ccs = Participation.objects.filter(ticket__in=close, kind=Participation.Kind.CC).values_list("user_id", flat=True)
    users = {*ccs, *(source.requester_id for source in close)} - {into.requester_id}
    rows = [Participation(ticket=into, user_id=user, kind=Participation.Kind.CC) for user in sorted(users)]
    Participation.objects.bulk_create(rows, ignore_conflicts=True)


def _belongs_together(source: Ticket, into: Ticket) -> bool:
    same_company = source.organization_id is not None and source.organization_id == into.organization_id
    return source.requester_id == into.requester_id or same_company


def _led_to(into: Ticket) -> str:
    return _("This request was merged into #%(number)s, where it is answered.") % {"number": into.number}


def _led_from(sources: Sequence[Ticket]) -> str:
    return _("Merged into this one: %(numbers)s.") % {"numbers": ", ".join(f"#{source.number}" for source in sources)}
