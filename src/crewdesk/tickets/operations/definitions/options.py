"""The tags of choices: each belongs to one option, or one checkbox, of the desk."""

from crewdesk.accounts.models.field_type import WITH_OPTIONS
from crewdesk.accounts.operations import options as of_any_field
from crewdesk.accounts.operations.options import Options

from ...models import FieldOption, TicketField

__all__ = ["WITH_OPTIONS", "Options", "is_taken", "set_options", "taken"]


def set_options(field: TicketField, options: Options) -> dict[str, list]:
    """Make `options` all that the field has; [before, after] of what changed. Raises CannotDefine."""
    return of_any_field.set_options(field, options, is_taken=lambda tags: is_taken(tags, field))


def is_taken(tags: list[str], field: TicketField) -> bool:
    """Whether another field of the desk uses one of these tags."""
    return bool(taken(tags, field))


def taken(tags: list[str], field: TicketField | None) -> set[str]:
    """Those of these tags that another field of the desk uses; any field, where `field` is None."""
    own = field.pk if field else None
    in_options = FieldOption.objects.filter(value__in=tags).exclude(field_id=own).values_list("value", flat=True)
    of_boxes = TicketField.objects.filter(tag__in=tags).exclude(pk=own).values_list("tag", flat=True)
    return {*in_options, *of_boxes}
