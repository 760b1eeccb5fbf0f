"""The choices of drop-downs and multi-selects."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from ...models import FieldOption, FieldType, TicketField
from ..errors import CannotDefine
from ..tags import clean_tag
from .common import require_text

WITH_OPTIONS = {FieldType.TAGGER, FieldType.MULTISELECT}
TOLD = ("name", "value", "position", "is_default")
Options = Sequence[dict[str, Any]]


def set_options(field: TicketField, options: Options) -> dict[str, list]:
    """Make `options` all that the field has; [before, after] of what changed. Raises CannotDefine."""
    if field.type not in WITH_OPTIONS:
        if options:
            raise CannotDefine(_("Only drop-downs and multi-selects have options."), field="custom_field_options")
        return {}
    present = {option.pk: option for option in field.options.all()}
    rows = _rows(field, options, present)
    _refuse_shared_tags(field, rows, present)
    before, after = ([_told(row) for row in some] for some in (present.values(), rows))
    _save(field, rows, present)
    return {"options": [before, after]} if before != after else {}


def _told(option: FieldOption) -> list:
    return [option.value, option.name, option.is_default]


def is_taken(tags: list[str], field: TicketField) -> bool:
    """Whether another field of the desk uses one of these tags."""
    return bool(taken(tags, field))


def taken(tags: list[str], field: TicketField | None) -> set[str]:
    """Those of these tags that another field of the desk uses; any field, where `field` is None."""
    own = field.pk if field else None
    in_options = FieldOption.objects.filter(value__in=tags).exclude(field_id=own).values_list("value", flat=True)
    of_boxes = TicketField.objects.filter(tag__in=tags).exclude(pk=own).values_list("tag", flat=True)
    return {*in_options, *of_boxes}


def _rows(field: TicketField, options: Options, present: dict[int, FieldOption]) -> list[FieldOption]:
    named = {given.get("id") for given in options}
    by_value = {option.value: option for option in present.values() if option.pk not in named}
    rows = []
    for position, given in enumerate(options):
        require_text(str(given.get("name") or ""), "custom_field_options")
        known = present.get(given.get("id"))
        value = clean_tag(given.get("value") or (known.value if known else given["name"]))
        known = known or by_value.get(value)
        is_default = given.get("default", known.is_default if known else False)
        rows.append(
            FieldOption(
                pk=known.pk if known else None, field=field, name=str(given["name"])[:120], value=value, position=position,
                is_default=bool(is_default),
            )
        )  # fmt: skip
    return rows


def _refuse_shared_tags(field: TicketField, rows: list[FieldOption], present: dict[int, FieldOption]) -> None:
    values, kept = [row.value for row in rows], [row.pk for row in rows if row.pk]
    # Two options that stay cannot hand a tag from one to the other in one go: each is unique at every moment.
    held = {present[pk].value: pk for pk in kept}
    if (
        not all(values) or len(set(values)) != len(values) or len(set(kept)) != len(kept)
        or any(held.get(row.value, row.pk) != row.pk for row in rows) or is_taken(values, field)
    ):  # fmt: skip
        message = _("Each option needs a tag of its own that no other field uses.")
        raise CannotDefine(message, field="custom_field_options", code="DuplicateValue")


def _save(field: TicketField, rows: list[FieldOption], present: dict[int, FieldOption]) -> None:
    field.options.exclude(pk__in=[row.pk for row in rows if row.pk]).delete()
    changed = [row for row in rows if row.pk and any(getattr(row, name) != getattr(present[row.pk], name) for name in TOLD)]
    FieldOption.objects.bulk_update(changed, TOLD)
    FieldOption.objects.bulk_create([row for row in rows if not row.pk])
    field._prefetched_objects_cache = {}
