"""What has to be filled in before a ticket may be sent in or moved on."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.core.events import Via

from ..models import Status, Ticket, TicketField
from .conditions import required_children, shown_fields
from .errors import CannotUpdate

# Where somebody sits before a form. What comes by mail or from a rule is never held up.
WITH_A_FORM = {Via.WEB, Via.API}


def require_fields(ticket: Ticket, *, by: User | None, via: str, is_new: bool, has_moved: bool) -> None:
    """Raise CannotUpdate when a field is empty that this save needs."""
    if by is None or via not in WITH_A_FORM:
        return
    if not by.is_staff_member:
        # Whoever follows a request up is asked for words alone.
        if is_new and ticket.followup_of_id is None:
            _refuse_empty(ticket, _needed_from_customer(ticket))
    elif has_moved:
        _refuse_empty(ticket, _needed_to_move(ticket))


def _needed_from_customer(ticket: Ticket) -> set[int]:
    wanted = TicketField.objects.filter(is_active=True, visible_in_portal=True, editable_in_portal=True, required_in_portal=True)
    needed = set(wanted.values_list("pk", flat=True))
    if ticket.form is None:
        return needed
    form, conditions = ticket.form, ticket.form.end_user_conditions
    shown = shown_fields(form.ticket_field_ids, conditions, ticket.custom_fields)
    return (needed & shown) | required_children(form.ticket_field_ids, conditions, ticket.custom_fields, status="")


def _needed_to_move(ticket: Ticket) -> set[int]:
    needed: set[int] = set()
    if ticket.status == Status.SOLVED:
        needed = set(TicketField.objects.filter(is_active=True, required=True).values_list("pk", flat=True))
    if ticket.form_id is None:
        return needed
    form, conditions = ticket.form, ticket.form.agent_conditions
    shown = shown_fields(form.ticket_field_ids, conditions, ticket.custom_fields)
    asked = required_children(
        form.ticket_field_ids,
        conditions,
        ticket.custom_fields,
        status=ticket.status,
        custom_status=ticket.custom_status_id,
    )
    return (needed & shown) | asked


def _refuse_empty(ticket: Ticket, needed: Iterable[int]) -> None:
    empty = [pk for pk in needed if not is_filled(ticket.custom_fields.get(str(pk)))]
    if not empty:
        return
    missing = list(TicketField.objects.filter(pk__in=empty, is_active=True).values_list("pk", "title"))
    if missing:
        titles = ", ".join(title for _pk, title in missing)
        raise CannotUpdate(
            _("Fill in first: %(titles)s.") % {"titles": titles},
            field=f"custom_fields.{missing[0][0]}",
            code="BlankValue",
        )


def is_filled(value: Any) -> bool:
    """Whether a field says something. A number does that is zero, though Python takes it for False."""
    return value is not False and value not in (None, "", [])
