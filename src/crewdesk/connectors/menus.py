"""This room's links in the settings."""

from django.utils.translation import gettext_lazy as _

from crewdesk.accounts.navigation import add_settings_link


def fill() -> None:
    """Called once, when the program starts."""
    section = _("Doors")
    add_settings_link(
        "connectors:import-list", label=_("Import"), icon="arrow-down-tray", right="desk.import", section=section, order=90
    )
    add_settings_link(
        "connectors:export-list", label=_("Export"), icon="arrow-up-tray", right="desk.export", section=section, order=91
    )
