from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "crewdesk.core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from . import vault
        from .api import bulk  # noqa: F401 - its job is known to every worker
        from .context import add_link
        from .live.address import live_url
        from .postgres.instants import read_instants_quickly

        vault.check_keys()
        connection_created.connect(read_instants_quickly)
        add_link("live", live_url)
        add_link("poll", "core:live-poll")
