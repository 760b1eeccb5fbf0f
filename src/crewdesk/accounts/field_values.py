"""Reads the value of a custom field, of a ticket or of who asks, by its type. Pure."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

import re2
from django.utils.translation import gettext as _

from .models import FieldType
from .operations.tags import clean_tag

LONGEST_TEXT = 65_000
LONGEST_MATCHED = 5_000
LARGEST_WHOLE = 2**63 - 1
MOST_DIGITS = 40
_PATTERN_BYTES = 1 << 20


class Field(Protocol):
    """What of a field its values go by."""

    type: str
    tag: str
    regexp_for_validation: str
    # Its options, prefetched where many values are read.
    options: Any


class BadValue(ValueError):
    """The value does not fit its field; the message is for the person who sent it."""


def read_value(field: Field, raw: Any) -> Any:
    """`raw` in the form that is stored; None when it says nothing. Raises BadValue.

    Lookups are only read as an id here; whether the row exists is another question.
    """
    if raw is None or raw == "" or raw == []:
        return None
    return _READERS[field.type](field, raw)


def tags_of(field: Field, value: Any) -> list[str]:
    """The tags that the stored `value` of `field` stands for."""
    match field.type:
        case FieldType.TAGGER:
            return [value] if value else []
        case FieldType.MULTISELECT:
            return list(value or [])
        case FieldType.CHECKBOX:
            return [field.tag] if value and field.tag else []
        case _:
            return []


def compile_pattern(pattern: str) -> Any:
    """A desk's own pattern, in RE2, whose matching time is linear in the text. Raises BadValue for one it
    cannot read.
    """
    options = re2.Options()
    options.log_errors = False
    options.max_mem = _PATTERN_BYTES
    try:
        return re2.compile(pattern, options)
    except re2.error as problem:
        raise BadValue(_("This pattern cannot be used.")) from problem


def _text(field: Field, raw: Any) -> str:
    if not isinstance(raw, str | int | float):
        raise BadValue(_("This has to be text."))
    text = str(raw).replace("\x00", "")[:LONGEST_TEXT]
    return text if field.type == FieldType.TEXTAREA else " ".join(text.splitlines())


def _whole(field: Field, raw: Any) -> int:
    try:
        number = Decimal(str(raw).strip())
        if isinstance(raw, bool) or not number.is_finite() or number != number.to_integral_value() or abs(number) > LARGEST_WHOLE:
            raise BadValue(_("This has to be a whole number."))
    except InvalidOperation as problem:
        raise BadValue(_("This has to be a whole number.")) from problem
    return int(number)


def _decimal(field: Field, raw: Any) -> str:
    text = str(raw).strip()
    try:
        if (
            isinstance(raw, bool)
            or len(text) > MOST_DIGITS
            or not Decimal(text).is_finite()
            or abs(Decimal(text).adjusted()) > MOST_DIGITS
        ):
            raise BadValue(_("This has to be a number."))
    except InvalidOperation as problem:
        raise BadValue(_("This has to be a number.")) from problem
    return format(Decimal(text), "f")


def _date(field: Field, raw: Any) -> str:
    try:
        return (raw if isinstance(raw, date) else date.fromisoformat(str(raw)[:10])).isoformat()[:10]
    except ValueError as problem:
        raise BadValue(_("This has to be a date, such as 2026-05-31.")) from problem


def _checkbox(field: Field, raw: Any) -> bool:
    known = {"true": True, "1": True, "on": True, "false": False, "0": False, "off": False}
    if (word := str(raw).lower()) not in known:
        raise BadValue(_("This is either ticked or not."))
    return known[word]


def _choice(field: Field, raw: Any) -> str:
    tag = clean_tag(raw)
    if tag not in {option.value for option in field.options.all()}:
        raise BadValue(_("%(value)s is not one of the choices.") % {"value": raw})
    return tag


def _choices(field: Field, raw: Any) -> list[str]:
    chosen = {_choice(field, one) for one in (raw if isinstance(raw, list | tuple) else [raw])}
    return [option.value for option in field.options.all() if option.value in chosen]


def _matched(field: Field, raw: Any) -> str:
    text = _text(field, raw)[:LONGEST_MATCHED]
    if not compile_pattern(field.regexp_for_validation).search(text):
        raise BadValue(_("This does not have the form that is asked for."))
    return text


_READERS = {
    FieldType.TEXT: _text, FieldType.TEXTAREA: _text, FieldType.INTEGER: _whole, FieldType.DECIMAL: _decimal,
    FieldType.DATE: _date, FieldType.CHECKBOX: _checkbox, FieldType.TAGGER: _choice,
    FieldType.MULTISELECT: _choices, FieldType.REGEXP: _matched, FieldType.LOOKUP: _whole,
}  # fmt: skip
