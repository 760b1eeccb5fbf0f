"""Settings of the fields that the desk defines for customers and organizations."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from ..forms.profile_fields import ProfileFieldForm
from ..models import FieldType, ProfileField
from ..operations.profile_fields import (
    TYPES,
    create_profile_field,
    delete_profile_field,
    reorder_profile_fields,
    update_profile_field,
)
from .answers import carried_out, done, facts, moved, page

Kind = ProfileField.Kind


def fields(request: HttpRequest, kind: str = Kind.USER) -> HttpResponse:
    return _page(request, "fields", kind, rows=_fields(kind))


def add(request: HttpRequest, kind: str) -> HttpResponse:
    """First the type, which cannot be changed later; then what fields of that type have."""
    type = request.GET.get("type", "")
    if type not in TYPES:
        return _page(request, "field_type", kind, types=[(one, one.label) for one in TYPES])
    form = ProfileFieldForm(request.POST or None, type=type)
    if carried_out(form, create_profile_field, kind=_known(kind), type=type, **facts(request)):
        return done(request, _("The field is made."), "profile-field-kind", kind=kind)
    return _page(request, "field_add", kind, form=form, type=FieldType(type).label)


def update(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    row = get_object_or_404(_fields(kind).prefetch_related("options"), pk=pk)
    form = ProfileFieldForm(request.POST or None, type=row.type, row=row)
    if carried_out(form, update_profile_field, row, **facts(request)):
        return done(request, _("The field is saved."), "profile-field-kind", kind=kind)
    return _page(request, "field", kind, form=form, row=row)


@require_POST
def move(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    row = get_object_or_404(_fields(kind), pk=pk)
    ids = list(_fields(kind).values_list("pk", flat=True))
    reorder_profile_fields(kind, moved(ids, row.pk, request.POST.get("to", "")), **facts(request))
    return done(request, _("The field is moved."), "profile-field-kind", kind=kind)


@require_POST
def delete(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    delete_profile_field(get_object_or_404(_fields(kind), pk=pk), **facts(request))
    return done(request, _("The field is deleted."), "profile-field-kind", kind=kind)


def _fields(kind: str):
    return ProfileField.objects.filter(kind=_known(kind))


def _known(kind: str) -> str:
    if kind not in Kind.values:
        raise Http404
    return kind


def _page(request: HttpRequest, template: str, kind: str, **context) -> HttpResponse:
    return page(request, f"accounts/profile_fields/{template}.html", kind=_known(kind), **context)
