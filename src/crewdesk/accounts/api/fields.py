"""/api/v2/user_fields and organization_fields: what a desk defines of whom it helps. Both have the same calls."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import Router

from crewdesk.core.api.description import answers
from crewdesk.core.api.rows import row_or_404
from crewdesk.core.api.slices import sliced
from crewdesk.core.api.typed import MOST_ID, given
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.core.operations import Refused
from crewdesk.core.tenancy import DeskQuerySet

from ..models import ProfileField
from ..operations.defining import require_right
from ..operations.profile_fields import (
    TYPES,
    create_profile_field,
    delete_profile_field,
    is_key,
    reorder_profile_fields,
    update_profile_field,
)
from ..rights import require
from .field_options import OptionBody, option_json, sent_options, with_option, without_option
from .present_fields import field_json, resource_of, type_sent
from .schemas import FieldIn, OrganizationFieldBody, OrganizationFieldOrder, UserFieldBody, UserFieldOrder

user_fields = Router(tags=["User fields"])
organization_fields = Router(tags=["Organization fields"])
Kind = ProfileField.Kind
NAMES = {
    "title": "title", "description": "description", "active": "is_active", "regexp_for_validation": "regexp_for_validation", "tag": "tag",
}  # fmt: skip
REFUSED_TYPES = {
    "lookup": "type: lookup is not supported for users and organizations",
    "partialcreditcard": "type: partialcreditcard is not supported: card numbers are not kept",
}


@user_fields.get("", url_name="user-fields", summary="List user fields")
@organization_fields.get("", url_name="organization-fields", summary="List organization fields")
def list_fields(request: HttpRequest) -> dict:
    """The fields of the desk's own, in order; those out of use too."""
    page = sliced(request, [field_json(request, field) for field in _seen(request)])
    return {resource_of(_kind(request)): page.rows, **page.envelope}


@user_fields.post("", url_name="user-fields", summary="Create a user field")
def create_user_field(request: HttpRequest, body: UserFieldBody) -> JsonResponse:
    """Make a field. Without `key` it has one made of its `title`; neither `key` nor `type` changes later."""
    return _created(request, body.user_field)


@organization_fields.post("", url_name="organization-fields", summary="Create an organization field")
def create_organization_field(request: HttpRequest, body: OrganizationFieldBody) -> JsonResponse:
    """Make a field. Without `key` it has one made of its `title`; neither `key` nor `type` changes later."""
    return _created(request, body.organization_field)


@user_fields.put("/reorder", url_name="user-fields-reorder", summary="Put user fields in order")
def reorder_user_fields(request: HttpRequest, body: UserFieldOrder) -> dict:
    """Fields that are not named come after those that are."""
    return _reordered(request, body.user_field_ids, "user_field_ids")


@organization_fields.put("/reorder", url_name="organization-fields-reorder", summary="Put organization fields in order")
def reorder_organization_fields(request: HttpRequest, body: OrganizationFieldOrder) -> dict:
    """Fields that are not named come after those that are."""
    return _reordered(request, body.organization_field_ids, "organization_field_ids")


@user_fields.get("/{str:key}", url_name="user-field", summary="Show a user field")
@organization_fields.get("/{str:key}", url_name="organization-field", summary="Show an organization field")
def show(request: HttpRequest, key: str) -> dict:
    """One field, by its id or its key."""
    return _answer(request, _named(_seen(request), key))


@user_fields.put("/{str:key}", url_name="user-field", summary="Update a user field")
def update_user_field(request: HttpRequest, key: str, body: UserFieldBody) -> dict:
    """Change a field, by its id or its key; `custom_field_options` replace the present ones."""
    return _updated(request, key, body.user_field)


@organization_fields.put("/{str:key}", url_name="organization-field", summary="Update an organization field")
def update_organization_field(request: HttpRequest, key: str, body: OrganizationFieldBody) -> dict:
    """Change a field, by its id or its key; `custom_field_options` replace the present ones."""
    return _updated(request, key, body.organization_field)


@user_fields.delete("/{str:key}", url_name="user-field", summary="Delete a user field")
@organization_fields.delete("/{str:key}", url_name="organization-field", summary="Delete an organization field")
def delete(request: HttpRequest, key: str) -> HttpResponse:
    """Remove a field, by its id or its key. What is held in it stays under its key."""
    delete_profile_field(_changeable(request, key), **_said(request))
    return HttpResponse(status=204)


@user_fields.get("/{str:key}/options", url_name="user-field-options", summary="List the options of a user field")
@organization_fields.get(
    "/{str:key}/options", url_name="organization-field-options", summary="List the options of an organization field"
)
def list_options(request: HttpRequest, key: str) -> dict:
    """The choices of a drop-down or multi-select."""
    field = _named(_seen(request), key)
    page = sliced(request, [_option(request, field, option) for option in field.options.all()])
    return {"custom_field_options": page.rows, **page.envelope}


@user_fields.post(
    "/{str:key}/options", url_name="user-field-options", summary="Create or update an option of a user field",
    openapi_extra=answers("200", "201"),
)  # fmt: skip
@organization_fields.post(
    "/{str:key}/options", url_name="organization-field-options", summary="Create or update an option of an organization field",
    openapi_extra=answers("200", "201"),
)  # fmt: skip
def set_option(request: HttpRequest, key: str, body: OptionBody) -> JsonResponse:
    """Add a choice (201), or change the one whose `id` is given (200)."""
    field, sent = _changeable(request, key), body.custom_field_option
    before = {option.pk for option in field.options.all()}
    update_profile_field(field, options=with_option(field, sent), **_said(request))
    shown = next(one for one in field.options.all() if one.pk not in before or one.pk == sent.id)
    return JsonResponse({"custom_field_option": _option(request, field, shown)}, status=200 if sent.id is not None else 201)


@user_fields.get("/{str:key}/options/{int:option_id}", url_name="user-field-option", summary="Show an option of a user field")
@organization_fields.get(
    "/{str:key}/options/{int:option_id}", url_name="organization-field-option", summary="Show an option of an organization field"
)
def show_option(request: HttpRequest, key: str, option_id: int) -> dict:
    """One choice."""
    field = _named(_seen(request), key)
    return {"custom_field_option": _option(request, field, row_or_404(field.options.all(), option_id))}


@user_fields.delete(
    "/{str:key}/options/{int:option_id}", url_name="user-field-option", summary="Delete an option of a user field"
)
@organization_fields.delete(
    "/{str:key}/options/{int:option_id}",
    url_name="organization-field-option",
    summary="Delete an option of an organization field",
)
def delete_option(request: HttpRequest, key: str, option_id: int) -> HttpResponse:
    """Take a choice away; who has it keeps it."""
    field = _changeable(request, key)
    update_profile_field(field, options=without_option(field, option_id), **_said(request))
    return HttpResponse(status=204)


def _kind(request: HttpRequest) -> Kind:
    return Kind.USER if request.resolver_match.url_name.startswith("user") else Kind.ORGANIZATION


def _said(request: HttpRequest) -> dict[str, Any]:
    return {"by": request.member, "via": Via.API, "at": now()}


def _all(request: HttpRequest) -> DeskQuerySet:
    return ProfileField.objects.filter(kind=_kind(request)).prefetch_related("options")


def _seen(request: HttpRequest) -> DeskQuerySet:
    require(request.member, f"{_kind(request).value}.read")
    return _all(request)


def _named(fields: DeskQuerySet, key: str) -> ProfileField:
    """By its id or its key, which is no number."""
    if key.isascii() and key.isdigit():
        return row_or_404(fields, min(int(key[:20]), MOST_ID))
    field = fields.filter(key=key).first() if is_key(key) else None
    if field is None:
        raise Http404
    return field


def _changeable(request: HttpRequest, key: str) -> ProfileField:
    require_right(request.member)
    return _named(_all(request).select_for_update(), key)


def _answer(request: HttpRequest, field: ProfileField) -> dict[str, Any]:
    return {resource_of(_kind(request)).removesuffix("s"): field_json(request, field)}


def _option(request: HttpRequest, field: ProfileField, option: Any) -> dict[str, Any]:
    return option_json(request, option, f"{resource_of(_kind(request))}/{field.pk}/options")


def _created(request: HttpRequest, sent: FieldIn) -> JsonResponse:
    require_right(request.member)
    if sent.title is None:
        raise Refused("title: cannot be blank", field="title", code="BlankValue")
    kind = type_sent(sent.type)
    if kind not in TYPES:
        raise Refused(REFUSED_TYPES.get(kind or "", f"type: {kind} is not valid"), field="type")
    facts = {"kind": _kind(request), "key": sent.key or "", "options": sent_options(sent.custom_field_options) or ()}
    field = create_profile_field(type=kind, **facts, **given(sent, NAMES), **_said(request))
    _place(request, field, sent)
    answer = _answer(request, field)
    return JsonResponse(answer, status=201, headers={"Location": next(iter(answer.values()))["url"]})


def _updated(request: HttpRequest, key: str, sent: FieldIn) -> dict[str, Any]:
    field = _changeable(request, key)
    if sent.type is not None and type_sent(sent.type) != field.type:
        raise Refused("type: cannot be changed", field="type")
    if sent.key is not None and sent.key != field.key:
        raise Refused("key: cannot be changed", field="key")
    update_profile_field(field, options=sent_options(sent.custom_field_options), **given(sent, NAMES), **_said(request))
    _place(request, field, sent)
    return _answer(request, field)


def _place(request: HttpRequest, field: ProfileField, sent: FieldIn) -> None:
    if sent.position is None:
        return
    others = [pk for pk in _all(request).values_list("pk", flat=True) if pk != field.pk]
    others.insert(sent.position, field.pk)
    reorder_profile_fields(_kind(request), others, **_said(request))
    field.refresh_from_db(fields=["position"])


def _reordered(request: HttpRequest, sent: list[int], member: str) -> dict[str, Any]:
    require_right(request.member)
    ids = list(dict.fromkeys(sent))
    if missing := set(ids) - set(_all(request).filter(pk__in=ids).values_list("pk", flat=True)):
        raise Refused(f"{member}: {min(missing)} does not exist", field=member)
    reorder_profile_fields(_kind(request), ids, **_said(request))
    return list_fields(request)
