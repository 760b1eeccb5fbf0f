"""Values of custom fields on a ticket, and the tags that go with them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.models import Organization, User

from ..models import FieldOption, FieldType, Ticket, TicketField
from .errors import CannotUpdate
from .values import BadValue, read_value, tags_of


def set_custom_fields(ticket: Ticket, values: dict[Any, Any], *, by: User | None) -> None:
    """Set custom fields by id; others keep their value. Sets and clears the tags of choices as well; saves
    nothing.

    Raises CannotUpdate naming the field (`custom_fields.<id>`) that is unknown, not for this user, or given a
    value that does not fit.
    """
    fields = _fields(values)
    held, tags = dict(ticket.custom_fields), list(ticket.tags)
    for given, raw in values.items():
        field = fields.get(str(given))
        if field is None or not _may_set(field, by):
            raise CannotUpdate(_("There is no field %(id)s.") % {"id": given}, field=f"custom_fields.{given}")
        value = _read(field, raw, by)
        gone = tags_of(field, held.pop(str(field.pk), None))
        tags = [tag for tag in tags if tag not in gone] + tags_of(field, value)
        if value is not None:
            held[str(field.pk)] = value
    ticket.custom_fields, ticket.tags = held, sorted(set(tags))


def follow_tags(ticket: Ticket, before: Iterable[str]) -> None:
    """After a change of tags, set the fields whose choice was added and clear those whose choice went; saves
    nothing.
    """
    added, removed = set(ticket.tags) - set(before), set(before) - set(ticket.tags)
    if not added and not removed:
        return
    held, tags = dict(ticket.custom_fields), set(ticket.tags)
    for field, tag in _choices_with(added | removed):
        value = _after(field, held.get(str(field.pk)), tag, tag in added)
        tags -= set(tags_of(field, held.pop(str(field.pk), None)))
        tags |= set(tags_of(field, value))
        if value:
            held[str(field.pk)] = value
    ticket.custom_fields, ticket.tags = held, sorted(tags)


def _fields(values: dict[Any, Any]) -> dict[str, TicketField]:
    ids = [int(given) for given in values if str(given).isascii() and str(given).isdigit() and len(str(given)) < 19]
    found = TicketField.objects.filter(pk__in=ids, is_active=True).prefetch_related("options")
    return {str(field.pk): field for field in found}


def _may_set(field: TicketField, by: User | None) -> bool:
    return by is None or by.is_staff_member or (field.visible_in_portal and field.editable_in_portal)


def _read(field: TicketField, raw: Any, by: User | None) -> Any:
    try:
        value = read_value(field, raw)
    except BadValue as problem:
        message = _("%(field)s: %(problem)s") % {"field": field.title, "problem": problem}
        raise CannotUpdate(message, field=f"custom_fields.{field.pk}") from problem
    if field.type == FieldType.LOOKUP and value is not None and not _target_exists(field, value, by):
        message = _("%(field)s: there is no such row.") % {"field": field.title}
        raise CannotUpdate(message, field=f"custom_fields.{field.pk}")
    return value


def _target_exists(field: TicketField, pk: int, by: User | None) -> bool:
    match field.lookup_target:
        case "organization":
            rows = (
                Organization.objects.all()
                if by is None or by.is_staff_member
                else Organization.objects.filter(pk=by.organization_id)
            )
        case "user":
            rows = User.objects.all() if by is None else User.objects.visible_to(by)
        case _:
            rows = Ticket.objects.all() if by is None else Ticket.objects.visible_to(by)
    return rows.filter(pk=pk).exists()


def _choices_with(tags: set[str]) -> list[tuple[TicketField, str]]:
    options = FieldOption.objects.filter(value__in=tags, field__is_active=True).select_related("field")
    boxes = TicketField.objects.filter(type=FieldType.CHECKBOX, tag__in=tags, is_active=True)
    return [(option.field, option.value) for option in options] + [(box, box.tag) for box in boxes]


def _after(field: TicketField, value: Any, tag: str, is_added: bool) -> Any:
    if field.type == FieldType.CHECKBOX:
        return is_added
    if field.type == FieldType.MULTISELECT:
        return [one for one in value or [] if one != tag] + ([tag] if is_added else [])
    return tag if is_added else None if value == tag else value
