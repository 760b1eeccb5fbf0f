"""Where a page finds the stream."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from .views import latest_event_id


def live_url(request: HttpRequest) -> str:
    """The stream's address for the desk of the request, going on from what the page that is drawn now can know."""
    base = settings.LIVE_URL or f"{request.scheme}://{request.get_host().rsplit(':', 1)[0]}:{settings.LIVE_PORT}/live"
    return f"{base}?{urlencode({'desk': request.desk.slug, 'after': latest_event_id()})}"
