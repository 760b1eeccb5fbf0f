"""Define custom fields."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from crewdesk.accounts.models import User
from crewdesk.core.events import record
from crewdesk.core.operations import operation

from ...events import TicketEvent
from ...models import FieldType, TicketField
from ..errors import CannotDefine
from ..tags import clean_tag
from .common import apply, put_in_order, require_pattern, require_right, require_text
from .options import Options, is_taken, set_options

ATTRIBUTES = {
    "title", "title_in_portal", "description", "agent_description", "is_active", "required",
    "visible_in_portal", "editable_in_portal", "required_in_portal", "regexp_for_validation", "tag",
    "lookup_target",
}  # fmt: skip
LOOKUP_TARGETS = {"user", "organization", "ticket"}


@operation(TicketEvent.FIELD_CHANGED)
def create_field(
    *,
    type: str,
    title: str,
    by: User | None,
    via: str,
    at: datetime,
    key: str = "",
    options: Options = (),
    **attributes: Any,
) -> TicketField:
    """Make a field. `options` of a drop-down or multi-select: {"id", "name", "value", "default"}. Raises
    NotPermitted or CannotDefine.
    """
    require_right(by)
    if type not in FieldType.values:
        raise CannotDefine(_("%(value)s is not valid.") % {"value": type}, field="type")
    field = TicketField(type=type, key=_free_key(key or title), position=TicketField.objects.count())
    changes = apply(field, {"title": title, **attributes}, ATTRIBUTES)
    _check(field)
    field.save()
    changes |= set_options(field, options)
    record(TicketEvent.FIELD_CHANGED, field, by=by, via=via, at=at, changes={"type": [None, type], **changes})
    return field


@operation(TicketEvent.FIELD_CHANGED)
def update_field(
    field: TicketField,
    *,
    by: User | None,
    via: str,
    at: datetime,
    options: Options | None = None,
    **attributes: Any,
) -> TicketField:
    """Change a field; `options`, where given, replace the present ones: one with the "id" of a present option, else with its "value",
    is that option, and keeps of it what is not given. The type stays. Raises NotPermitted or CannotDefine.

    Tickets keep values whose option is gone, as tags and in the field.
    """
    require_right(by)
    changes = apply(field, attributes, ATTRIBUTES)
    _check(field)
    if changes:
        field.save()
    if options is not None:
        changes |= set_options(field, options)
    if changes:
        record(TicketEvent.FIELD_CHANGED, field, by=by, via=via, at=at, changes=changes)
    return field


def deactivate_field(field: TicketField, *, by: User | None, via: str, at: datetime) -> TicketField:
    """Take a field out of use; tickets keep its values."""
    return update_field(field, by=by, via=via, at=at, is_active=False)


@operation(TicketEvent.FIELD_CHANGED)
def reorder_fields(ids: Sequence[int], *, by: User | None, via: str, at: datetime) -> None:
    """Put the fields in the order of `ids`."""
    require_right(by)
    first = TicketField.objects.filter(pk__in=ids).first()
    if first and (changes := put_in_order(TicketField.objects.all(), ids)):
        record(TicketEvent.FIELD_CHANGED, first, by=by, via=via, at=at, changes=changes)


def _check(field: TicketField) -> None:
    require_text(field.title, "title")
    field.tag = clean_tag(field.tag) if field.type == FieldType.CHECKBOX else ""
    if field.tag and is_taken([field.tag], field):
        raise CannotDefine(
            _("The tag %(tag)s belongs to another field.") % {"tag": field.tag},
            field="tag",
            code="DuplicateValue",
        )
    if field.type == FieldType.LOOKUP and field.lookup_target not in LOOKUP_TARGETS:
        raise CannotDefine(_("Say what the field looks up: user, organization or ticket."), field="lookup_target")
    if field.type == FieldType.REGEXP:
        require_pattern(field.regexp_for_validation)


def _free_key(wish: str) -> str:
    base = slugify(wish)[:50] or "field"
    taken = set(TicketField.objects.filter(key__startswith=base).values_list("key", flat=True))
    return next(key for key in (base, *(f"{base}-{n}" for n in range(2, len(taken) + 3))) if key not in taken)
