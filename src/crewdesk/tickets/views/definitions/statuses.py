"""Statuses of the desk's own."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from crewdesk.accounts.views.answers import carried_out

from ...definition_forms.statuses import StatusForm
from ...models import CustomStatus, Status
from ...operations.definitions.statuses import create_status, update_status
from .answers import done, facts, settings_page


def statuses(request: HttpRequest) -> HttpResponse:
    """Each category with the statuses in it, in the order of a ticket's life."""
    own = list(CustomStatus.objects.order_by("pk"))
    categories = [(each, [row for row in own if row.status_category == each]) for each in Status if each != Status.CLOSED]
    return settings_page(request, "statuses", "status", categories=categories)


def add(request: HttpRequest) -> HttpResponse:
    form = StatusForm(request.POST or None)
    if carried_out(form, create_status, **facts(request)):
        return done(request, _("The status is made."), "status-list")
    return settings_page(request, "status_add", "status", form=form)


def update(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(CustomStatus, pk=pk)
    form = StatusForm(request.POST or None, row=row)
    if carried_out(form, update_status, row, **facts(request)):
        return done(request, _("The status is saved."), "status-list")
    return settings_page(request, "status", "status", form=form, row=row)
