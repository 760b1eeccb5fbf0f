"""This room's links in the shell and in the settings."""

from django.utils.translation import gettext_lazy as _

from crewdesk.accounts.navigation import add_customer_link, add_settings_link
from crewdesk.accounts.rights import can
from crewdesk.core.context import add_link
from crewdesk.tickets.doors import offer_delivery_retry


def fill() -> None:
    """Called once, when the program starts."""
    offer_delivery_retry("channels:delivery-retry")
    add_link(
        "rail", "channels:suspended-list", label=_("Suspended"), icon="shield-exclamation", key="g m", order=30,
        shown_to=lambda member: can(member, "suspended.read"),
    )  # fmt: skip
    add_settings_link(
        "channels:address-list", label=_("E-mail"), icon="envelope", right="mail.update", section=_("Doors"), order=70
    )
    add_settings_link(
        "channels:webhook-list", label=_("Webhooks"), icon="bolt", right="webhook.update", section=_("Doors"), order=86
    )
    add_settings_link(
        "channels:form-settings", label=_("Web form"), icon="pencil-square", right="web_form.update", section=_("Doors"), order=72
    )
    add_customer_link("channels:my-requests", label=_("My requests"), icon="inbox", order=10)
