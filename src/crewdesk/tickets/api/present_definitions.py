"""Fields, forms and statuses of a desk in the dialect's words (helpdesk-api.md §4)."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from crewdesk.accounts.api import field_options
from crewdesk.accounts.models import User
from crewdesk.core.api.stamps import root_of, stamp, url_of

from ..models import CustomStatus, FieldOption, FieldType, Priority, Status, TicketField, TicketForm, TicketType

LOOKUP_PREFIX = "zen:"


@dataclass(frozen=True)
class SystemField:
    """A field that every ticket has. Its id is far above any of ours and the same on every desk."""

    id: int
    type: str
    title: str
    is_in_portal: bool = False
    choices: type | None = None


SYSTEM_FIELDS = (
    SystemField(9_000_000_000_001, "subject", "Subject", is_in_portal=True),
    SystemField(9_000_000_000_002, "description", "Description", is_in_portal=True),
    SystemField(9_000_000_000_003, "status", "Status", choices=Status),
    SystemField(9_000_000_000_004, "tickettype", "Type", is_in_portal=True, choices=TicketType),
    SystemField(9_000_000_000_005, "priority", "Priority", is_in_portal=True, choices=Priority),
    SystemField(9_000_000_000_006, "group", "Group"),
    SystemField(9_000_000_000_007, "assignee", "Assignee"),
    SystemField(9_000_000_000_008, "custom_status", "Ticket status"),
)
SYSTEM_IDS = {field.id for field in SYSTEM_FIELDS}
REQUIRED_SYSTEM = {"subject", "description"}


def system_field_json(request: HttpRequest, field: SystemField) -> dict[str, Any]:
    """A system field with every key that a custom one has."""
    born = stamp(request.desk.created_at)
    shown = {
        **_titles(field.title, field.title, ""), "id": field.id, "url": url_of(request, "ticket_fields", field.id), "type": field.type,
        "agent_description": None, "position": SYSTEM_FIELDS.index(field), "active": True, "required": False,
        "collapsed_for_agents": False, "regexp_for_validation": None, "visible_in_portal": field.is_in_portal,
        "editable_in_portal": field.is_in_portal, "required_in_portal": field.type in REQUIRED_SYSTEM, "tag": None, "key": field.type,
        "removable": False, "created_at": born, "updated_at": born,
    }  # fmt: skip
    if field.choices is not None:
        shown["system_field_options"] = [{"name": str(choice.label), "value": choice.value} for choice in field.choices]
    return shown


def field_json(request: HttpRequest, field: TicketField) -> dict[str, Any]:
    """A custom field; its options are read from `field.options`, prefetched. A customer is not told what agents are."""
    shown = {
        **_titles(field.title, field.title_in_portal or field.title, field.description), "id": field.pk,
        "url": url_of(request, "ticket_fields", field.pk), "type": field.type,
        "agent_description": field.agent_description if request.member.is_staff_member else None,
        "position": len(SYSTEM_FIELDS) + field.position, "active": field.is_active, "required": field.required,
        "collapsed_for_agents": False, "regexp_for_validation": field.regexp_for_validation or None,
        "visible_in_portal": field.visible_in_portal, "editable_in_portal": field.editable_in_portal,
        "required_in_portal": field.required_in_portal, "tag": field.tag or None, "key": field.key, "removable": True,
        "created_at": stamp(field.created_at), "updated_at": stamp(field.updated_at),
    }  # fmt: skip
    if field.type in (FieldType.TAGGER, FieldType.MULTISELECT):
        shown["custom_field_options"] = [option_json(request, option) for option in field.options.all()]
    if field.type == FieldType.LOOKUP:
        shown |= {"relationship_target_type": LOOKUP_PREFIX + field.lookup_target, "relationship_filter": {"all": [], "any": []}}
    return shown


def option_json(request: HttpRequest, option: FieldOption) -> dict[str, Any]:
    """A choice of a drop-down; its value is a tag as well."""
    shown = field_options.option_json(request, option, f"ticket_fields/{option.field_id}/options")
    return shown | {"default": option.is_default}


def form_json(request: HttpRequest, form: TicketForm, shown_ids: set[int] | None = None) -> dict[str, Any]:
    """A form. System fields stand on every form, before its own. A customer is shown the fields in `shown_ids` alone (staff: None)."""
    system = [field.id for field in SYSTEM_FIELDS if shown_ids is None or field.is_in_portal]
    own = [pk for pk in form.ticket_field_ids if shown_ids is None or pk in shown_ids]
    return {
        "id": form.pk, "url": url_of(request, "ticket_forms", form.pk), "name": form.name, "raw_name": form.name,
        "display_name": form.display_name or form.name, "raw_display_name": form.display_name or form.name,
        "end_user_visible": form.end_user_visible, "position": form.position, "active": form.is_active, "default": form.is_default,
        "in_all_brands": True, "restricted_brand_ids": [], "ticket_field_ids": system + own,
        "agent_conditions": form.agent_conditions if shown_ids is None else [],
        "end_user_conditions": _conditions(form.end_user_conditions, shown_ids),
        "created_at": stamp(form.created_at), "updated_at": stamp(form.updated_at),
    }  # fmt: skip


def status_json(request: HttpRequest, status: CustomStatus) -> dict[str, Any]:
    """A status of the desk's own; a customer knows it by the label for customers."""
    for_customers = status.end_user_label or status.agent_label
    label, description = (status.agent_label, status.description) if request.member.is_staff_member else (for_customers, "")
    return {
        "id": status.pk, "url": f"{root_of(request)}/custom_statuses/{status.pk}.json", "status_category": status.status_category,
        "agent_label": label, "raw_agent_label": label, "end_user_label": for_customers, "raw_end_user_label": for_customers,
        "description": description, "raw_description": description, "end_user_description": "", "raw_end_user_description": "",
        "active": status.is_active, "default": status.is_default, "created_at": stamp(status.created_at),
        "updated_at": stamp(status.updated_at),
    }  # fmt: skip


def portal_field_ids() -> set[int]:
    """The custom fields that customers are shown."""
    return set(TicketField.objects.filter(is_active=True, visible_in_portal=True).values_list("pk", flat=True))


def shown_ids_for(member: User) -> set[int] | None:
    """What `form_json` takes: None for staff, who see every field."""
    return None if member.is_staff_member else portal_field_ids()


def _titles(title: str, in_portal: str, description: str) -> dict[str, str]:
    words = {"title": title, "title_in_portal": in_portal, "description": description}
    return words | {f"raw_{name}": text for name, text in words.items()}


def _conditions(conditions: list[dict], shown_ids: set[int] | None) -> list[dict]:
    if shown_ids is None:
        return conditions
    return [one for one in conditions if {one["parent_field_id"], *(child["id"] for child in one["child_fields"])} <= shown_ids]
