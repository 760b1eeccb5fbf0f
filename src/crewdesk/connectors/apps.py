from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConnectorsConfig(AppConfig):
    name = "crewdesk.connectors"
    verbose_name = _("Connectors")

    def ready(self) -> None:
        from . import files  # noqa: F401
        from .menus import fill

        fill()
