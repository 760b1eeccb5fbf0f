"""Fields of users and organizations in the dialect's words, and what they hold."""

from typing import Any

from django.http import HttpRequest

from crewdesk.core.api.stamps import stamp, url_of

from ..models import FieldType, ProfileField
from ..models.field_type import WITH_OPTIONS
from ..profile_values import Fields, fields_of, told
from .field_options import option_json

# What the dialect calls a drop-down here, and on tickets.
DROPDOWN = "dropdown"


def resource_of(kind: str) -> str:
    """`user_fields` or `organization_fields`."""
    return f"{ProfileField.Kind(kind).value}_fields"


def type_sent(sent: str | None) -> str | None:
    """Our word for a type; a drop-down goes by either of its names."""
    return FieldType.TAGGER if sent == DROPDOWN else sent


def field_json(request: HttpRequest, field: ProfileField) -> dict[str, Any]:
    """A field; its options are read from `field.options`, prefetched."""
    resource = resource_of(field.kind)
    shown = {
        "id": field.pk, "url": url_of(request, resource, field.pk), "key": field.key,
        "type": DROPDOWN if field.type == FieldType.TAGGER else field.type, "title": field.title, "raw_title": field.title,
        "description": field.description, "raw_description": field.description, "position": field.position, "active": field.is_active,
        "system": False, "regexp_for_validation": field.regexp_for_validation or None, "created_at": stamp(field.created_at),
        "updated_at": stamp(field.updated_at),
    }  # fmt: skip
    if field.type == FieldType.CHECKBOX:
        shown["tag"] = field.tag or None
    if field.type in WITH_OPTIONS:
        shown["custom_field_options"] = [
            option_json(request, option, f"{resource}/{field.pk}/options") for option in field.options.all()
        ]
    return shown


def values_json(request: HttpRequest, kind: str, held: dict[str, Any]) -> dict[str, Any]:
    """What is held of a user or an organization. A customer reads nothing of what is noted about people."""
    return told(_defined(request, kind), held) if request.member.is_staff_member else {}


def _defined(request: HttpRequest, kind: str) -> Fields:
    """The fields of a kind, read once a call."""
    known = request.__dict__.setdefault("profile_fields", {})
    if kind not in known:
        known[kind] = fields_of(kind)
    return known[kind]
