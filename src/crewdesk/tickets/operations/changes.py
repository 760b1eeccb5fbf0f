"""What a save may change on a ticket, and what follows from it. Used by create, reply and update alike."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from crewdesk.accounts.models import Group, Membership, User
from crewdesk.core.events import Via

from ..models import Priority, Status, Ticket, TicketType
from .errors import CannotUpdate
from .fields import follow_tags, set_custom_fields
from .locking import put_back
from .requirements import require_fields
from .tags import changed_tags

PLAIN = ("subject", "type", "priority", "external_id", "due_at", "locale")
RELATIONS = ("organization", "brand", "form", "problem", "requester", "custom_status")
KNOWN = {
    *PLAIN,
    *RELATIONS,
    "status",
    "assignee",
    "group",
    "tags",
    "add_tags",
    "remove_tags",
    "custom_fields",
}
CHOICES = {"type": TicketType.values, "priority": Priority.values, "status": Status.values}
# Who may close: the field's rule is that only automations and triggers do.
CLOSERS = {Via.RULE, Via.SYSTEM}

Diff = dict[str, list]


def apply_changes(ticket: Ticket, changes: dict[str, Any], *, by: User | None, via: str, at: datetime) -> Diff:
    """Set `changes` on the locked `ticket` without saving; return {field: [before, after]} in plain JSON.

    Relations are given as rows or None. Raises CannotUpdate naming the field at fault, or TypeError for an
    unknown field.
    """
    if unknown := set(changes) - KNOWN:
        raise TypeError(f"A ticket has no {sorted(unknown)}.")
    if ticket.is_closed:
        raise CannotUpdate(_("The ticket is closed. Open a follow-up instead."), field="status")
    try:
        return _apply(ticket, changes, by=by, via=via, at=at)
    except CannotUpdate:
        put_back(ticket)
        raise


def _apply(ticket: Ticket, changes: dict[str, Any], *, by: User | None, via: str, at: datetime) -> Diff:
    before = snapshot(ticket)
    for name in (*PLAIN, *RELATIONS):
        if name in changes:
            _set(ticket, name, changes[name])
    if changes.get("requester") is not None and "organization" not in changes:
        ticket.organization_id = ticket.requester.organization_id
    _assign(ticket, changes, by)
    ticket.tags = changed_tags(ticket, changes)
    follow_tags(ticket, before["tags"])
    if changes.get("custom_fields"):
        set_custom_fields(ticket, changes["custom_fields"], by=by)
    _move_status(ticket, changes, by=by, via=via, at=at)
    _settle_types(ticket, changes)
    diff = _difference(before, snapshot(ticket))
    has_moved = not {"status", "custom_status_id", "form_id", "custom_fields"}.isdisjoint(diff)
    require_fields(ticket, by=by, via=via, is_new=ticket.pk is None, has_moved=has_moved)
    return diff


def _difference(before: dict[str, Any], after: dict[str, Any]) -> Diff:
    diff = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    if "custom_fields" in diff:
        old, new = diff["custom_fields"]
        changed = [key for key in {**old, **new} if old.get(key) != new.get(key)]
        diff["custom_fields"] = [{key: side[key] for key in changed if key in side} for side in (old, new)]
    return diff


def snapshot(ticket: Ticket) -> dict[str, Any]:
    """The fields that the audit compares, in plain JSON."""
    return {
        "subject": ticket.subject, "status": ticket.status, "type": ticket.type, "priority": ticket.priority,
        "custom_status_id": ticket.custom_status_id, "requester_id": ticket.requester_id,
        "assignee_id": ticket.assignee_id, "group_id": ticket.group_id,
        "organization_id": ticket.organization_id, "brand_id": ticket.brand_id, "form_id": ticket.form_id,
        "problem_id": ticket.problem_id, "external_id": ticket.external_id, "locale": ticket.locale,
        "due_at": ticket.due_at.isoformat() if ticket.due_at else None, "tags": list(ticket.tags),
        "custom_fields": dict(ticket.custom_fields),
    }  # fmt: skip


def _set(ticket: Ticket, name: str, value: Any) -> None:
    if name in CHOICES and value not in ("", None) and value not in CHOICES[name]:
        raise CannotUpdate(_("%(value)s is not valid.") % {"value": value}, field=name)
    if name in PLAIN and value is None and name != "due_at":
        value = ""
    field = Ticket._meta.get_field(name)
    if isinstance(field, models.CharField) and isinstance(value, str):
        value = value.replace("\x00", "")[: field.max_length]
    setattr(ticket, name, value)


def _assign(ticket: Ticket, changes: dict, by: User | None) -> None:
    """Group and assignee agree: an assignee is a member of the group, and a change of group lets go of a
    stranger to it.
    """
    if "group" in changes:
        ticket.group = changes["group"]
    if "assignee" not in changes:
        if "group" in changes and ticket.assignee_id and ticket.group_id and not _is_member(ticket.assignee_id, ticket.group_id):
            ticket.assignee = None
        return
    assignee = changes["assignee"]
    ticket.assignee = assignee
    if assignee is None:
        return
    if not assignee.is_agent or not assignee.is_active or assignee.suspended:
        raise CannotUpdate(_("%(name)s cannot be assigned tickets.") % {"name": assignee.name}, field="assignee_id")
    if ticket.group_id is None or not _is_member(assignee.pk, ticket.group_id):
        if changes.get("group") is not None:
            message = _("%(name)s is not a member of %(group)s.") % {
                "name": assignee.name,
                "group": ticket.group.name,
            }
            raise CannotUpdate(message, field="assignee_id")
        ticket.group = _home_group(assignee)


def _is_member(user_id: int, group_id: int) -> bool:
    return Membership.objects.filter(user_id=user_id, group_id=group_id).exists()


def _home_group(user: User) -> Group | None:
    membership = user.memberships.select_related("group").order_by("-is_default", "id").first()
    return user.default_group or (membership.group if membership else None)


def _move_status(ticket: Ticket, changes: dict, *, by: User | None, via: str, at: datetime) -> None:
    old, wanted = ticket.status, changes.get("status") or ticket.status
    if custom := changes.get("custom_status"):
        wanted = custom.status_category
    if wanted not in Status.values:
        raise CannotUpdate(_("%(value)s is not valid.") % {"value": wanted}, field="status")
    if wanted == Status.CLOSED and by is not None and via not in CLOSERS:
        raise CannotUpdate(_("Status: closed is not valid. Solve the ticket; it closes by itself later."), field="status")
    if wanted == Status.NEW and old != Status.NEW:
        raise CannotUpdate(_("A ticket cannot become new again."), field="status")
    if wanted in (Status.SOLVED, Status.CLOSED) and ticket.assignee_id is None and by is not None and by.is_agent:
        ticket.assignee, ticket.group = by, ticket.group or _home_group(by)
    if wanted == Status.NEW and ticket.assignee_id is not None:
        wanted = Status.OPEN
    ticket.status = wanted
    if wanted != old and (ticket.custom_status_id is None or ticket.custom_status.status_category != wanted):
        ticket.custom_status = None
    stamp(ticket, old, at)


def stamp(ticket: Ticket, old: str, at: datetime) -> None:
    """Set the instants that follow from leaving the status `old` for the present one."""
    if ticket.assignee_id and ticket.assigned_at is None:
        ticket.assigned_at = at
    if ticket.status == old:
        return
    if ticket.status == Status.SOLVED:
        ticket.solved_at, ticket.waiting_since = at, None
    elif ticket.status == Status.CLOSED:
        ticket.closed_at, ticket.solved_at, ticket.waiting_since = at, ticket.solved_at or at, None
    elif old == Status.SOLVED:
        ticket.solved_at, ticket.reopens = None, ticket.reopens + 1


def _settle_types(ticket: Ticket, changes: dict) -> None:
    if changes.get("problem") is not None:
        if ticket.problem_id == ticket.pk or ticket.problem.type != TicketType.PROBLEM:
            raise CannotUpdate(_("Only a ticket of type problem can have incidents."), field="problem_id")
        ticket.type = TicketType.INCIDENT
    if ticket.type != TicketType.INCIDENT:
        ticket.problem = None
    if ticket.type != TicketType.TASK:
        ticket.due_at = None
