"""Remove fields and forms for good."""

from datetime import datetime

from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.core.events import record
from crewdesk.core.operations import operation

from ...events import TicketEvent
from ...models import Ticket, TicketField, TicketForm
from ..errors import CannotDefine
from .common import require_right

# Each of them is written anew when its form goes.
MOST_TICKETS_OF_A_FORM = 1_000


@operation(TicketEvent.FIELD_CHANGED)
def delete_field(field: TicketField, *, by: User | None, via: str, at: datetime) -> None:
    """Remove a field, from the forms that ask for it too. What tickets hold in it is shown no more; tags stay. Raises NotPermitted."""
    require_right(by)
    for form in TicketForm.objects.select_for_update().filter(ticket_field_ids__contains=[field.pk]).order_by("id"):
        _take_off(form, field.pk)
    record(TicketEvent.FIELD_CHANGED, field, by=by, via=via, at=at, changes={"title": [field.title, None], "deleted": True})
    field.delete()


@operation(TicketEvent.FORM_CHANGED)
def delete_form(form: TicketForm, *, by: User | None, via: str, at: datetime) -> None:
    """Remove a form; tickets that have it have none then. Raises NotPermitted, or CannotDefine for the default one and for one in wide use."""
    require_right(by)
    if form.is_default:
        raise CannotDefine(_("Make another form the default one first."), field="default")
    if Ticket.objects.filter(form=form)[: MOST_TICKETS_OF_A_FORM + 1].count() > MOST_TICKETS_OF_A_FORM:
        raise CannotDefine(_("Too many tickets have this form. Take it out of use instead."), field="active")
    record(TicketEvent.FORM_CHANGED, form, by=by, via=via, at=at, changes={"name": [form.name, None], "deleted": True})
    form.delete()


def _take_off(form: TicketForm, pk: int) -> None:
    form.ticket_field_ids = [one for one in form.ticket_field_ids if one != pk]
    for name in ("agent_conditions", "end_user_conditions"):
        setattr(form, name, [kept for condition in getattr(form, name) if (kept := _without(condition, pk))])
    form.save()


def _without(condition: dict, pk: int) -> dict | None:
    children = [child for child in condition["child_fields"] if child["id"] != pk]
    return {**condition, "child_fields": children} if children and condition["parent_field_id"] != pk else None
