"""Customers: found by the beginning of a name or an address, and one at a time."""

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crewdesk.core.clock import now
from crewdesk.core.paging import keyset_page

from ..forms.customers import CustomerForm, IdentityForm, MergeForm, NewCustomerForm
from ..models import User, UserIdentity
from ..operations.identities import add_identity, make_primary, remove_identity, verify_identity
from ..operations.merge_users import merge_into_address
from ..operations.users import add_customer, suspend_user, update_user
from ..queries import users_found
from .answers import carried_out, done, page

PAGE_SIZE = 50
IDENTITY_VERBS = {"verify": verify_identity, "make-primary": make_primary, "remove": remove_identity}


def customers(request: HttpRequest) -> HttpResponse:
    found = users_found(User.objects.visible_to(request.member).customers().filter(is_active=True), request.GET.get("q", ""))
    found = found.select_related("organization")
    rows = keyset_page(found, order=("name_key", "id"), size=PAGE_SIZE, cursor=request.GET.get("cursor"))
    return page(request, "accounts/customers.html", page=rows, text=request.GET.get("q", ""))


def add(request: HttpRequest) -> HttpResponse:
    form = NewCustomerForm(request.POST or None)
    if carried_out(form, add_customer, by=request.member, at=now()):
        return done(request, _("The customer is added."), "customer-list")
    return page(request, "accounts/customer_add.html", form=form)


def customer(request: HttpRequest, pk: int) -> HttpResponse:
    """One customer: facts, addresses, shutting out, merging."""
    person = _customer(request, pk)
    form = _facts_form(person, request.POST or None)
    if carried_out(form, update_user, person, by=request.member, at=now()):
        return done(request, _("Saved."), "customer-update", pk=pk)
    return _shown(request, person, form=form)


@require_POST
def identity_add(request: HttpRequest, pk: int) -> HttpResponse:
    person = _customer(request, pk)
    form = IdentityForm(request.POST)
    if carried_out(form, add_identity, person, by=request.member, at=now()):
        return done(request, _("The address is added."), "customer-update", pk=pk)
    return _shown(request, person, form=form, identity_form=form)


@require_POST
def identity_change(request: HttpRequest, pk: int, identity: int, verb: str) -> HttpResponse:
    row = get_object_or_404(UserIdentity.objects.select_related("user"), pk=identity, user=_customer(request, pk))
    if verb not in IDENTITY_VERBS:
        raise Http404
    IDENTITY_VERBS[verb](row, by=request.member, at=now())
    return done(request, _("Saved."), "customer-update", pk=pk)


@require_POST
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    person = suspend_user(_customer(request, pk), suspended="let_in" not in request.POST, by=request.member, at=now())
    message = _("%(name)s is shut out.") if person.suspended else _("%(name)s may write again.")
    return done(request, message % {"name": person.name}, "customer-update", pk=pk)


@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    person = _customer(request, pk)
    form = MergeForm(request.POST)
    if carried_out(form, merge_into_address, person, by=request.member, at=now()):
        winner = User.objects.with_address(form.cleaned_data["address"]).get()
        return done(request, _("They are one customer now."), "customer-update", pk=winner.pk)
    return _shown(request, person, form=form, merge_form=form)


def _customer(request: HttpRequest, pk: int) -> User:
    seen = User.objects.visible_to(request.member).customers().filter(is_active=True)
    return get_object_or_404(seen.select_related("organization"), pk=pk)


def _facts_form(person: User, data: QueryDict | None = None) -> CustomerForm:
    initial = {name: getattr(person, name) for name in CustomerForm.base_fields}
    return CustomerForm(data, initial=initial, held=person.user_fields)


def _shown(request: HttpRequest, person: User, *, form, **forms) -> HttpResponse:
    context = {
        "person": person, "form": form, "identities": person.identities.order_by("kind", "-is_primary", "value"),
        "facts_form": form if isinstance(form, CustomerForm) else _facts_form(person),
        "identity_form": IdentityForm(), "merge_form": MergeForm(),
    }  # fmt: skip
    return page(request, "accounts/customer.html", **context | forms)
