"""/api/v2/ticket_fields: the fields that every ticket has, and those of the desk's own."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema
from pydantic import Field

from crewdesk.accounts.api.field_options import OptionBody, OptionIn, sent_options, with_option, without_option
from crewdesk.core.api.description import answers
from crewdesk.core.api.rows import count_of, row_or_404
from crewdesk.core.api.slices import sliced
from crewdesk.core.api.stamps import stamp
from crewdesk.core.api.typed import Id, Line, Prose, given
from crewdesk.core.clock import now
from crewdesk.core.operations import Refused
from crewdesk.core.tenancy import DeskQuerySet

from ..models import FieldType, TicketField
from ..operations.definitions.common import require_right
from ..operations.definitions.fields import create_field, reorder_fields, update_field
from ..operations.definitions.removing import delete_field
from .loading import by_api
from .present_definitions import LOOKUP_PREFIX, SYSTEM_FIELDS, SYSTEM_IDS, field_json, option_json, system_field_json

router = Router(tags=["Ticket fields"])
NAMES = {
    "title": "title", "title_in_portal": "title_in_portal", "description": "description", "agent_description": "agent_description",
    "active": "is_active", "required": "required", "visible_in_portal": "visible_in_portal", "editable_in_portal": "editable_in_portal",
    "required_in_portal": "required_in_portal", "regexp_for_validation": "regexp_for_validation", "tag": "tag",
}  # fmt: skip
ALIASES = {"dropdown": "tagger", "multi_select": "multiselect"}
# Card numbers are blacked out wherever they come in, so there is no field that would keep a part of them.
REFUSED_TYPES = {"partialcreditcard": "partialcreditcard is not supported: card numbers are not kept"}


class FieldIn(Schema):
    type: str | None = Field(None, max_length=40)
    key: str | None = Field(None, max_length=60, pattern=r"^[A-Za-z0-9_-]*$")
    title: Line | None = None
    title_in_portal: Line | None = None
    description: Prose | None = None
    agent_description: Prose | None = None
    active: bool | None = None
    required: bool | None = None
    visible_in_portal: bool | None = None
    editable_in_portal: bool | None = None
    required_in_portal: bool | None = None
    regexp_for_validation: str | None = Field(None, max_length=300)
    tag: str | None = Field(None, max_length=100)
    relationship_target_type: str | None = Field(None, max_length=60)
    custom_field_options: list[OptionIn] | None = Field(None, max_length=2000)


class FieldBody(Schema):
    ticket_field: FieldIn


class OrderBody(Schema):
    ticket_field_ids: list[Id] = Field(max_length=1000)


@router.get("", url_name="ticket-field-list", summary="List ticket fields")
def list_fields(request: HttpRequest) -> dict:
    """System fields first. Customers see those that they are shown on forms."""
    page = sliced(request, _all(request))
    return {"ticket_fields": page.rows, **page.envelope}


@router.post("", url_name="ticket-field-create", summary="Create a ticket field")
def create(request: HttpRequest, body: FieldBody) -> JsonResponse:
    """Make a field of the desk's own."""
    sent = body.ticket_field
    require_right(request.member)
    if sent.title is None:
        raise Refused("title: cannot be blank", field="title", code="BlankValue")
    field = create_field(
        type=_type_of(sent),
        key=sent.key or "",
        options=sent_options(sent.custom_field_options) or (),
        **_attributes(sent),
        **by_api(request),
    )
    data = field_json(request, field)
    return JsonResponse({"ticket_field": data}, status=201, headers={"Location": data["url"]})


@router.get("/count", url_name="ticket-field-count", summary="Count ticket fields")
def count(request: HttpRequest) -> dict:
    """How many fields `list` gives."""
    return count_of(len(_system(request)) + _own(request).count(), stamp(now()))


@router.put("/reorder", url_name="ticket-field-reorder", summary="Put ticket fields in order")
def reorder(request: HttpRequest, body: OrderBody) -> dict:
    """Fields that are not named come after those that are; system fields stay first."""
    require_right(request.member)
    ids = [pk for pk in dict.fromkeys(body.ticket_field_ids) if pk not in SYSTEM_IDS]
    if missing := set(ids) - set(TicketField.objects.filter(pk__in=ids).values_list("pk", flat=True)):
        raise Refused(f"ticket_field_ids: {sorted(missing)[0]} does not exist", field="ticket_field_ids")
    reorder_fields(ids, **by_api(request))
    return list_fields(request)


@router.get("/{int:pk}", url_name="ticket-field-show", summary="Show a ticket field")
def show(request: HttpRequest, pk: int) -> dict:
    """One field, of the system or the desk's own."""
    system = next((field for field in _system(request) if field.id == pk), None)
    shown = system_field_json(request, system) if system else field_json(request, row_or_404(_own(request), pk))
    return {"ticket_field": shown}


@router.put("/{int:pk}", url_name="ticket-field-update", summary="Update a ticket field")
def update(request: HttpRequest, pk: int, body: FieldBody) -> dict:
    """Change a field; `custom_field_options` replace the present ones. The type stays."""
    sent, field = body.ticket_field, _changeable(request, pk)
    if sent.type is not None and ALIASES.get(sent.type, sent.type) != field.type:
        raise Refused("type: cannot be changed", field="type")
    update_field(field, options=sent_options(sent.custom_field_options), **_attributes(sent), **by_api(request))
    return {"ticket_field": field_json(request, field)}


@router.delete("/{int:pk}", url_name="ticket-field-delete", summary="Delete a ticket field")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a field for good."""
    delete_field(_changeable(request, pk), **by_api(request))
    return HttpResponse(status=204)


@router.get("/{int:pk}/options", url_name="ticket-field-option-list", summary="List the options of a ticket field")
def list_options(request: HttpRequest, pk: int) -> dict:
    """The choices of a drop-down or multi-select."""
    field = row_or_404(_own(request), pk)
    page = sliced(request, [option_json(request, option) for option in field.options.all()])
    return {"custom_field_options": page.rows, **page.envelope}


@router.post(
    "/{int:pk}/options",
    url_name="ticket-field-option-create",
    summary="Create or update an option",
    openapi_extra=answers("200", "201"),
)
def set_option(request: HttpRequest, pk: int, body: OptionBody) -> JsonResponse:
    """Add a choice (201), or change the one whose `id` is given (200)."""
    field, sent = _changeable(request, pk), body.custom_field_option
    before = {option.pk for option in field.options.all()}
    update_field(field, options=with_option(field, sent), **by_api(request))
    shown = next(one for one in field.options.all() if one.pk not in before or one.pk == sent.id)
    return JsonResponse({"custom_field_option": option_json(request, shown)}, status=200 if sent.id is not None else 201)


@router.get("/{int:pk}/options/{int:option_pk}", url_name="ticket-field-option-show", summary="Show an option")
def show_option(request: HttpRequest, pk: int, option_pk: int) -> dict:
    """One choice."""
    field = row_or_404(_own(request), pk)
    return {"custom_field_option": option_json(request, row_or_404(field.options.all(), option_pk))}


@router.delete("/{int:pk}/options/{int:option_pk}", url_name="ticket-field-option-delete", summary="Delete an option")
def delete_option(request: HttpRequest, pk: int, option_pk: int) -> HttpResponse:
    """Take a choice away; tickets keep its tag."""
    field = _changeable(request, pk)
    update_field(field, options=without_option(field, option_pk), **by_api(request))
    return HttpResponse(status=204)


def _all(request: HttpRequest) -> list[dict[str, Any]]:
    own = [field_json(request, field) for field in _own(request)]
    return [system_field_json(request, field) for field in _system(request)] + own


def _system(request: HttpRequest) -> list:
    return [field for field in SYSTEM_FIELDS if request.member.is_staff_member or field.is_in_portal]


def _own(request: HttpRequest) -> DeskQuerySet:
    fields = TicketField.objects.prefetch_related("options").order_by("position", "id")
    return fields if request.member.is_staff_member else fields.filter(is_active=True, visible_in_portal=True)


def _changeable(request: HttpRequest, pk: int) -> TicketField:
    require_right(request.member)
    if pk in SYSTEM_IDS:
        raise Refused("System fields cannot be changed.")
    return row_or_404(_own(request).select_for_update(), pk)


def _attributes(sent: FieldIn) -> dict[str, Any]:
    attributes = given(sent, NAMES)
    if sent.relationship_target_type is not None:
        attributes["lookup_target"] = sent.relationship_target_type.removeprefix(LOOKUP_PREFIX)
    return attributes


def _type_of(sent: FieldIn) -> str:
    kind = ALIASES.get(sent.type or "", sent.type)
    if kind not in FieldType.values:
        raise Refused(REFUSED_TYPES.get(kind or "", f"type: {kind} is not valid"), field="type")
    return kind
