"""The desk's members and the invitations that are open."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from crewdesk.core.clock import now

from ..forms.members import InviteForm, MemberGroupsForm, RoleForm
from ..models import Invitation, Membership, User
from ..operations.groups import set_groups
from ..operations.invitations import invite, revoke_invitation
from ..operations.members import change_role, remove_member
from ..operations.users import suspend_user
from ..queries import with_second_factor
from .answers import carried_out, done, page


def members(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, with role, groups, second factor and when they were last seen."""
    memberships = Prefetch("memberships", Membership.objects.select_related("group").order_by("group__name"))
    people = list(User.objects.members().select_related("person").prefetch_related(memberships).order_by("name_key", "pk"))
    pending = Invitation.objects.pending(now()).select_related("invited_by").order_by("-created_at")
    safe = with_second_factor(person.person_id for person in people)
    return page(request, "accounts/members.html", members=people, invitations=pending, with_second_factor=safe)


def invite_member(request: HttpRequest) -> HttpResponse:
    form = InviteForm(request.POST or None, by=request.member)
    if carried_out(form, invite, by=request.member, at=now()):
        return done(
            request, _("The invitation to %(email)s is on its way.") % {"email": form.cleaned_data["email"]}, "member-list"
        )
    return page(request, "accounts/member_invite.html", form=form)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    revoke_invitation(get_object_or_404(Invitation, pk=pk), by=request.member, at=now())
    return done(request, _("The invitation is revoked."), "member-list")


def member(request: HttpRequest, pk: int) -> HttpResponse:
    """One member: role and groups."""
    person = _member(pk)
    present = [membership.group_id for membership in person.memberships.all()]
    context = {
        "person": person,
        "role_form": RoleForm(by=request.member, initial={"role": person.role}),
        "groups_form": MemberGroupsForm(by=request.member, initial={"groups": present}),
        "is_safe": bool(with_second_factor([person.person_id])),
    }
    return page(request, "accounts/member.html", **context)


@require_POST
def role(request: HttpRequest, pk: int) -> HttpResponse:
    person = _member(pk)
    form = RoleForm(request.POST, by=request.member)
    if carried_out(form, change_role, person, by=request.member, at=now()):
        return done(request, _("%(name)s has another role now.") % {"name": person.name}, "member-update", pk=pk)
    groups_form = MemberGroupsForm(by=request.member, initial={"groups": person.memberships.values_list("group_id", flat=True)})
    return page(request, "accounts/member.html", person=person, form=form, role_form=form, groups_form=groups_form)


@require_POST
def groups(request: HttpRequest, pk: int) -> HttpResponse:
    form = MemberGroupsForm(request.POST, by=request.member)
    carried_out(form, set_groups, _member(pk), by=request.member, at=now())
    return done(request, _("The groups are saved."), "member-update", pk=pk)


@require_POST
def suspend(request: HttpRequest, pk: int) -> HttpResponse:
    person = suspend_user(_member(pk), suspended="let_in" not in request.POST, by=request.member, at=now())
    message = _("%(name)s is shut out.") if person.suspended else _("%(name)s may come in again.")
    return done(request, message % {"name": person.name}, "member-update", pk=pk)


@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    person = _member(pk)
    remove_member(person, by=request.member, at=now())
    return done(request, _("%(name)s no longer works here.") % {"name": person.name}, "member-list")


def _member(pk: int) -> User:
    return get_object_or_404(User.objects.members().select_related("person"), pk=pk)
