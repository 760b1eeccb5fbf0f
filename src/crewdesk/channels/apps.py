from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChannelsConfig(AppConfig):
    name = "crewdesk.channels"
    verbose_name = _("Channels")

    def ready(self) -> None:
        from . import suspended_files  # noqa: F401 - says who may read files that came with a request
        from .menus import fill
        from .operations import erasing, merging  # noqa: F401 - register what follows when people are forgotten or merged

        fill()
