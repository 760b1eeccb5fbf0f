"""Followers and CCs of a ticket."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.accounts.rights import can
from crewdesk.core.events import record
from crewdesk.core.operations import NotPermitted, operation

from ..events import TicketEvent
from ..models import Participation, Ticket
from .errors import CannotUpdate
from .locking import locked, save_locked

MOST_CCS = 48
Kind = Participation.Kind


@operation(TicketEvent.PARTICIPANTS_CHANGED)
def change_participants(
    ticket: Ticket, *, add_followers: Iterable[User] = (), remove_followers: Iterable[User] = (),
    add_ccs: Iterable[User] = (), remove_ccs: Iterable[User] = (), by: User | None, via: str, at: datetime,
) -> None:  # fmt: skip
    """Change who follows `ticket` (staff) and who is copied in. A CC receives public replies and gains no
    sight of the ticket. Where anything changed, `ticket` has the event in `last_event`.

    Anybody on the staff may follow or leave by themselves; a customer may copy people in on a ticket of their
    own. Raises NotPermitted or CannotUpdate.
    """
    wanted = {
        Kind.FOLLOWER: (list(add_followers), list(remove_followers)),
        Kind.CC: (list(add_ccs), list(remove_ccs)),
    }
    _refuse_without_right(ticket, wanted, by)
    locked(ticket)
    if ticket.is_closed or ticket.is_deleted:
        raise CannotUpdate(_("The ticket is closed or deleted."), field="status")
    before = _present(ticket)
    refuse_unfit(ticket, followers=wanted[Kind.FOLLOWER][0], ccs=wanted[Kind.CC][0], present=before[Kind.CC])
    changed = {}
    for kind, (added, removed) in wanted.items():
        gone = {user.pk for user in removed} & set(before[kind])
        new = list(dict.fromkeys(user.pk for user in added if user.pk not in before[kind]))
        if gone:
            Participation.objects.filter(ticket=ticket, kind=kind, user__in=gone).delete()
        Participation.objects.bulk_create([Participation(ticket=ticket, user_id=pk, kind=kind) for pk in new])
        if gone or new:
            changed[f"{kind}s"] = [before[kind], [pk for pk in before[kind] if pk not in gone] + new]
    if changed:
        save_locked(ticket, at)
        ticket.last_event = record(
            TicketEvent.PARTICIPANTS_CHANGED, ticket, by=by, via=via, at=at, changes={"version": ticket.version, **changed}
        )


def _refuse_without_right(ticket: Ticket, wanted: dict, by: User | None) -> None:
    if by is None or can(by, "ticket.update", ticket):
        return
    (follow, unfollow), (copied, dropped) = wanted[Kind.FOLLOWER], wanted[Kind.CC]
    alone = {user.pk for user in (*follow, *unfollow)} <= {by.pk}
    if can(by, "ticket.follow", ticket) and alone and not copied and not dropped:
        return
    if not by.is_staff_member and can(by, "ticket.reply", ticket) and not follow and not unfollow and not dropped:
        return
    raise NotPermitted(_("You may not change who follows this ticket."))


def refuse_unfit(
    ticket: Ticket, *, followers: Iterable[User] = (), ccs: Sequence[User] = (), present: Collection[int] = ()
) -> None:
    """Raises CannotUpdate for who cannot be a follower, or cannot be copied in, and for more CCs, with the ids `present`, than a ticket
    may have.
    """
    for user in followers:
        if not user.is_staff_member or not user.is_active:
            raise CannotUpdate(_("%(name)s cannot follow tickets.") % {"name": user.name}, field="followers")
    for user in ccs:
        if user.pk == ticket.requester_id or user.suspended or not user.is_active:
            raise CannotUpdate(_("%(name)s cannot be copied in.") % {"name": user.name}, field="email_ccs")
    if ccs:
        refuse_crowd({*present, *(user.pk for user in ccs)})


def refuse_crowd(ccs: Collection[int]) -> None:
    """Raises CannotUpdate for more CCs (ids, each once) than a ticket may have."""
    if len(ccs) > MOST_CCS:
        raise CannotUpdate(_("At most %(most)s people can be copied in.") % {"most": MOST_CCS}, field="email_ccs")


def _present(ticket: Ticket) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {kind: [] for kind in Kind}
    for kind, user_id in Participation.objects.filter(ticket=ticket).order_by("id").values_list("kind", "user_id"):
        found[kind].append(user_id)
    return found
