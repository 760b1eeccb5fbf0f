"""Forms and statuses of the desk's own: known by name where they were here before."""

from typing import Any

from django.utils.translation import gettext as _

from crewdesk.core.events import Via
from crewdesk.core.operations import Refused
from crewdesk.tickets.models import CustomStatus, Status, TicketField, TicketForm
from crewdesk.tickets.operations.definitions.forms import create_form
from crewdesk.tickets.operations.definitions.statuses import create_status

from .running import Work
from .streams import list_pages
from .words import Row, flag, key, keys, listed, prose, strings, text, word

# A Zendesk account has one of these in each category; here they are the categories themselves.
STANDARD = {"new": "new", "open": "open", "pending": "pending", "hold": "on-hold", "solved": "solved"}


def bring_statuses(work: Work) -> None:
    """Statuses within the categories."""
    for rows in list_pages(work, "/api/v2/custom_statuses.json", "custom_statuses", optional=True):
        with work.batch():
            here = work.known.ours("status", [key(row["id"]) for row in rows])
            for row in rows:
                if key(row["id"]) not in here and not _is_standard(row):
                    _bring_status(work, row)


def bring_forms(work: Work) -> None:
    """Forms with their fields and conditions."""
    for rows in list_pages(work, "/api/v2/ticket_forms.json", "ticket_forms", optional=True):
        with work.batch():
            here = work.known.ours("form", [key(row["id"]) for row in rows])
            for row in rows:
                if key(row["id"]) not in here:
                    _bring_form(work, row)


def _is_standard(row: Row) -> bool:
    return flag(row, "default") and text(row.get("agent_label"), 60).casefold() == STANDARD.get(word(row, "status_category"))


def _bring_status(work: Work, row: Row) -> None:
    label, category = text(row.get("agent_label"), 60), word(row, "status_category")
    present = next(
        (one for one in CustomStatus.objects.filter(status_category=category) if one.agent_label.casefold() == label.casefold()),
        None,
    )
    if present is None and (not label or category not in set(Status.values) - {Status.CLOSED}):
        work.note(_("Status has no place here: its tickets have its category alone"), label or key(row["id"]))
        return
    made = present or create_status(
        status_category=category, agent_label=label, end_user_label=text(row.get("end_user_label"), 60),
        description=prose(row.get("description"), 2_000), is_active=flag(row, "active", True), by=None, via=Via.SYSTEM, at=work.at,
    )  # fmt: skip
    work.known.remember("status", [(key(row["id"]), made.pk)])
    work.count("ticket statuses", "skipped" if present else "created")


def _bring_form(work: Work, row: Row) -> None:
    name = text(row.get("name"), 120) or _("Form %(id)s") % {"id": key(row["id"])}
    present = next((one for one in TicketForm.objects.all() if one.name.casefold() == name.casefold()), None)
    if present is None:
        fields = work.known.rows("field", TicketField, keys(row.get("ticket_field_ids")))
        own = [fields[one].pk for one in keys(row.get("ticket_field_ids")) if one in fields]
        conditions = {side: _conditions(work, row, side, name) for side in ("agent_conditions", "end_user_conditions")}
        try:
            present = create_form(
                name=name, display_name=text(row.get("display_name"), 120), ticket_field_ids=own, is_active=flag(row, "active", True),
                end_user_visible=flag(row, "end_user_visible", True), by=None, via=Via.SYSTEM, at=work.at, **conditions,
            )  # fmt: skip
        except Refused as problem:
            work.note(_("Form was refused: its tickets have none"), f"{name}: {problem.message}")
            return
        work.count("ticket forms", "created")
    else:
        work.count("ticket forms", "skipped")
    work.known.remember("form", [(key(row["id"]), present.pk)])


def _conditions(work: Work, row: Row, side: str, form: str) -> list[dict[str, Any]]:
    """Conditions of a form with our fields and statuses; one that speaks of anything else is left out whole, and reported."""
    named = {key(one.get("parent_field_id")) for one in listed(row, side)}
    named |= {key(child.get("id")) for one in listed(row, side) for child in listed(one, "child_fields")}
    fields = work.known.rows("field", TicketField, named & set(keys(row.get("ticket_field_ids"))))
    found = []
    for one in listed(row, side):
        parent, children = fields.get(key(one.get("parent_field_id"))), listed(one, "child_fields")
        if parent is None or "value" not in one or not children or any(key(child.get("id")) not in fields for child in children):
            work.note(_("Condition of a form speaks of a field that is not here: it stays behind"), form)
            continue
        value = one["value"] if isinstance(one["value"], bool) else prose(one["value"], 200)
        found.append(
            {"parent_field_id": parent.pk, "value": value, "child_fields": [_child(work, child, fields) for child in children]}
        )
    return found


def _child(work: Work, child: Row, fields: dict[str, TicketField]) -> dict[str, Any]:
    told: dict[str, Any] = {"id": fields[key(child.get("id"))].pk, "is_required": flag(child, "is_required")}
    on = child.get("required_on_statuses")
    if not isinstance(on, dict) or on.get("type") not in ("ALL_STATUSES", "SOME_STATUSES", "NO_STATUSES"):
        return told
    asked: dict[str, Any] = {"type": on["type"]}
    if statuses := [one for one in strings(on.get("statuses")) if one in Status.values]:
        asked["statuses"] = statuses
    if custom := keys(on.get("custom_statuses")):
        asked["custom_statuses"] = list(work.known.ours("status", custom).values())
    return told | {"required_on_statuses": asked}
