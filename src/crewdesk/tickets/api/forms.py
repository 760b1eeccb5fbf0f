"""/api/v2/ticket_forms, and the same beside tickets."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Schema
from pydantic import Field, StringConstraints

from crewdesk.core.api.paging import ids_of
from crewdesk.core.api.rows import all_of, row_or_404
from crewdesk.core.api.sideloads import included, sideload
from crewdesk.core.api.slices import sliced
from crewdesk.core.api.typed import Id, Line, given
from crewdesk.core.operations import Refused
from crewdesk.core.tenancy import DeskQuerySet

from ..models import TicketField, TicketForm
from ..operations.definitions.common import require_right
from ..operations.definitions.forms import create_form, reorder_forms, update_form
from ..operations.definitions.removing import delete_form
from .loading import by_api
from .present_definitions import SYSTEM_IDS, field_json, form_json, shown_ids_for

router = Router(tags=["Ticket forms"])
NAMES = {
    "name": "name", "display_name": "display_name", "end_user_visible": "end_user_visible", "active": "is_active", "default": "is_default",
}  # fmt: skip
COPIED = ("display_name", "ticket_field_ids", "agent_conditions", "end_user_conditions", "end_user_visible", "is_active")
LONGEST_NAME = 120


class RequiredOnIn(Schema):
    type: Literal["ALL_STATUSES", "SOME_STATUSES", "NO_STATUSES"]
    statuses: list[str] = Field([], max_length=10)
    custom_statuses: list[Id] = Field([], max_length=100)


class ChildIn(Schema):
    id: Id
    is_required: bool = False
    required_on_statuses: RequiredOnIn | None = None


class ConditionIn(Schema):
    parent_field_id: Id
    value: bool | Id | Annotated[str, StringConstraints(max_length=255)] | None = None
    child_fields: list[ChildIn] = Field(max_length=200)


class FormIn(Schema):
    name: Line | None = None
    display_name: Line | None = None
    end_user_visible: bool | None = None
    active: bool | None = None
    default: bool | None = None
    ticket_field_ids: list[Id] | None = Field(None, max_length=500)
    agent_conditions: list[ConditionIn] | None = Field(None, max_length=1000)
    end_user_conditions: list[ConditionIn] | None = Field(None, max_length=1000)


class FormBody(Schema):
    ticket_form: FormIn


class CloneIn(Schema):
    prepend_clone_title: bool = False


class OrderBody(Schema):
    ticket_form_ids: list[Id] = Field(max_length=1000)


@router.get("", url_name="ticket-form-list", summary="List ticket forms")
def list_forms(request: HttpRequest, active: bool | None = None, end_user_visible: bool | None = None) -> dict:
    """All forms in order; customers are told of those that they may choose. `include=ticket_fields` adds the fields."""
    query = _forms(request)
    if active is not None:
        query = query.filter(is_active=active)
    if end_user_visible is not None:
        query = query.filter(end_user_visible=end_user_visible)
    page = sliced(request, list(query))
    rows = _json(request, page.rows)
    return {"ticket_forms": rows, **included(request, rows), **page.envelope}


@router.post("", url_name="ticket-form-create", summary="Create a ticket form")
def create(request: HttpRequest, body: FormBody) -> JsonResponse:
    """Make a form. System fields stand on every form and are not kept in its list."""
    require_right(request.member)
    attributes = _attributes(body.ticket_form)
    return _created(request, create_form(name=attributes.pop("name", ""), **attributes, **by_api(request)))


@router.get("/show_many", url_name="ticket-form-show-many", summary="Show several ticket forms")
def show_many(request: HttpRequest, ids: str = "") -> dict:
    """The forms among `ids`, separated by commas."""
    return all_of("ticket_forms", _json(request, list(_forms(request).filter(pk__in=ids_of(request)))))


@router.put("/reorder", url_name="ticket-form-reorder", summary="Put ticket forms in order")
def reorder(request: HttpRequest, body: OrderBody) -> dict:
    """Forms that are not named come after those that are."""
    require_right(request.member)
    ids = list(dict.fromkeys(body.ticket_form_ids))
    if missing := set(ids) - set(TicketForm.objects.filter(pk__in=ids).values_list("pk", flat=True)):
        raise Refused(f"ticket_form_ids: {sorted(missing)[0]} does not exist", field="ticket_form_ids")
    reorder_forms(ids, **by_api(request))
    return list_forms(request)


@router.get("/{int:pk}", url_name="ticket-form-show", summary="Show a ticket form")
def show(request: HttpRequest, pk: int) -> dict:
    """One form."""
    rows = _json(request, [row_or_404(_forms(request), pk)])
    return {"ticket_form": rows[0], **included(request, rows)}


@router.put("/{int:pk}", url_name="ticket-form-update", summary="Update a ticket form")
def update(request: HttpRequest, pk: int, body: FormBody) -> dict:
    """Change a form; an empty list of conditions takes them away."""
    form = _changeable(request, pk)
    update_form(form, **_attributes(body.ticket_form), **by_api(request))
    return {"ticket_form": form_json(request, form)}


@router.delete("/{int:pk}", url_name="ticket-form-delete", summary="Delete a ticket form")
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a form for good."""
    delete_form(_changeable(request, pk), **by_api(request))
    return HttpResponse(status=204)


@router.post("/{int:pk}/clone", url_name="ticket-form-clone", summary="Clone a ticket form")
def clone(request: HttpRequest, pk: int, body: CloneIn | None = None) -> JsonResponse:
    """A second form like this one."""
    form = _changeable(request, pk)
    name = f"Clone of: {form.name}"[:LONGEST_NAME] if body and body.prepend_clone_title else form.name
    return _created(request, create_form(name=name, **{each: getattr(form, each) for each in COPIED}, **by_api(request)))


@sideload("ticket_forms", "ticket_form_id")
def forms(request: HttpRequest, ids: set[int]) -> list[dict[str, Any]]:
    """Forms of tickets, whether they are still in use or not."""
    return _json(request, list(TicketForm.objects.filter(pk__in=ids)))


@sideload("ticket_fields", "ticket_field_ids")
def fields(request: HttpRequest, ids: set[int]) -> list[dict[str, Any]]:
    """The custom fields of forms; what a customer is not shown on a form is not in its ids."""
    return [
        field_json(request, field) for field in TicketField.objects.prefetch_related("options").filter(pk__in=ids - SYSTEM_IDS)
    ]


def _forms(request: HttpRequest) -> DeskQuerySet:
    everything = TicketForm.objects.order_by("position", "id")
    return everything if request.member.is_staff_member else everything.for_customers()


def _changeable(request: HttpRequest, pk: int) -> TicketForm:
    require_right(request.member)
    return row_or_404(TicketForm.objects.select_for_update(), pk)


def _json(request: HttpRequest, rows: list[TicketForm]) -> list[dict[str, Any]]:
    shown = shown_ids_for(request.member)
    return [form_json(request, form, shown) for form in rows]


def _created(request: HttpRequest, form: TicketForm) -> JsonResponse:
    data = form_json(request, form)
    return JsonResponse({"ticket_form": data}, status=201, headers={"Location": data["url"]})


def _attributes(sent: FormIn) -> dict[str, Any]:
    attributes = given(sent, NAMES)
    if sent.ticket_field_ids is not None:
        attributes["ticket_field_ids"] = [pk for pk in dict.fromkeys(sent.ticket_field_ids) if pk not in SYSTEM_IDS]
    for name in ("agent_conditions", "end_user_conditions"):
        conditions = getattr(sent, name)
        if conditions is not None:
            attributes[name] = [condition.dict(exclude_none=True) | {"value": condition.value} for condition in conditions]
    return attributes
