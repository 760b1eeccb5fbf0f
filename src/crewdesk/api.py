"""The API under /api/v2/, put together from the rooms; its description at /api/openapi.json."""

from django.http import HttpRequest, JsonResponse
from ninja import NinjaAPI

from crewdesk.accounts.api.routers import ROUTERS as ACCOUNTS
from crewdesk.core.api.errors import speak_the_dialect
from crewdesk.core.api.job_statuses import router as job_statuses
from crewdesk.tickets.api.incremental import router as exported_tickets
from crewdesk.tickets.api.routers import ROUTERS as TICKETS
from crewdesk.tickets.api.search import router as search

api = NinjaAPI(
    title="Crewdesk API", version="2", urls_namespace="api", docs_url=None, openapi_url=None,
    description="Speaks the dialect that helpdesk clients already know: resources, envelopes, paging and errors of /api/v2.",
)  # fmt: skip
speak_the_dialect(api)
api.add_router("/search", search)
api.add_router("/incremental", exported_tickets)
api.add_router("/job_statuses", job_statuses)
for prefix, router in (*TICKETS, *ACCOUNTS):
    api.add_router(prefix, router)


def openapi(request: HttpRequest) -> JsonResponse:
    """The OpenAPI description of what stands; anybody may read it."""
    return JsonResponse(api.get_openapi_schema(path_prefix="/api/v2"))
