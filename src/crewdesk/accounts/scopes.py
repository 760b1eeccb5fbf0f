"""What a token may do: `read` and `write` everything that its user may, or one resource alone, as `tickets:read`."""

from collections.abc import Iterable

from django.http import HttpRequest

RESOURCES = (
    "tickets", "requests", "search", "users", "organizations", "groups", "uploads", "incremental", "webhooks", "views", "macros",
    "triggers", "automations", "job_statuses", "help_center",
)  # fmt: skip
SCOPES = ("read", "write", *(f"{resource}:{verb}" for resource in RESOURCES for verb in ("read", "write")))


def resource_of(request: HttpRequest) -> str:
    """The first word of the path below /api/v2/."""
    return request.path_info.removeprefix("/api/v2/").partition("/")[0]


def allows(scopes: Iterable[str], resource: str, *, writes: bool) -> bool:
    """Whether a token with `scopes` may read or write `resource`. Who may write may read what the write answers with, and no more."""
    verb = "write" if writes else "read"
    return not {verb, f"{resource}:{verb}"}.isdisjoint(scopes)
