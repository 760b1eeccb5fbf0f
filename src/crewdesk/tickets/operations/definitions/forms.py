"""Define forms."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.core.events import record
from crewdesk.core.operations import operation

from ...events import TicketEvent
from ...models import Status, TicketField, TicketForm
from ..errors import CannotDefine
from .common import apply, put_in_order, require_right, require_text

ATTRIBUTES = {
    "name", "display_name", "ticket_field_ids", "agent_conditions", "end_user_conditions", "end_user_visible",
    "is_default", "is_active",
}  # fmt: skip
REQUIRED_ON = {"ALL_STATUSES", "SOME_STATUSES", "NO_STATUSES"}


@operation(TicketEvent.FORM_CHANGED)
def create_form(*, name: str, by: User | None, via: str, at: datetime, **attributes: Any) -> TicketForm:
    """Make a form; attributes by the names of TicketForm. Raises NotPermitted or CannotDefine."""
    require_right(by)
    form = TicketForm(position=TicketForm.objects.count())
    _save(form, {"name": name, **attributes}, by=by, via=via, at=at)
    return form


@operation(TicketEvent.FORM_CHANGED)
def update_form(form: TicketForm, *, by: User | None, via: str, at: datetime, **attributes: Any) -> TicketForm:
    """Change a form; an empty list of conditions removes them. Raises NotPermitted or CannotDefine."""
    require_right(by)
    _save(form, attributes, by=by, via=via, at=at)
    return form


def deactivate_form(form: TicketForm, *, by: User | None, via: str, at: datetime) -> TicketForm:
    """Take a form out of use; tickets that have it keep it."""
    return update_form(form, by=by, via=via, at=at, is_active=False, is_default=False)


@operation(TicketEvent.FORM_CHANGED)
def reorder_forms(ids: Sequence[int], *, by: User | None, via: str, at: datetime) -> None:
    """Put the forms in the order of `ids`."""
    require_right(by)
    first = TicketForm.objects.filter(pk__in=ids).first()
    if first and (changes := put_in_order(TicketForm.objects.all(), ids)):
        record(TicketEvent.FORM_CHANGED, first, by=by, via=via, at=at, changes=changes)


def _save(form: TicketForm, values: dict[str, Any], *, by: User | None, via: str, at: datetime) -> None:
    changes = apply(form, values, ATTRIBUTES)
    require_text(form.name, "name")
    known = set(TicketField.objects.filter(pk__in=_ids(form.ticket_field_ids)).values_list("pk", flat=True))
    if unknown := set(form.ticket_field_ids) - known:
        raise CannotDefine(_("There are no fields %(ids)s.") % {"ids": sorted(unknown)}, field="ticket_field_ids")
    for name in ("agent_conditions", "end_user_conditions"):
        for condition in getattr(form, name):
            _check(condition, known, name)
    if not changes:
        return
    form.save()
    if form.is_default:
        TicketForm.objects.filter(is_default=True).exclude(pk=form.pk).update(is_default=False)
    record(TicketEvent.FORM_CHANGED, form, by=by, via=via, at=at, changes=changes)


def _ids(given: Any) -> list[int]:
    if not isinstance(given, list) or not all(isinstance(one, int) for one in given):
        raise CannotDefine(_("This has to be a list of ids."), field="ticket_field_ids")
    return given


def _check(condition: Any, known: set[int], name: str) -> None:
    """Refuse a condition that has not the dialect's shape or speaks of fields outside the form."""
    fits = isinstance(condition, dict) and {"parent_field_id", "value", "child_fields"} <= set(condition)
    children = condition["child_fields"] if fits else None
    if (
        not isinstance(children, list)
        or not children
        or not all(isinstance(child, dict) and _child_fits(child) for child in children)
    ):
        raise CannotDefine(_("A condition needs parent_field_id, value and child_fields."), field=name)
    if outside := {condition["parent_field_id"], *(child["id"] for child in children)} - known:
        raise CannotDefine(_("The fields %(ids)s are not in the form.") % {"ids": sorted(outside)}, field=name)


def _child_fits(child: dict) -> bool:
    on = child.get("required_on_statuses") or {"type": "NO_STATUSES"}
    known_type = isinstance(on, dict) and on.get("type") in REQUIRED_ON
    return isinstance(child.get("id"), int) and known_type and set(on.get("statuses", ())) <= set(Status.values)
