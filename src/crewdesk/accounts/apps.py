from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "crewdesk.accounts"
    verbose_name = _("Accounts")

    def ready(self):
        """Hang this room's pages into the shell, and keep sessions honest when allauth changes what they rest on."""
        from . import hooks, menus

        hooks.connect()
        menus.fill()
