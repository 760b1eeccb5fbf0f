"""This room's links in the shell and in the settings."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from crewdesk.core.context import add_link

from .navigation import add_settings_link
from .rights import can


def fill() -> None:
    """Called once, when the program starts."""
    add_link(
        "rail",
        "accounts:customer-list",
        label=_("Customers"),
        icon="users",
        key="g c",
        order=40,
        shown_to=lambda member: can(member, "user.read"),
    )
    add_link(
        "rail",
        "accounts:settings",
        label=_("Settings"),
        icon="cog-6-tooth",
        key="g s",
        order=90,
        shown_to=lambda member: can(member, "settings.read"),
    )
    add_link(
        "create",
        "accounts:customer-create",
        label=_("Customer"),
        icon="user-plus",
        order=60,
        shown_to=lambda member: can(member, "user.create"),
    )
    add_link("account", "accounts:profile", label=_("Profile"), icon="user-circle", order=10)
    add_link("account", _global("mfa_index"), label=_("Security"), icon="shield-check", order=20)
    add_link("account", _global("accounts:session-list"), label=_("Sessions"), icon="computer-desktop", order=30)
    add_link(
        "account", _global("account_logout"), label=_("Sign out"), icon="arrow-right-start-on-rectangle", order=90, method="post"
    )
    add_link("desks", "accounts:desk-switch")
    people, work, doors = _("People"), _("Work"), _("Doors")
    add_settings_link(
        "accounts:desk-update", label=_("Desk"), icon="building-office", right="desk.update", section=people, order=5
    )
    add_settings_link("accounts:member-list", label=_("Members"), icon="users", right="member.read", section=people, order=10)
    add_settings_link(
        "accounts:group-list", label=_("Groups"), icon="user-group", right="settings.read", section=people, order=20
    )
    add_settings_link(
        "accounts:profile-field-list",
        label=_("Customer fields"),
        icon="identification",
        right="field.update",
        section=work,
        order=25,
    )
    add_settings_link(
        "accounts:schedule-list", label=_("Business hours"), icon="clock", right="schedule.update", section=work, order=30
    )
    add_settings_link(
        "accounts:security", label=_("Sign-in"), icon="shield-check", right="sign_in.update", section=doors, order=80
    )
    add_settings_link("accounts:token-list", label=_("API tokens"), icon="key", right="token.create", section=doors, order=85)


def _global(name: str):
    def url(request: HttpRequest) -> str:
        return reverse(name)

    return url
