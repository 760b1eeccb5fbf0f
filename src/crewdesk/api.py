"""The API under /api/v2/, put together from the rooms; its description at /api/openapi.json."""

from functools import cache

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from crewdesk.accounts.api.routers import ROUTERS as ACCOUNTS
from crewdesk.channels.api.routers import ROUTERS as CHANNELS
from crewdesk.core.api.description import Api, chapters, describe
from crewdesk.core.api.errors import speak_the_dialect
from crewdesk.core.api.job_statuses import router as job_statuses
from crewdesk.tickets.api.routers import ROUTERS as TICKETS

api = Api(
    title="Crewdesk API", version="2", urls_namespace="api", docs_url=None, openapi_url=None,
    description="Speaks the dialect that helpdesk clients already know: resources, envelopes, paging and errors of /api/v2.",
)  # fmt: skip
speak_the_dialect(api)
for prefix, router in (("/job_statuses", job_statuses), *TICKETS, *ACCOUNTS, *CHANNELS):
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
