"""Custom fields."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crewdesk.accounts.views.answers import carried_out

from ...definition_forms.fields import FieldForm
from ...models import FieldType, TicketField
from ...operations.definitions.fields import create_field, reorder_fields, update_field
from .answers import done, facts, moved, settings_page


def fields(request: HttpRequest) -> HttpResponse:
    return settings_page(request, "fields", "field", rows=TicketField.objects.all())


def add(request: HttpRequest) -> HttpResponse:
    """First the type, which cannot be changed later; then what fields of that type have."""
    type = request.GET.get("type", "")
    if type not in FieldType.values:
        return settings_page(request, "field_type", "field", types=FieldType.choices)
    form = FieldForm(request.POST or None, type=type)
    if carried_out(form, create_field, type=type, **facts(request)):
        return done(request, _("The field is made."), "field-list")
    return settings_page(request, "field_add", "field", form=form, type=FieldType(type).label)


def update(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(TicketField.objects.prefetch_related("options"), pk=pk)
    form = FieldForm(request.POST or None, type=row.type, row=row)
    if carried_out(form, update_field, row, **facts(request)):
        return done(request, _("The field is saved."), "field-list")
    return settings_page(request, "field", "field", form=form, row=row)


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(TicketField, pk=pk)
    ids = list(TicketField.objects.values_list("pk", flat=True))
    reorder_fields(moved(ids, row.pk, request.POST.get("to", "")), **facts(request))
    return done(request, _("The field is moved."), "field-list")
