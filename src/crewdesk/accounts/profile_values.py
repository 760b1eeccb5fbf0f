"""Values of users and organizations: read and checked by the fields that the desk defines, kept under any other key as they come."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from crewdesk.core.operations import Refused
from crewdesk.core.written_once import written_once

from .field_values import BadValue, read_value, tags_of
from .models import FieldType, Organization, ProfileField, User
from .operations.tags import clean_tags

Fields = Mapping[str, ProfileField]
Kind = ProfileField.Kind
COLUMNS = {Kind.USER: "user_fields", Kind.ORGANIZATION: "organization_fields"}
# Of a decimal number, in a float.
MOST_EXACT_DIGITS = 15
MODELS = {User: Kind.USER, Organization: Kind.ORGANIZATION}


def fields_of(kind: str, *, with_options: bool = False) -> dict[str, ProfileField]:
    """The fields of a kind by their key, in order, those out of use too: with one query, or with another one for their options."""
    fields = _of_kind(str(Kind(kind).value))
    if with_options and fields:
        prefetch_related_objects(fields, "options")
    return {field.key: field for field in fields}


def put_into(row: User | Organization, values: dict[str, Any]) -> dict[str, Any]:
    """`values` of columns with the custom ones among them put into those that `row` holds, which is locked where it is there already: what
    somebody else writes meanwhile under other keys stays. Tags follow. Raises Refused, which names the field.
    """
    kind = MODELS[row._meta.model]
    column = COLUMNS[kind]
    if not values.get(column):
        return {name: value for name, value in values.items() if name != column}
    if row.pk:
        held = row._meta.model.objects.select_for_update(no_key=True).filter(pk=row.pk).values(column, "tags").get()
        setattr(row, column, held[column])
        row.tags = held["tags"]
    fields = fields_of(kind, with_options=True)
    before = getattr(row, column)
    after = filled(fields, before, values[column], member=column)
    return values | {column: after, "tags": following(fields, before, after, values.get("tags", row.tags))}


def filled(fields: Fields, held: dict[str, Any], sent: dict[str, Any], *, member: str) -> dict[str, Any]:
    """What is held once `sent` is put into it. Raises Refused for a value that does not fit its field."""
    result = dict(held)
    for key, raw in sent.items():
        if key not in fields:
            result[key] = raw
        elif key not in held or not _is_told(fields[key], held[key], raw):
            value = _read(fields[key], raw, member)
            result.pop(key, None)
            result |= {} if value is None else {key: value}
    return result


def following(fields: Fields, before: dict[str, Any], after: dict[str, Any], tags: Iterable[str]) -> list[str]:
    """Tags, once those of the choices that went are gone and those of the choices that came are there."""
    had, has = _tags_in(fields, before), _tags_in(fields, after)
    return list(tags) if had == has else clean_tags([*(tag for tag in tags if tag not in had - has), *(has - had)])


def told(fields: Fields, held: dict[str, Any]) -> dict[str, Any]:
    """What a reply says: every field in use, null where nothing is held, and what is held under keys that no field has."""
    if not fields:
        return held
    defined = {key: as_told(field, held.get(key)) for key, field in fields.items() if field.is_active}
    return defined | {key: value for key, value in held.items() if key not in fields}


def as_told(field: ProfileField, value: Any) -> Any:
    """A value as the dialect has it: a decimal is a number, as far as that says the same."""
    if field.type != FieldType.DECIMAL or not isinstance(value, str):
        return value
    digits = value.removeprefix("-").replace(".", "", 1)
    return float(value) if digits.isascii() and digits.isdigit() and len(digits.lstrip("0")) <= MOST_EXACT_DIGITS else value


def noted(row: User | Organization) -> list[tuple[str, str]]:
    """What the fields in use hold of a user or an organization, as people read it; asks nothing where nothing is held."""
    kind = MODELS[row._meta.model]
    held = {key: value for key, value in getattr(row, COLUMNS[kind]).items() if value not in (None, "", [])}
    fields = fields_of(kind, with_options=True) if held else {}
    return [(field.title, _in_words(field, held[key])) for key, field in fields.items() if field.is_active and key in held]


def _in_words(field: ProfileField, value: Any) -> str:
    match field.type:
        case FieldType.CHECKBOX if isinstance(value, bool):
            return _("Yes") if value else _("No")
        case FieldType.DATE:
            with suppress(ValueError):
                return date_format(date.fromisoformat(str(value)), "DATE_FORMAT")
            return str(value)
        case FieldType.TAGGER | FieldType.MULTISELECT:
            names = {option.value: option.name for option in field.options.all()}
            chosen = value if isinstance(value, list) else [value]
            return ", ".join(names.get(one, str(one)) for one in chosen)
        case _:
            return str(value)


@written_once
def _of_kind(kind: str):
    return ProfileField.objects.filter(kind=kind)


def _is_told(field: ProfileField, held: Any, raw: Any) -> bool:
    """Whether a client sends back what it was told, which may be a choice that is gone, or older than its field."""
    return any(type(one) is type(raw) and one == raw for one in (held, as_told(field, held)))


def _read(field: ProfileField, raw: Any, member: str) -> Any:
    try:
        return read_value(field, raw)
    except BadValue as problem:
        message = _("%(field)s: %(problem)s") % {"field": field.title, "problem": problem}
        raise Refused(message, field=f"{member}.{field.key}") from problem


def _tags_in(fields: Fields, values: dict[str, Any]) -> set[str]:
    """Of values that fit their field: what is older than it stands for nothing."""
    return {
        tag
        for key, field in fields.items()
        if key in values
        for tag in (tags_of(field, values[key]) if _has_shape(field, values[key]) else ())
    }


def _has_shape(field: ProfileField, value: Any) -> bool:
    match field.type:
        case FieldType.MULTISELECT:
            return isinstance(value, list)
        case FieldType.CHECKBOX:
            return isinstance(value, bool)
        case _:
            return isinstance(value, str)
