"""The API under /api/v2/, put together from the rooms; its description at /api/openapi.json."""

from functools import cache

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from crewdesk.accounts.api.routers import ROUTERS as ACCOUNTS
from crewdesk.channels.api.routers import ROUTERS as CHANNELS
from crewdesk.core.api.description import Api, chapters, describe
from crewdesk.core.api.errors import speak_the_dialect
from crewdesk.core.api.job_statuses import router as job_statuses
from crewdesk.tickets.api.attachments import router as attachments
from crewdesk.tickets.api.fields import router as ticket_fields
from crewdesk.tickets.api.forms import router as ticket_forms
from crewdesk.tickets.api.incremental import router as exported_tickets
from crewdesk.tickets.api.requests import by_owner as requests_by_owner
from crewdesk.tickets.api.requests import router as requests
from crewdesk.tickets.api.routers import ROUTERS as TICKETS
from crewdesk.tickets.api.rules import NAMES as RULES
from crewdesk.tickets.api.rules import router_of
from crewdesk.tickets.api.search import router as search
from crewdesk.tickets.api.statuses import router as custom_statuses
from crewdesk.tickets.api.tags_index import router as tags
from crewdesk.tickets.api.uploads import router as uploads
from crewdesk.tickets.api.views import router as views

api = Api(
    title="Crewdesk API", version="2", urls_namespace="api", docs_url=None, openapi_url=None,
    description="Speaks the dialect that helpdesk clients already know: resources, envelopes, paging and errors of /api/v2.",
)  # fmt: skip
speak_the_dialect(api)
api.add_router("/search", search)
api.add_router("/incremental", exported_tickets)
api.add_router("/job_statuses", job_statuses)
api.add_router("/ticket_fields", ticket_fields)
api.add_router("/ticket_forms", ticket_forms)
api.add_router("/custom_statuses", custom_statuses)
api.add_router("/uploads", uploads)
api.add_router("/attachments", attachments)
api.add_router("/requests", requests)
api.add_router("", requests_by_owner)
api.add_router("", tags)
api.add_router("/views", views)
for rule in RULES:
    api.add_router(f"/{rule}", router_of(rule))
for prefix, router in (*TICKETS, *ACCOUNTS, *CHANNELS):
    api.add_router(prefix, router)


@cache
def description() -> dict:
    """What stands; the same for everybody."""
    return describe(api)


def openapi(request: HttpRequest) -> JsonResponse:
    """The OpenAPI description; anybody may read it."""
    return JsonResponse(description())


def handbook(request: HttpRequest) -> HttpResponse:
    """The same for people to read."""
    base = request.build_absolute_uri("/api/v2")
    return render(request, "core/api.html", {"chapters": chapters(description()), "base": base})
