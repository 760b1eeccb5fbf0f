"""Tickets with their first message. One that is here already stays as it is: people have worked on it since."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.models import Brand, Group, Membership, Organization, Role, User
from crewdesk.core.bulk import insert
from crewdesk.core.events import Via
from crewdesk.tickets.models import Comment, Priority, Status, Ticket, TicketField, TicketType
from crewdesk.tickets.operations.comments import Said, compose
from crewdesk.tickets.operations.create import next_numbers
from crewdesk.tickets.operations.history import TicketRows, opened, told, write_tickets
from crewdesk.tickets.operations.values import tags_of

from ...models import ImportedRow
from ...models.run import Source
from ..cells import BadCell, address, email, plain, short, shown, words
from ..targets import label_of
from .common import Action, Importer, Plan, Row, Setting, required
from .custom import custom_values
from .users import domains_of_organizations, people_with, write_users

STATUSES = {
    "on-hold": Status.HOLD, "on hold": Status.HOLD, "onhold": Status.HOLD, "resolved": Status.SOLVED, "done": Status.SOLVED, "closed": Status.CLOSED,
    "waiting": Status.PENDING, "in progress": Status.OPEN, "active": Status.OPEN, **{str(one): one for one in Status},
}  # fmt: skip
PRIORITIES = {
    "medium": Priority.NORMAL,
    "critical": Priority.URGENT,
    "highest": Priority.URGENT,
    "lowest": Priority.LOW,
    **{str(one): one for one in Priority},
}
TYPES = {"bug": TicketType.PROBLEM, **{str(one): one for one in TicketType}}
LONGEST = 500_000


class Tickets(Importer):
    """Rows that are tickets."""

    keys = {"external_id": plain}

    def __init__(self, setting: Setting):
        super().__init__(setting)
        self._fields = {field.key: field for field in TicketField.objects.filter(is_active=True).prefetch_related("options")}
        self._groups = {group.name.casefold(): group.pk for group in Group.objects.filter(deleted_at=None)}
        self._by_id = {str(field.pk): field for field in self._fields.values()}
        self._members = set(Membership.objects.values_list("user_id", "group_id"))
        self._first_group = dict(sorted(self._members, reverse=True))
        self._brand = Brand.objects.filter(is_default=True).values_list("pk", flat=True).first()
        self._of_domain = domains_of_organizations()
        self._marks: set[int] = set()

    def look_up(self, rows: list[Row]) -> None:
        addresses = {address(row.get(name)) for row in rows for name in ("requester_email", "assignee_email")} - {""}
        self._people = people_with(addresses)
        external = {plain(row.get("external_id")) for row in rows} - {""}
        self._present = set(Ticket.objects.filter(external_id__in=external).values_list("external_id", flat=True))
        marks = {mark_of(row) for row in rows}
        self._brought = set(
            ImportedRow.objects.filter(source=Source.CSV, kind="ticket", source_id__in=marks).values_list("source_id", flat=True)
        )
        names = {plain(row.get("organization")) for row in rows} - {""}
        self._organizations = dict(Organization.objects.filter(name__in=names).values_list("name", "pk"))

    def plan_one(self, row: Row) -> Plan:
        external_id = short(row.get("external_id"), 255, _("The external id"))
        mark = "" if external_id else mark_of(row)
        if external_id in self._present or mark in self._brought or hash(mark) in self._marks:
            return Plan(row, Action.SKIP, problem=_("This ticket is here already."))
        requester = required(row, "requester_email", email)
        subject = required(row, "subject", lambda text: short(text, 500, _("The subject")))
        body = row.get("description").strip() or subject
        if len(body) > LONGEST:
            raise BadCell(_("The message is longer than %(most)s letters. Shorten it.") % {"most": LONGEST})
        choices = self._choices(row)
        instants = self._instants(row, choices["status"])
        facts = {"external_id": external_id, "subject": subject, **choices, **instants, **self._custom(row)}
        if mark:
            self._marks.add(hash(mark))
        people = {
            "address": requester,
            "name": plain(row.get("requester_name"))[:120],
            "assignee": self._assignee(row),
            "group": self._group(row),
        }
        return Plan(
            row, Action.CREATE, {"ticket": facts, "body": body, "mark": mark, "organization": self._organization(row), **people}
        )

    def create(self, plans: list[Plan]) -> None:
        self._make_requesters(plans)
        made = [self._rows(plan, number) for plan, number in zip(plans, next_numbers(len(plans)), strict=True)]
        write_tickets(made)
        marks = [(plan.data["mark"], rows.ticket.pk) for plan, rows in zip(plans, made, strict=True) if plan.data["mark"]]
        insert(
            [
                ImportedRow(source=Source.CSV, kind="ticket", source_id=mark, our_id=pk, run_id=self.setting.run_id)
                for mark, pk in marks
            ]
        )

    def _rows(self, plan: Plan, number: int) -> TicketRows:
        requester, facts = self._people[plan.data["address"]], plan.data["ticket"]
        ticket = Ticket(
            id=self.ids(Ticket), number=number, requester=requester, submitter=requester, via=Via.API, locale=requester.locale,
            organization_id=plan.data["organization"] or requester.organization_id, brand_id=self._brand, **facts, **self._assigned(plan),
        )  # fmt: skip
        if ticket.status == Status.NEW and ticket.assignee_id:
            ticket.status = Status.OPEN
        comment = compose(ticket, Said(body=plan.data["body"]), by=requester, via=Via.API, at=ticket.created_at)
        comment.pk = self.ids(Comment)
        told(ticket, [comment])
        return opened(TicketRows(ticket, [comment]), by=self.setting.by, ids=self.ids, fields=self._by_id)

    def _assigned(self, plan: Plan) -> dict[str, Any]:
        """An assignee is a member of the group: else the group wins, as the verbs have it."""
        assignee, group = plan.data["assignee"], plan.data["group"]
        if assignee is None:
            return {"group_id": group}
        if group is None:
            group = assignee.default_group_id or self._first_group.get(assignee.pk)
        if group is not None and (assignee.pk, group) not in self._members:
            self.note(_("Assignee is no member of the group"), assignee.email)
            return {"group_id": group}
        return {"group_id": group, "assignee_id": assignee.pk, "assigned_at": plan.data["ticket"]["created_at"]}

    def _make_requesters(self, plans: list[Plan]) -> None:
        new: dict[str, User] = {}
        for plan in plans:
            mail = plan.data["address"]
            if mail not in self._people and mail not in new:
                new[mail] = User(
                    id=self.ids(User), email=mail, name=plan.data["name"] or mail.partition("@")[0][:120], role=Role.END_USER,
                    organization_id=self._of_domain.get(mail.rpartition("@")[2]), created_at=plan.data["ticket"]["created_at"],
                    updated_at=self.setting.at,
                )  # fmt: skip
        write_users(list(new.values()), self)
        self._people |= new

    def _choices(self, row: Row) -> dict[str, str]:
        found = {"status": _one_of(row, "status", STATUSES) or Status.NEW}
        return found | {"priority": _one_of(row, "priority", PRIORITIES), "type": _one_of(row, "type", TYPES)}

    def _instants(self, row: Row, status: str) -> dict[str, datetime | None]:
        created, solved = self.instant(row, "created_at"), self.instant(row, "solved_at")
        updated = self.instant(row, "updated_at")
        created = created or min((one for one in (solved, updated) if one), default=self.setting.at)
        solved = (solved or updated or created) if status in (Status.SOLVED, Status.CLOSED) else None
        updated = updated or max(created, solved or created)
        if (solved and solved < created) or updated < created:
            raise BadCell(_("The ticket was solved or changed before it was created. Correct the dates."))
        return {
            "created_at": created,
            "updated_at": updated,
            "solved_at": solved,
            "closed_at": max(solved, updated) if status == Status.CLOSED else None,
        }

    def _custom(self, row: Row) -> dict[str, Any]:
        held, tags = {}, words(row.get("tags"))
        for field, value in custom_values(row, self._fields):
            held[str(field.pk)] = value
            tags += tags_of(field, value)
        return {"custom_fields": held, "tags": sorted(set(tags))}

    def _assignee(self, row: Row) -> User | None:
        if not (mail := address(row.get("assignee_email"))):
            return None
        user = self._people.get(mail)
        if user is None or not user.is_agent or not user.is_active or user.suspended:
            self.note(_("Assignee is no agent of this desk"), mail)
            return None
        return user

    def _group(self, row: Row) -> int | None:
        name = plain(row.get("group"))
        if name and name.casefold() not in self._groups:
            self.note(_("Group is not on this desk"), name)
        return self._groups.get(name.casefold())

    def _organization(self, row: Row) -> int | None:
        name = plain(row.get("organization"))
        if name and name not in self._organizations:
            self.note(_("Organization is not on this desk"), name)
        return self._organizations.get(name)


def mark_of(row: Row) -> str:
    """What a ticket without an id of its own is known by: all that its row says."""
    return hashlib.sha256(json.dumps(row.values, sort_keys=True).encode()).hexdigest()


def _one_of(row: Row, target: str, known_words: dict[str, str]) -> str:
    text = plain(row.get(target)).casefold()
    if text and text not in known_words:
        known = ", ".join(sorted({str(one) for one in known_words.values()}))
        raise BadCell(
            _("“%(value)s” is no %(column)s. Write one of: %(known)s.")
            % {"value": shown(row.get(target)), "column": label_of(target), "known": known}
        )
    return known_words.get(text, "")
