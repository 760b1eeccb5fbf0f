"""Columns that become fields of the desk's own: of tickets, of users, of organizations."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.field_values import BadValue, Field, read_value
from crewdesk.accounts.profile_values import Fields, following

from ..cells import BadCell, flag, parts
from ..targets import FIELD
from .common import Row


def custom_values(row: Row, fields: Mapping[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Each field of the row that says something, with its value; `fields` by key. Raises BadCell."""
    for target, text in row.values.items():
        if not target.startswith(FIELD) or not text.strip():
            continue
        field = fields.get(target.removeprefix(FIELD))
        if field is None:
            raise BadCell(_("The field %(name)s is gone. Choose the columns again.") % {"name": target.removeprefix(FIELD)})
        value = _value(field, text)
        if value is not None:
            yield field, value


def with_values(row: Row, data: dict[str, Any], present: Any, fields: Fields, column: str) -> dict[str, Any]:
    """`data` of a user or an organization with what the row says of the desk's own fields, and the tags that follow; `present` is who is
    here already, or None.
    """
    said = {field.key: value for field, value in custom_values(row, fields)}
    if not said:
        return data
    before = getattr(present, column) if present else {}
    tags = data.get("tags", present.tags if present else [])
    return data | {column: before | said, "tags": following(fields, before, before | said, tags)}


def _value(field: Any, text: str) -> Any:
    match field.type:
        case "checkbox":
            return flag(text)
        case "multiselect":
            raw: Any = [_option(field, part) for part in parts(text)]
        case "tagger":
            raw = _option(field, text.strip())
        case _:
            raw = text.strip()
    try:
        return read_value(field, raw)
    except BadValue as problem:
        raise BadCell(_("%(field)s: %(problem)s") % {"field": field.title, "problem": problem}) from problem


def _option(field: Field, text: str) -> str:
    """The value of an option by its name; files for people have names in them."""
    return next(
        (option.value for option in field.options.all() if text.casefold() in (option.name.casefold(), option.value)), text
    )
