"""What a customer may be asked: the desk's ticket forms as categories, each with its fields."""

from dataclasses import dataclass
from typing import Any

from crewdesk.tickets.models import FieldType, TicketField, TicketForm
from crewdesk.tickets.operations.conditions import required_children, shown_fields

from .configuring import FormSettings


@dataclass(frozen=True)
class Category:
    """One kind of request. `form` is None at a desk that has made no forms: every field for customers is asked then."""

    form: TicketForm | None
    fields: list[TicketField]

    @property
    def label(self) -> str:
        return (self.form.display_name or self.form.name) if self.form else ""

    @property
    def conditions(self) -> list[dict[str, Any]]:
        """Those between fields that customers see."""
        return self.form.end_user_conditions if self.form else []

    @property
    def field_ids(self) -> list[int]:
        return [field.pk for field in self.fields]

    @property
    def for_browser(self) -> list[dict[str, Any]]:
        """The conditions between the fields on the page, in few words."""
        on_page = set(self.field_ids)
        return [
            {
                "parent": condition["parent_field_id"], "value": condition["value"],
                "children": [
                    {"id": child["id"], "required": bool(child.get("is_required"))} for child in condition["child_fields"] if child["id"] in on_page
                ],
            }
            for condition in self.conditions if condition["parent_field_id"] in on_page
        ]  # fmt: skip

    def shown(self, values: dict[str, Any]) -> set[int]:
        """The ids that are asked for, given what is filled in."""
        return shown_fields(self.field_ids, self.conditions, values)

    def needed(self, values: dict[str, Any]) -> set[int]:
        """The ids that have to be filled in."""
        always = {field.pk for field in self.fields if field.required_in_portal}
        return (always & self.shown(values)) | required_children(self.field_ids, self.conditions, values, status="")


def offered_forms(settings: FormSettings) -> list[TicketForm]:
    """The categories to choose from, in the desk's order."""
    forms = TicketForm.objects.for_customers()
    return list(forms.filter(pk__in=settings.categories) if settings.categories else forms)


def category_of(form: TicketForm | None) -> Category:
    """The category with its fields in order, for customers to fill in.

    A lookup asks for the id of a row, which no customer knows and no stranger should try out.
    """
    fields = TicketField.objects.filter(is_active=True, visible_in_portal=True, editable_in_portal=True).exclude(
        type=FieldType.LOOKUP
    )
    if form is None:
        return Category(None, list(fields.prefetch_related("options")))
    found = fields.filter(pk__in=form.ticket_field_ids).prefetch_related("options").in_bulk()
    return Category(form, [found[pk] for pk in form.ticket_field_ids if pk in found])
