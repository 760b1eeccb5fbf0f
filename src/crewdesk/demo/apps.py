from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class DemoConfig(AppConfig):
    name = "crewdesk.demo"
    verbose_name = _("Demo")

    def ready(self) -> None:
        """In the demo the rail leads to customers' mailboxes as well."""
        if settings.DEMO:
            from crewdesk.core.context import add_link

            add_link("rail", _mailbox, label=_("Mailboxes"), icon="envelope-open", order=95)


def _mailbox(request) -> str:
    from django.urls import reverse

    return reverse("demo:mailbox")
