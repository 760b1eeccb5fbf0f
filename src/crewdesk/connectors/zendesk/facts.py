"""What a ticket of theirs says, as columns of ours."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.models import Group, Membership, Organization
from crewdesk.tickets.models import CustomStatus, Priority, Status, TicketForm, TicketType
from crewdesk.tickets.operations.tags import MOST_TAGS, clean_tags

from .people import People
from .running import Work
from .values import Values
from .words import Row, instant, key, strings, text, word

# What a later import may change on a ticket that nobody changed here.
MOVING = (
    "subject", "status", "custom_status_id", "type", "priority", "requester_id", "assignee_id", "group_id", "organization_id", "form_id",
    "tags", "custom_fields", "due_at",
)  # fmt: skip


class Facts:
    """Reads the tickets of one batch; what they name is looked up for all of them at once."""

    def __init__(self, work: Work, rows: list[Row], people: People, values: Values):
        self.work, self.people, self.values = work, people, values
        known = work.known
        self._groups = {
            theirs: group
            for theirs, group in known.rows("group", Group, _named(rows, "group_id")).items()
            if group.deleted_at is None
        }
        self._organizations = known.rows("organization", Organization, _named(rows, "organization_id"))
        self._forms = known.rows("form", TicketForm, _named(rows, "ticket_form_id"))
        self._statuses = known.rows("status", CustomStatus, _named(rows, "custom_status_id"))
        self._members = set(Membership.objects.filter(group__in=self._groups.values()).values_list("user_id", "group_id"))

    def of(self, row: Row) -> dict[str, Any]:
        """The columns."""
        name = f"#{key(row['id'])}"
        held, more = self.values.read(row, name)
        tags = clean_tags([*strings(row.get("tags")), *more])
        if len(tags) >= MOST_TAGS:
            self.work.note(_("Ticket has more tags than there is room for"), name)
        organization, form = (
            self._organizations.get(key(row.get("organization_id"))),
            self._forms.get(key(row.get("ticket_form_id"))),
        )
        assigned = self._assigned(row, name)
        kind = _one_of(row, "type", TicketType)
        return {
            "subject": text(row.get("raw_subject") or row.get("subject"), 500), "type": kind, "priority": _one_of(row, "priority", Priority),
            "requester_id": self.people.certain(key(row.get("requester_id"))).pk, "organization_id": organization.pk if organization else None,
            "form_id": form.pk if form else None, "tags": tags, "custom_fields": held, **assigned,
            **self._status(row, name, is_assigned=bool(assigned["assignee_id"])),
            "due_at": instant(row.get("due_at"), datetime.max.replace(tzinfo=self.work.at.tzinfo)) if kind == TicketType.TASK else None,
        }  # fmt: skip

    def instants(self, row: Row, status: str) -> dict[str, datetime | None]:
        """When it came, changed, was assigned, was solved: as the other side tells, in an order that is possible."""
        latest, measured = self.work.at, row.get("metric_set")
        measured = measured if isinstance(measured, dict) else {}
        created = instant(row.get("created_at"), latest) or instant(row.get("updated_at"), latest) or latest
        updated = max(created, instant(row.get("updated_at"), latest) or created)
        assigned = instant(measured.get("assigned_at"), latest)
        is_over = status in (Status.SOLVED, Status.CLOSED)
        solved = max(created, instant(measured.get("solved_at"), latest) or updated) if is_over else None
        return {
            "created_at": created, "updated_at": max(updated, solved or updated), "solved_at": solved,
            "closed_at": max(solved, updated) if status == Status.CLOSED else None, "assigned_at": max(created, assigned or created),
        }  # fmt: skip

    def _status(self, row: Row, name: str, *, is_assigned: bool) -> dict[str, Any]:
        status = _one_of(row, "status", Status)
        if not status:
            self.work.note(_("Status is not known here: the ticket is open"), f"{name} {text(row.get('status'), 40)}")
        custom = self._statuses.get(key(row.get("custom_status_id")))
        status = Status.OPEN if not status or (status == Status.NEW and is_assigned) else status
        return {"status": str(status), "custom_status_id": custom.pk if custom and custom.status_category == status else None}

    def _assigned(self, row: Row, name: str) -> dict[str, Any]:
        """An assignee is a member of the group: else the group wins, as the verbs have it."""
        group, theirs = self._groups.get(key(row.get("group_id"))), key(row.get("assignee_id"))
        user = self.people.user(theirs)
        own = {"group_id": group.pk if group else None, "assignee_id": None}
        if key(row.get("group_id")) and group is None:
            self.work.note(_("Group is not on this desk"), name)
        if not theirs:
            return own
        if user is None or not user.is_agent or not user.is_active or user.suspended:
            self.work.note(_("Assignee is no agent of this desk"), f"{name} {user.email if user else theirs}".strip())
            return own
        if group is not None and (user.pk, group.pk) not in self._members:
            self.work.note(_("Assignee is no member of the group"), f"{name} {user.email}")
            return own
        return {"group_id": own["group_id"] or user.default_group_id, "assignee_id": user.pk}


def _one_of(row: Row, name: str, choices: type) -> str:
    return said if (said := word(row, name)) in choices.values else ""


def _named(rows: list[Row], name: str) -> set[str]:
    return {key(row.get(name)) for row in rows} - {""}
