"""Plays moves on rows in memory, by the rules of the verbs; a test holds it to what the verbs themselves do."""

from dataclasses import dataclass, field
from typing import Any

from crewdesk.accounts.models import User
from crewdesk.channels.models import IncomingMail, OutgoingMail, ThreadAddress
from crewdesk.core.events import Via
from crewdesk.core.models import Event
from crewdesk.tickets.events import TicketEvent
from crewdesk.tickets.models import Attachment, Comment, Delivery, Participation, Status, Ticket
from crewdesk.tickets.operations.changes import snapshot, stamp
from crewdesk.tickets.operations.comments import compose
from crewdesk.tickets.operations.history import TicketRows, opened
from crewdesk.tickets.operations.tags import changed_tags
from crewdesk.tickets.operations.turns import note_turn
from crewdesk.tickets.operations.values import read_value, tags_of

from .script import Move
from .world import World

REOPENED = (Status.PENDING, Status.HOLD, Status.SOLVED)


@dataclass
class Rows(TicketRows):
    """All rows of one ticket with its mails."""

    incoming: list[IncomingMail] = field(default_factory=list)
    outgoing: list[OutgoingMail] = field(default_factory=list)
    addresses: list[ThreadAddress] = field(default_factory=list)


class Play:
    """One ticket from its first move on; `rows` is the result."""

    def __init__(self, world: World, first: Move, *, requester: User, ccs: list[User], number: int):
        self.world, self.ids = world, world.ids
        is_mail = first.via == Via.EMAIL
        source = {
            "from": {"address": requester.email, "name": requester.name},
            "to": {"address": world.address, "name": ""},
            "rel": None,
        }
        ticket = Ticket(
            id=self.ids(Ticket), number=number, requester=requester, submitter=requester, organization_id=requester.organization_id,
            via=first.via, via_source=source if is_mail else {}, recipient=world.address if is_mail else "", locale=requester.locale,
            created_at=first.at, updated_at=first.at,
        )  # fmt: skip
        self.ticket, self.rows = ticket, Rows(ticket)
        self._open(first, ccs)

    def go_on(self, move: Move) -> None:
        """One more move."""
        before = snapshot(self.ticket)
        if move.said and not move.by.is_staff_member and self.ticket.status in REOPENED:
            self._change({"status": Status.OPEN}, move)
        self._change(move.changes, move)
        kind, about = TicketEvent.UPDATED, {}
        if move.said:
            comment = self._say(move, move.by)
            kind, about = TicketEvent.COMMENTED, {"comment": comment.pk, "public": comment.public}
        self.ticket.version += 1
        self.ticket.updated_at = move.at
        after = snapshot(self.ticket)
        diff = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
        self._tell(kind, move, move.by, {"version": self.ticket.version, **about, **diff})

    def _open(self, move: Move, ccs: list[User]) -> None:
        ticket, changes = self.ticket, dict(move.changes)
        self._fill_in(changes.pop("custom_fields"))
        self._change(changes, move)
        self._say(move, ticket.requester)
        self._let_in(ccs, Participation.Kind.CC, move)
        opened(self.rows, by=ticket.requester, ids=self.ids, fields=self.world.fields_by_id)

    def _fill_in(self, values: dict[str, Any]) -> None:
        fields = self.world.fields_by_id
        held = {pk: read_value(fields[pk], raw) for pk, raw in values.items()}
        self.ticket.custom_fields = held
        self.ticket.tags = [tag for pk, value in held.items() for tag in tags_of(fields[pk], value)]

    def _change(self, changes: dict[str, Any], move: Move) -> None:
        ticket, old = self.ticket, self.ticket.status
        for name in {"subject", "priority", "type", "brand", "form"} & set(changes):
            setattr(ticket, name, changes[name])
        if "group" in changes:
            ticket.group = changes["group"]
        if "assignee" in changes:
            self._assign(changes["assignee"])
        tags = [*changes.get("tags", ()), *changes.get("add_tags", ())]
        ticket.tags = changed_tags(ticket, {"add_tags": tags})
        wanted = changes.get("status") or ticket.status
        ticket.status = Status.OPEN if wanted == Status.NEW and ticket.assignee_id else wanted
        stamp(ticket, old, move.at)

    def _assign(self, assignee: User) -> None:
        self.ticket.assignee = assignee
        if not self.world.is_in(assignee, self.ticket.group):
            self.ticket.group = assignee.default_group

    def _say(self, move: Move, author: User) -> Comment:
        comment = compose(self.ticket, move.said, by=author, via=move.via, at=move.at)
        comment.pk = self.ids(Comment)
        if comment.public and author.is_staff_member:
            comment.delivery = Delivery.SENT
        note_turn(self.ticket, comment, move.at)
        self.rows.comments.append(comment)
        self.rows.attachments += [
            Attachment(comment=comment, file=file, uploaded_by=author, created_at=move.at) for file in move.files
        ]
        staff = self.world.staff.values()
        self._let_in([user for user in staff if user.pk in comment.mentions], Participation.Kind.FOLLOWER, move)
        return comment

    def _let_in(self, users: list[User], kind: str, move: Move) -> None:
        self.rows.participations += [
            Participation(ticket=self.ticket, user=user, kind=kind, created_at=move.at) for user in users
        ]

    def _tell(self, kind: str, move: Move, by: User | None, changes: dict[str, Any]) -> None:
        event = Event(
            at=move.at, kind=kind, actor_id=by.pk if by else None, via=move.via, subject_type="ticket", subject_id=self.ticket.pk,
            changes=changes,
        )  # fmt: skip
        self.rows.events.append(event)
