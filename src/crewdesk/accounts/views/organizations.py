"""Customers' companies."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crewdesk.core.clock import now
from crewdesk.core.paging import keyset_page

from ..forms.customers import OrganizationForm
from ..models import Organization
from ..operations.organizations import create_organization, delete_organization, update_organization
from ..queries import organizations_found
from .answers import carried_out, done, page

PAGE_SIZE = 50


def organizations(request: HttpRequest) -> HttpResponse:
    found = organizations_found(request.GET.get("q", ""))
    rows = keyset_page(found, order=("name_key", "id"), size=PAGE_SIZE, cursor=request.GET.get("cursor"))
    return page(request, "accounts/organizations.html", page=rows, text=request.GET.get("q", ""))


def add(request: HttpRequest) -> HttpResponse:
    form = OrganizationForm(request.POST or None)
    if carried_out(form, create_organization, by=request.member, at=now()):
        return done(request, _("The organization is made."), "organization-list")
    return page(request, "accounts/organization_add.html", form=form)


def organization(request: HttpRequest, pk: int) -> HttpResponse:
    """One organization and its people."""
    row = get_object_or_404(Organization, pk=pk)
    form = OrganizationForm(request.POST or None, initial={name: getattr(row, name) for name in OrganizationForm.base_fields})
    if carried_out(form, update_organization, row, by=request.member, at=now()):
        return done(request, _("Saved."), "organization-update", pk=pk)
    people = keyset_page(
        row.users.filter(is_active=True), order=("name_key", "id"), size=PAGE_SIZE, cursor=request.GET.get("cursor")
    )
    return page(request, "accounts/organization.html", organization=row, form=form, page=people)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    delete_organization(get_object_or_404(Organization, pk=pk), by=request.member, at=now())
    return done(request, _("The organization is deleted."), "organization-list")
