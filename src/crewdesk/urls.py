"""All addresses of the program. Desk pages lie under /d/<desk>/, customers' under /h/<desk>/, the API under /api/v2/."""

from django.urls import include, path

urlpatterns = [
    path("", include("crewdesk.core.urls")),
    path("", include("crewdesk.accounts.urls")),
    path("", include("crewdesk.tickets.urls")),
    path("", include("crewdesk.channels.urls")),
]
