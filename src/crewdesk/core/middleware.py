"""What wraps every request: its log line, its headers."""

import secrets
import time

import structlog
from django.conf import settings

log = structlog.get_logger("crewdesk.request")
QUIET = ("/healthz", "/readyz", "/metrics", "/static/")


class RequestLog:
    """Gives each request an id, binds it to all log lines, and writes one line at the end."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        from .metrics import count_request

        request.id = secrets.token_hex(8)
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request.id)
        began = time.perf_counter()
        response = self.get_response(request)
        seconds = time.perf_counter() - began
        response.headers["X-Request-Id"] = request.id
        count_request(request, response, seconds)
        if not request.path.startswith(QUIET):
            log.info(
                "request", method=request.method, path=request.path, status=response.status_code, ms=round(seconds * 1000, 1)
            )
        return response


class ContentSecurity:
    """Sends a content security policy without `unsafe-inline` on every page that set none of its own."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self._policy(request))
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    def _policy(self, request) -> str:
        files = settings.FILES_URL
        live = settings.LIVE_URL or f"{request.scheme}://{request.get_host().rsplit(':', 1)[0]}:{settings.LIVE_PORT}"
        live = "" if live.startswith("/") else live
        rules = {
            "default-src": "'self'",
            "img-src": f"'self' data: blob: {files}",
            "connect-src": f"'self' {live}",
            "frame-src": "'self'",
            "object-src": "'none'",
            "base-uri": "'none'",
            "form-action": "'self'",
            "frame-ancestors": "'none'",
        }
        return "; ".join(f"{name} {value.strip()}" for name, value in rules.items())
