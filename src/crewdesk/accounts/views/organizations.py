"""Customers' companies."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crewdesk.core.clock import now
from crewdesk.core.paging import keyset_page

from ..forms.customers import OrganizationForm, OrganizationMergeForm
from ..models import Organization
from ..operations.merge_organizations import merge_organizations
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
    """One organization, its people, and merging it."""
    row = get_object_or_404(Organization, pk=pk)
    form = _facts_form(row, request.POST or None)
    if carried_out(form, update_organization, row, by=request.member, at=now()):
        return done(request, _("Saved."), "organization-update", pk=pk)
    return _shown(request, row, form=form)


@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Organization, pk=pk)
    form = OrganizationMergeForm(request.POST)
    if carried_out(form, merge_organizations, loser=row, by=request.member, at=now()):
        return done(request, _("They are one organization now."), "organization-update", pk=form.cleaned_data["winner"].pk)
    return _shown(request, row, form=form, merge_form=form)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    delete_organization(get_object_or_404(Organization, pk=pk), by=request.member, at=now())
    return done(request, _("The organization is deleted."), "organization-list")


def _facts_form(row: Organization, data: QueryDict | None = None) -> OrganizationForm:
    initial = {name: getattr(row, name) for name in OrganizationForm.base_fields}
    return OrganizationForm(data, initial=initial, held=row.organization_fields)


def _shown(request: HttpRequest, row: Organization, *, form, **forms) -> HttpResponse:
    people = keyset_page(
        row.users.filter(is_active=True), order=("name_key", "id"), size=PAGE_SIZE, cursor=request.GET.get("cursor")
    )
    context = {
        "organization": row, "form": form, "page": people, "merge_form": OrganizationMergeForm(),
        "facts_form": form if isinstance(form, OrganizationForm) else _facts_form(row),
    }  # fmt: skip
    return page(request, "accounts/organization.html", **context | forms)
