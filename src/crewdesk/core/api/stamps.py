"""Times and addresses as the dialect writes them."""

from datetime import UTC, datetime

from django.http import HttpRequest


def stamp(at: datetime | None) -> str | None:
    """UTC to the second: 2012-04-04T09:14:57Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if at else None


def url_of(request: HttpRequest, resource: str, key: int | str) -> str:
    """The absolute address of a row; follows Host and X-Forwarded-Proto."""
    return f"{request.scheme}://{request.get_host()}/api/v2/{resource}/{key}.json"
