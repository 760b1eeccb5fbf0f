"""Groups, tiers and departments."""

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crewdesk.core.clock import now

from ..forms.groups import GroupForm, GroupMembersForm
from ..models import Group
from ..operations.groups import create_group, delete_group, staff_group, update_group
from .answers import carried_out, done, page


def groups(request: HttpRequest) -> HttpResponse:
    rows = Group.objects.filter(deleted_at=None).select_related("lead", "schedule")
    return page(request, "accounts/groups.html", groups=rows.annotate(size=Count("memberships")).order_by("tier", "name"))


def add_group(request: HttpRequest) -> HttpResponse:
    form = GroupForm(request.POST or None)
    form.fields.pop("is_default")
    if carried_out(form, create_group, by=request.member, at=now()):
        return done(request, _("The group is made. Put people into it."), "group-list")
    return page(request, "accounts/group_add.html", form=form)


def group(request: HttpRequest, pk: int) -> HttpResponse:
    """One group: what it is, who is in it, who leads it."""
    row = _group(pk)
    form = GroupForm(request.POST or None, initial={name: getattr(row, name) for name in GroupForm.base_fields})
    if row.is_default:
        form.fields.pop("is_default")
    if carried_out(form, update_group, row, by=request.member, at=now()):
        return done(request, _("The group is saved."), "group-update", pk=pk)
    return page(request, "accounts/group.html", group=row, form=form, members_form=_members_form(row))


@require_POST
def staffing(request: HttpRequest, pk: int) -> HttpResponse:
    row = _group(pk)
    form = GroupMembersForm(request.POST)
    if carried_out(form, staff_group, row, by=request.member, at=now()):
        return done(request, _("The group is saved."), "group-update", pk=pk)
    return page(request, "accounts/group.html", group=row, form=form, members_form=form)


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    delete_group(_group(pk), by=request.member, at=now())
    return done(request, _("The group is closed."), "group-list")


def _group(pk: int) -> Group:
    return get_object_or_404(Group.objects.select_related("schedule", "lead"), pk=pk, deleted_at=None)


def _members_form(row: Group) -> GroupMembersForm:
    return GroupMembersForm(initial={"members": row.memberships.values_list("user_id", flat=True), "lead": row.lead_id})
