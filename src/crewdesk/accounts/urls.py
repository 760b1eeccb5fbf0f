"""Addresses of this room. allauth's stand in no namespace: it reverses them by its own names."""

from django.urls import include, path

from .rights import PUBLIC
from .routes import route
from .views import (
    customers,
    desk,
    groups,
    magic,
    members,
    organizations,
    profile,
    profile_fields,
    schedules,
    security,
    sign_in,
    start,
    tokens,
)

_FIELDS = "d/<slug:desk>/settings/profile-fields/"

entrance = [
    route("", start.start, right=PUBLIC, name="start"),
    route("welcome/", start.welcome, right=PUBLIC, name="welcome"),
    route("d/<slug:desk>/", start.desk_home, right="desk.enter", name="desk-home"),
    route("d/<slug:desk>/desks/", start.desk_switch, right="desk.enter", name="desk-switch"),
    route("d/<slug:desk>/sign-in/", sign_in.desk_sign_in, right=PUBLIC, name="desk-sign-in"),
    route("d/<slug:desk>/sign-in/single/", sign_in.single_sign_on, right=PUBLIC, name="single-sign-on"),
    route("d/<slug:desk>/invitation/<str:secret>/", sign_in.accept, right=PUBLIC, name="invitation-accept"),
    route("h/<slug:desk>/", magic.home, right="customer", name="customer-home"),
    route("h/<slug:desk>/sign-in/", magic.send, right=PUBLIC, name="magic-link-send"),
    route("h/<slug:desk>/sign-in/code/", magic.use_code, right=PUBLIC, name="magic-code-use"),
    route("h/<slug:desk>/sign-in/<str:secret>/", magic.use_link, right=PUBLIC, name="magic-link-use"),
    route("h/<slug:desk>/sign-out/", magic.leave, right="customer", name="customer-leave"),
]
own = [
    route("d/<slug:desk>/profile/", profile.profile, right="profile.update", name="profile"),
    route("d/<slug:desk>/profile/link/", sign_in.link_single_sign_on, right="profile.update", name="single-sign-on-link"),
    route("accounts/sessions/", profile.sessions, right=PUBLIC, name="session-list"),
    route("accounts/sessions/end/", profile.sessions_end, right=PUBLIC, name="session-end-others"),
    route("accounts/sessions/<str:key>/end/", profile.session_end, right=PUBLIC, name="session-end"),
]
staff = [
    route("d/<slug:desk>/settings/", desk.settings, right="settings.read", name="settings"),
    route("d/<slug:desk>/settings/desk/", desk.desk, right="desk.update", name="desk-update"),
    route("d/<slug:desk>/settings/brand/", desk.brand, right="desk.update", name="brand-update"),
    route("d/<slug:desk>/settings/members/", members.members, right="member.read", name="member-list"),
    route("d/<slug:desk>/settings/members/invite/", members.invite_member, right="member.invite", name="member-invite"),
    route("d/<slug:desk>/settings/invitations/<int:pk>/revoke/", members.revoke, right="member.invite", name="invitation-revoke"),
    route("d/<slug:desk>/settings/members/<int:pk>/", members.member, right="member.read", name="member-update"),
    route("d/<slug:desk>/settings/members/<int:pk>/role/", members.role, right="member.update", name="member-role"),
    route("d/<slug:desk>/settings/members/<int:pk>/groups/", members.groups, right="group.update", name="member-groups"),
    route("d/<slug:desk>/settings/members/<int:pk>/suspend/", members.suspend, right="user.suspend", name="member-suspend"),
    route("d/<slug:desk>/settings/members/<int:pk>/remove/", members.remove, right="member.remove", name="member-remove"),
    route("d/<slug:desk>/settings/groups/", groups.groups, right="settings.read", name="group-list"),
    route("d/<slug:desk>/settings/groups/add/", groups.add_group, right="group.update", name="group-create"),
    route("d/<slug:desk>/settings/groups/<int:pk>/", groups.group, right="group.update", name="group-update"),
    route("d/<slug:desk>/settings/groups/<int:pk>/members/", groups.staffing, right="group.update", name="group-members"),
    route("d/<slug:desk>/settings/groups/<int:pk>/delete/", groups.delete, right="group.update", name="group-delete"),
    route("d/<slug:desk>/settings/hours/", schedules.schedules, right="schedule.update", name="schedule-list"),
    route("d/<slug:desk>/settings/hours/add/", schedules.add, right="schedule.update", name="schedule-create"),
    route("d/<slug:desk>/settings/hours/<int:pk>/", schedules.schedule, right="schedule.update", name="schedule-update"),
    route(
        "d/<slug:desk>/settings/hours/<int:pk>/days-off/", schedules.holiday_add, right="schedule.update", name="holiday-create"
    ),
    route(
        "d/<slug:desk>/settings/hours/<int:pk>/days-off/<int:holiday>/",
        schedules.holiday_remove,
        right="schedule.update",
        name="holiday-delete",
    ),
    route("d/<slug:desk>/settings/hours/<int:pk>/delete/", schedules.delete, right="schedule.update", name="schedule-delete"),
    route(_FIELDS, profile_fields.fields, right="field.update", name="profile-field-list"),
    route(f"{_FIELDS}<slug:kind>/", profile_fields.fields, right="field.update", name="profile-field-kind"),
    route(f"{_FIELDS}<slug:kind>/add/", profile_fields.add, right="field.update", name="profile-field-create"),
    route(f"{_FIELDS}<slug:kind>/<int:pk>/", profile_fields.update, right="field.update", name="profile-field-update"),
    route(f"{_FIELDS}<slug:kind>/<int:pk>/move/", profile_fields.move, right="field.update", name="profile-field-move"),
    route(f"{_FIELDS}<slug:kind>/<int:pk>/delete/", profile_fields.delete, right="field.update", name="profile-field-delete"),
    route("d/<slug:desk>/settings/tokens/", tokens.tokens, right="token.create", name="token-list"),
    route("d/<slug:desk>/settings/tokens/calls/", tokens.calls, right="token.create", name="api-call-list"),
    route("d/<slug:desk>/settings/tokens/add/", tokens.add, right="token.create", name="token-create"),
    route("d/<slug:desk>/settings/tokens/<int:pk>/revoke/", tokens.revoke, right="token.revoke", name="token-revoke"),
    route("d/<slug:desk>/settings/sign-in/", security.security, right="sign_in.update", name="security"),
    route(
        "d/<slug:desk>/settings/sign-in/second-factor/",
        security.second_factor,
        right="sign_in.update",
        name="security-second-factor",
    ),
    route(
        "d/<slug:desk>/settings/sign-in/single/", security.single_sign_on, right="sign_in.update", name="security-single-sign-on"
    ),
    route(
        "d/<slug:desk>/settings/sign-in/single/remove/",
        security.single_sign_on_remove,
        right="sign_in.update",
        name="security-single-sign-on-remove",
    ),
]
people = [
    route("d/<slug:desk>/customers/", customers.customers, right="user.read", name="customer-list"),
    route("d/<slug:desk>/customers/add/", customers.add, right="user.create", name="customer-create"),
    route("d/<slug:desk>/customers/<int:pk>/", customers.customer, right="user.read", name="customer-update"),
    route("d/<slug:desk>/customers/<int:pk>/addresses/", customers.identity_add, right="user.update", name="identity-create"),
    route(
        "d/<slug:desk>/customers/<int:pk>/addresses/<int:identity>/<slug:verb>/",
        customers.identity_change,
        right="user.update",
        name="identity-change",
    ),
    route("d/<slug:desk>/customers/<int:pk>/suspend/", customers.suspend, right="user.suspend", name="customer-suspend"),
    route("d/<slug:desk>/customers/<int:pk>/merge/", customers.merge, right="user.update", name="customer-merge"),
    route("d/<slug:desk>/organizations/", organizations.organizations, right="organization.read", name="organization-list"),
    route("d/<slug:desk>/organizations/add/", organizations.add, right="organization.update", name="organization-create"),
    route(
        "d/<slug:desk>/organizations/<int:pk>/", organizations.organization, right="organization.read", name="organization-update"
    ),
    route(
        "d/<slug:desk>/organizations/<int:pk>/delete/",
        organizations.delete,
        right="organization.delete",
        name="organization-delete",
    ),
    route(
        "d/<slug:desk>/organizations/<int:pk>/merge/",
        organizations.merge,
        right="organization.delete",
        name="organization-merge",
    ),
]

urlpatterns = [
    path("", include(([*entrance, *own, *staff, *people], "accounts"))),
    path("accounts/", include("allauth.urls")),
]
