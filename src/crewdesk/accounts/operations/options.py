"""The choices of drop-downs and multi-selects, of whatever they are fields."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from ..models.field_type import WITH_OPTIONS
from .defining import CannotDefine, require_text
from .tags import clean_tag

# Those of them that an option has.
COLUMNS = ("name", "value", "position", "is_default")
Options = Sequence[dict[str, Any]]


def set_options(field: Any, options: Options, *, is_taken: Callable[[list[str]], bool]) -> dict[str, list]:
    """Make `options` all that the field has; [before, after] of what changed. `is_taken` tells whether one of these tags is another
    field's. Raises CannotDefine.
    """
    if field.type not in WITH_OPTIONS:
        if options:
            raise CannotDefine(_("Only drop-downs and multi-selects have options."), field="custom_field_options")
        return {}
    present = {option.pk: option for option in field.options.all()}
    rows = _rows(field, options, present)
    _refuse_shared_tags(rows, present, is_taken)
    before, after = ([_told(row) for row in some] for some in (present.values(), rows))
    _save(field, rows, present)
    return {"options": [before, after]} if before != after else {}


def columns_of(option: type[Model]) -> list[str]:
    """What there is to say of such an option."""
    return [name for name in COLUMNS if hasattr(option, name)]


def _told(option: Any) -> list:
    told = [option.value, option.name]
    return [*told, option.is_default] if hasattr(option, "is_default") else told


def _rows(field: Any, options: Options, present: dict[int, Any]) -> list[Any]:
    model = field.options.model
    named = {given.get("id") for given in options}
    by_value = {option.value: option for option in present.values() if option.pk not in named}
    rows = []
    for position, given in enumerate(options):
        require_text(str(given.get("name") or ""), "custom_field_options")
        known = present.get(given.get("id"))
        value = clean_tag(given.get("value") or (known.value if known else given["name"]))
        known = known or by_value.get(value)
        facts = {"name": str(given["name"])[:120], "value": value, "position": position}
        if hasattr(model, "is_default"):
            facts["is_default"] = bool(given.get("default", known.is_default if known else False))
        rows.append(model(pk=known.pk if known else None, field=field, **facts))
    return rows


def _refuse_shared_tags(rows: list[Any], present: dict[int, Any], is_taken: Callable[[list[str]], bool]) -> None:
    values, kept = [row.value for row in rows], [row.pk for row in rows if row.pk]
    # Two options that stay cannot hand a tag from one to the other in one go: each is unique at every moment.
    held = {present[pk].value: pk for pk in kept}
    if (
        not all(values) or len(set(values)) != len(values) or len(set(kept)) != len(kept)
        or any(held.get(row.value, row.pk) != row.pk for row in rows) or is_taken(values)
    ):  # fmt: skip
        message = _("Each option needs a tag of its own that no other field uses.")
        raise CannotDefine(message, field="custom_field_options", code="DuplicateValue")


def _save(field: Any, rows: list[Any], present: dict[int, Any]) -> None:
    model = field.options.model
    told = columns_of(model)
    field.options.exclude(pk__in=[row.pk for row in rows if row.pk]).delete()
    changed = [row for row in rows if row.pk and any(getattr(row, name) != getattr(present[row.pk], name) for name in told)]
    model.objects.bulk_update(changed, told)
    model.objects.bulk_create([row for row in rows if not row.pk])
    field._prefetched_objects_cache = {}
