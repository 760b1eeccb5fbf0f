"""Fields of users and organizations: known by their key, which is what values of both sides stand under."""

from contextlib import suppress
from typing import Any

from django.utils.translation import gettext as _

from crewdesk.accounts.field_values import BadValue, compile_pattern, read_value
from crewdesk.accounts.models import FieldType, ProfileField
from crewdesk.accounts.models.field_type import WITH_OPTIONS
from crewdesk.accounts.operations.profile_fields import TYPES, create_profile_field, update_profile_field
from crewdesk.accounts.operations.tags import clean_tag
from crewdesk.accounts.profile_values import Fields
from crewdesk.core.events import Via
from crewdesk.core.operations import Refused

from .field_words import options_of
from .running import Work
from .streams import list_pages
from .words import Row, flag, key, plain_fields, prose, text, word

Kind = ProfileField.Kind
COUNTED = {Kind.USER: "user fields", Kind.ORGANIZATION: "organization fields"}


def bring_profile_fields(work: Work) -> None:
    """All of them, before the values. One that is here gains options and loses none; one that was deleted here stays away."""
    for kind in Kind:
        resource = f"{kind.value}_fields"
        for rows in list_pages(work, f"/api/v2/{resource}.json", resource, optional=True):
            with work.batch():
                _bring(work, kind, rows)


def values_of(fields: Fields, raw: Any) -> Row:
    """Custom values of a user or an organization as the fields here hold them; what does not fit its field stays as it came."""
    held = plain_fields(raw)
    for name in held.keys() & fields.keys():
        with suppress(BadValue):
            held[name] = read_value(fields[name], held[name])
    return {name: value for name, value in held.items() if value is not None}


def _bring(work: Work, kind: Kind, rows: list[Row]) -> None:
    source = f"{kind.value}_field"
    ids = [key(row["id"]) for row in rows]
    here, known = work.known.rows(source, ProfileField, ids), work.known.ours(source, ids)
    by_key = {field.key: field for field in ProfileField.objects.filter(kind=kind).prefetch_related("options")}
    for row in rows:
        theirs = key(row["id"])
        present = here.get(theirs) or by_key.get(prose(row.get("key"), 100))
        if theirs in known and theirs not in here:
            continue
        field = _join(work, kind, row, present) if present else _make(work, kind, row)
        if field is not None and theirs not in known:
            work.known.remember(source, [(theirs, field.pk)])


def _make(work: Work, kind: Kind, row: Row) -> ProfileField | None:
    type, title = _type_of(row), _title_of(row)
    pattern = ""
    if type == FieldType.REGEXP:
        type, pattern = _usable(work, prose(row.get("regexp_for_validation"), 300), title)
    facts = {
        "description": prose(row.get("description"), 5_000), "is_active": flag(row, "active", True), "regexp_for_validation": pattern,
        "tag": clean_tag(prose(row.get("tag"), 100)) if type == FieldType.CHECKBOX else "",
    }  # fmt: skip
    options = _choices(row) if type in WITH_OPTIONS else []
    try:
        if type not in TYPES:
            raise Refused(_("%(value)s is not valid.") % {"value": word(row, "type")[:40] or "?"})
        field = create_profile_field(
            kind=kind, type=type, title=title, key=prose(row.get("key"), 100), options=options, by=None, via=Via.SYSTEM, at=work.at, **facts
        )  # fmt: skip
    except Refused as problem:
        work.note(_("Field of users or organizations was refused: its values stay as they came"), f"{title}: {problem.message}")
        return None
    work.count(COUNTED[kind], "created")
    return field


def _join(work: Work, kind: Kind, row: Row, field: ProfileField) -> ProfileField:
    present = [{"id": one.pk, "name": one.name, "value": one.value} for one in field.options.all()]
    values = {one["value"] for one in present}
    more = [one for one in _choices(row) if one["value"] not in values] if field.type in WITH_OPTIONS else []
    if more:
        update_profile_field(field, options=[*present, *more], by=None, via=Via.SYSTEM, at=work.at)
    work.count(COUNTED[kind], "updated" if more else "skipped")
    return field


def _choices(row: Row) -> list[dict[str, Any]]:
    """Each tag once: some accounts have one twice."""
    return list({one["value"]: one for one in reversed(options_of(row))}.values())[::-1]


def _type_of(row: Row) -> str:
    return FieldType.TAGGER if word(row, "type") == "dropdown" else word(row, "type")


def _title_of(row: Row) -> str:
    return text(row.get("title"), 120) or text(row.get("raw_title"), 120) or text(row.get("key"), 120) or "?"


def _usable(work: Work, pattern: str, title: str) -> tuple[str, str]:
    try:
        compile_pattern(pattern)
    except BadValue:
        work.note(_("Pattern cannot be used here: the field takes any text"), title)
        return FieldType.TEXT, ""
    return FieldType.REGEXP, pattern
