"""Ticket forms with their conditions."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crewdesk.accounts.views.answers import carried_out
from crewdesk.core.numbers import whole

from ...definition_forms.conditions import lines, with_condition, without_condition
from ...definition_forms.ticket_forms import AUDIENCES, ConditionForm, TicketFormForm
from ...models import TicketField, TicketForm
from ...operations.definitions.forms import create_form, update_form
from .answers import done, facts, moved, settings_page


def forms(request: HttpRequest) -> HttpResponse:
    return settings_page(request, "forms", "form", rows=TicketForm.objects.all())


def add(request: HttpRequest) -> HttpResponse:
    form = TicketFormForm(request.POST or None)
    if carried_out(form, create_form, **facts(request)):
        return done(request, _("The form is made."), "form-list")
    return settings_page(request, "form_add", "form", form=form)


def update(request: HttpRequest, pk: int) -> HttpResponse:
    row = _form(pk)
    form = TicketFormForm(request.POST or None, row=row)
    if carried_out(form, update_form, row, **facts(request)):
        return done(request, _("The form is saved."), "form-update", pk=pk)
    return _page(request, _form(pk), form=form, condition_form=ConditionForm(None, row=row))


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one field of the form a place further up or down."""
    row, field = _form(pk), request.POST.get("field", "")
    ids = moved(row.ticket_field_ids, whole(field) or 0, request.POST.get("to", ""))
    update_form(row, ticket_field_ids=ids, **facts(request))
    return done(request, _("The field is moved."), "form-update", pk=pk)


@require_POST
def add_condition(request: HttpRequest, pk: int) -> HttpResponse:
    row = _form(pk)
    form = ConditionForm(request.POST, row=row)
    if not form.is_valid():
        return _page(request, row, form=TicketFormForm(None, row=row), condition_form=form)
    audience = form.cleaned_data["audience"]
    update_form(row, **{audience: with_condition(getattr(row, audience), form.condition)}, **facts(request))
    return done(request, _("The condition is added."), "form-update", pk=pk)


@require_POST
def remove_condition(request: HttpRequest, pk: int) -> HttpResponse:
    row, audience = _form(pk), request.POST.get("audience", "")
    if audience in AUDIENCES:
        rest = without_condition(getattr(row, audience), request.POST.get("key", ""))
        update_form(row, **{audience: rest}, **facts(request))
    return done(request, _("The condition is taken away."), "form-update", pk=pk)


def _page(request: HttpRequest, row: TicketForm, *, form: TicketFormForm, condition_form: ConditionForm) -> HttpResponse:
    titles = dict(TicketField.objects.filter(is_active=True).values_list("pk", "title"))
    conditions = [(label, lines(row, name)) for name, label in AUDIENCES.items()]
    order = [(pk, titles[pk]) for pk in row.ticket_field_ids if pk in titles]
    response = settings_page(
        request, "form", "form", row=row, form=form, condition_form=condition_form, order=order, conditions=conditions
    )
    response.status_code = 422 if form.errors or condition_form.errors else 200
    return response


def _form(pk: int) -> TicketForm:
    return get_object_or_404(TicketForm, pk=pk)
