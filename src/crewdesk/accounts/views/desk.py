"""The desk's settings: the way in, and its profile."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crewdesk.core.clock import now

from ..forms.desk import BrandForm, DeskForm
from ..models import Brand
from ..navigation import settings_items
from ..operations.desks import update_brand, update_desk
from .answers import carried_out, done, page


def settings(request: HttpRequest) -> HttpResponse:
    """On a phone the menu is a page of its own; elsewhere the first page is opened."""
    items = settings_items(request)
    return render(request, "accounts/settings_menu.html", {"items": items}) if "menu" in request.GET else redirect(items[0].url)


def desk(request: HttpRequest) -> HttpResponse:
    form = DeskForm(request.POST or None, initial={name: getattr(request.desk, name) for name in DeskForm.base_fields})
    if carried_out(form, update_desk, request.desk, by=request.member, at=now()):
        return done(request, _("Saved."), "desk-update")
    return _shown(request, form=form, desk_form=form)


@require_POST
def brand(request: HttpRequest) -> HttpResponse:
    form = BrandForm(request.POST)
    if carried_out(form, update_brand, get_object_or_404(Brand, is_default=True), by=request.member, at=now()):
        return done(request, _("Saved."), "desk-update")
    return _shown(request, form=form, brand_form=form)


def _shown(request: HttpRequest, **forms) -> HttpResponse:
    present = Brand.objects.filter(is_default=True).first()
    facts = {name: getattr(present, name) for name in BrandForm.base_fields} if present else {}
    desk_facts = {name: getattr(request.desk, name) for name in DeskForm.base_fields}
    context = {"desk_form": DeskForm(initial=desk_facts), "brand_form": present and BrandForm(initial=facts)}
    return page(request, "accounts/desk.html", **context | forms)
