"""Verbs that define fields of customers and organizations."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext as _

from crewdesk.core.events import record
from crewdesk.core.operations import operation

from ..events import AccountEvent
from ..models import FieldType, ProfileField, User
from ._changes import unless_taken
from .defining import CannotDefine, apply, put_in_order, require_pattern, require_right, require_text
from .options import Options, set_options
from .tags import clean_tag

ATTRIBUTES = {"title", "description", "is_active", "regexp_for_validation", "tag"}
TYPES = tuple(type for type in FieldType if type != FieldType.LOOKUP)
# As many as a user or an organization may hold values.
MOST_FIELDS = 200
LONGEST_KEY = ProfileField._meta.get_field("key").max_length
_KEY = re.compile(r"(?=.*[a-z_])[a-z0-9_]+")


@operation(AccountEvent.PROFILE_FIELD_CHANGED)
def create_profile_field(
    *,
    kind: str,
    type: str,
    title: str,
    by: User | None,
    via: str,
    at: datetime,
    key: str = "",
    options: Options = (),
    **attributes: Any,
) -> ProfileField:
    """Make a field, with the key that programs know it by, else one made from the title. Values that stand under the key already are its
    own then. Raises NotPermitted or CannotDefine.
    """
    require_right(by)
    present = ProfileField.objects.filter(kind=kind)
    if type not in TYPES:
        raise CannotDefine(_("%(value)s is not valid.") % {"value": type}, field="type")
    if (count := present.count()) >= MOST_FIELDS:
        raise CannotDefine(_("There are %(most)s fields, which is the most. Delete one first.") % {"most": MOST_FIELDS})
    field = ProfileField(kind=kind, type=type, position=count)
    changes = apply(field, {"title": title, **attributes}, ATTRIBUTES)
    _check(field)
    field.key = _fit(key) if key else _free_key(title, set(present.values_list("key", flat=True)))
    with unless_taken(_("Another field has this key already."), field="key"):
        field.save()
    changes |= set_options(field, options, is_taken=_by_none)
    _record(field, {"type": [None, type], "key": [None, field.key], **changes}, by=by, via=via, at=at)
    return field


@operation(AccountEvent.PROFILE_FIELD_CHANGED)
def update_profile_field(
    field: ProfileField, *, by: User | None, via: str, at: datetime, options: Options | None = None, **attributes: Any
) -> ProfileField:
    """Change a field; `options`, where given, replace the present ones (`options.set_options`). Key and type stay, and so do values whose
    option is gone. Raises NotPermitted or CannotDefine.
    """
    require_right(by)
    changes = apply(field, attributes, ATTRIBUTES)
    _check(field)
    if changes:
        field.save()
    if options is not None:
        changes |= set_options(field, options, is_taken=_by_none)
    if changes:
        _record(field, changes, by=by, via=via, at=at)
    return field


@operation(AccountEvent.PROFILE_FIELD_CHANGED)
def delete_profile_field(field: ProfileField, *, by: User | None, via: str, at: datetime) -> None:
    """Remove a field. What is held in it stays under its key, as if it had never been defined; tags stay. Raises NotPermitted."""
    require_right(by)
    _record(field, {"key": [field.key, None], "title": [field.title, None], "deleted": True}, by=by, via=via, at=at)
    field.delete()


@operation(AccountEvent.PROFILE_FIELD_CHANGED)
def reorder_profile_fields(kind: str, ids: Sequence[int], *, by: User | None, via: str, at: datetime) -> None:
    """Put the fields of a kind in the order of `ids`. Raises NotPermitted."""
    require_right(by)
    fields = ProfileField.objects.select_for_update().filter(kind=kind)
    keys = dict(fields.values_list("pk", "key"))
    first = fields.filter(pk__in=ids).first()
    if first and (changes := put_in_order(fields, ids)):
        order = [[keys[pk] for pk in some] for some in changes["order"]]
        _record(first, {"order": order}, by=by, via=via, at=at)


def is_key(text: str) -> bool:
    """Whether this could be a key: small letters, digits and underscores, not digits alone, which are ids."""
    return len(text) <= LONGEST_KEY and bool(_KEY.fullmatch(text))


def _record(field: ProfileField, changes: dict[str, Any], **said: Any) -> None:
    record(AccountEvent.PROFILE_FIELD_CHANGED, field, changes=changes, **said)


def _check(field: ProfileField) -> None:
    require_text(field.title, "title")
    field.tag = clean_tag(field.tag) if field.type == FieldType.CHECKBOX else ""
    if field.type == FieldType.REGEXP:
        require_pattern(field.regexp_for_validation)


def _by_none(tags: list[str]) -> bool:
    """Choices of two fields may share a tag: they are known by their field."""
    return False


def _fit(key: str) -> str:
    if not is_key(key):
        message = _("A key has small letters, digits and underscores, not digits alone, and at most %(most)s of them.")
        raise CannotDefine(message % {"most": LONGEST_KEY}, field="key")
    return key


def _free_key(title: str, taken: set[str]) -> str:
    base = slugify(title).replace("-", "_")[: LONGEST_KEY - 5].strip("_")
    base = base if _KEY.fullmatch(base) else f"field_{base}".rstrip("_")
    return next(key for key in (base, *(f"{base}_{n}" for n in range(2, len(taken) + 3))) if key not in taken)
