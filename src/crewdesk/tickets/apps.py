from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TicketsConfig(AppConfig):
    name = "crewdesk.tickets"
    verbose_name = _("Tickets")

    def ready(self) -> None:
        from crewdesk.accounts.navigation import add_settings_link
        from crewdesk.core.context import add_link

        from . import files  # noqa: F401 - registers who may read them
        from .operations import erasing, merged_users, organizations  # noqa: F401 - register what follows when people go and companies merge

        add_link("rail", "tickets:list", label=_("Tickets"), icon="inbox", key="g t", order=10)
        add_link(
            "create", "tickets:new", label=_("Ticket"), icon="ticket", key="c", order=10, shown_to=lambda member: member.is_agent
        )
        add_link("search", "tickets:search")
        add_link("palette", "tickets:palette")
        add_settings_link(
            "tickets:field-list", label=_("Fields and forms"), icon="clipboard-document-list", right="field.update",
            section=_("Work"), order=20,
        )  # fmt: skip
