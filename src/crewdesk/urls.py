"""All addresses of the program. Desk pages lie under /d/<desk>/, customers' under /h/<desk>/, the API under /api/v2/."""

from django.conf import settings
from django.urls import include, path

from crewdesk.api import api, handbook, openapi

urlpatterns = [
    path("", include("crewdesk.core.urls")),
    path("", include("crewdesk.accounts.urls")),
    path("", include("crewdesk.tickets.urls")),
    path("", include("crewdesk.channels.urls")),
    path("", include("crewdesk.connectors.urls")),
    path("api/v2/", api.urls),
    path("api/openapi.json", openapi, name="openapi"),
    path("api/", handbook, name="api-handbook"),
    path("styleguide/", include("crewdesk.core.styleguide.urls")),
    *([path("", include("crewdesk.demo.urls"))] if settings.DEMO else []),
]
