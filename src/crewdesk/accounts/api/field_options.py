"""The options of a drop-down or multi-select, one by one: the verbs take all of them at once."""

from typing import Any

from django.http import Http404, HttpRequest
from ninja import Schema
from pydantic import Field

from crewdesk.core.api.rows import row_or_404
from crewdesk.core.api.stamps import url_of
from crewdesk.core.api.typed import Id, Line


class OptionIn(Schema):
    id: Id | None = None
    name: Line = Field(min_length=1)
    value: str = Field("", max_length=100)
    position: Id | None = None
    default: bool = False


class OptionBody(Schema):
    custom_field_option: OptionIn


def option_json(request: HttpRequest, option: Any, resource: str) -> dict[str, Any]:
    """A choice of a field, of which `resource` is the list."""
    return {
        "id": option.pk, "url": url_of(request, resource, option.pk), "name": option.name, "raw_name": option.name, "value": option.value,
        "position": option.position,
    }  # fmt: skip


def sent_options(options: list[OptionIn] | None) -> list[dict[str, Any]] | None:
    """Options as the verbs take them: what was sent of each."""
    return None if options is None else [option.dict(exclude_unset=True) for option in options]


def with_option(field: Any, sent: OptionIn) -> list[dict[str, Any]]:
    """All options of `field`, `sent` among them: one more, or in place of the one with its id. Raises Http404 where there is none."""
    options = list(field.options.all())
    if sent.id is not None and sent.id not in {option.pk for option in options}:
        raise Http404
    others = [_plain(option) for option in options if option.pk != sent.id]
    place = next((n for n, option in enumerate(options) if option.pk == sent.id), len(options))
    others.insert(place if sent.position is None else sent.position, sent.dict(exclude_unset=True))
    return others


def without_option(field: Any, pk: int) -> list[dict[str, Any]]:
    """All options of `field` but this one. Raises Http404 where there is none."""
    row_or_404(field.options.all(), pk)
    return [_plain(one) for one in field.options.all() if one.pk != pk]


def _plain(option: Any) -> dict[str, Any]:
    plain = {"id": option.pk, "name": option.name, "value": option.value}
    return plain | {"default": option.is_default} if hasattr(option, "is_default") else plain
