"""Times and addresses as the dialect writes them."""

from datetime import UTC, datetime

from django.http import HttpRequest


def stamp(at: datetime | None) -> str | None:
    """UTC to the second: 2012-04-04T09:14:57Z."""
    if at is None:
        return None
    return f"{(at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat()[:19]}Z"


def root_of(request: HttpRequest) -> str:
    """The absolute address of the API; follows Host and X-Forwarded-Proto. Worked out once a call."""
    if not hasattr(request, "api_root"):
        request.api_root = f"{request.scheme}://{request.get_host()}/api/v2"
    return request.api_root


def url_of(request: HttpRequest, resource: str, key: int | str) -> str:
    """The absolute address of a row."""
    return f"{root_of(request)}/{resource}/{key}.json"
