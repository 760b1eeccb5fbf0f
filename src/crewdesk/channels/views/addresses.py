"""Support addresses."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from crewdesk.accounts.views.answers import carried_out
from crewdesk.core.clock import now

from ..forms.addresses import AddressChangeForm, AddressForm
from ..models import SupportAddress
from ..operations.addresses import add_address, update_address
from .answers import done, initial_of, settings_page


def addresses(request: HttpRequest) -> HttpResponse:
    rows = SupportAddress.objects.select_related("group", "brand").order_by("-is_default", "address")
    return settings_page(request, "addresses", "address", addresses=rows, born_with=f"{request.desk.slug}@{settings.MAIL_DOMAIN}")


def add(request: HttpRequest) -> HttpResponse:
    form = AddressForm(request.POST or None)
    if carried_out(form, add_address, by=request.member, at=now()):
        return done(request, _("The address is added."), "address-list")
    return settings_page(request, "address_add", "address", form=form)


def update(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(SupportAddress.objects.select_related("group", "brand"), pk=pk)
    names = ("display_name", "group", "brand", "is_default", "is_active")
    form = AddressChangeForm(request.POST or None, initial=initial_of(row, names))
    if carried_out(form, update_address, row, by=request.member, at=now()):
        return done(request, _("The address is saved."), "address-list")
    return settings_page(request, "address", "address", form=form, row=row)
