"""Whether the installation stands: for load balancers, supervisors and Prometheus."""

import hmac

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse, HttpResponseForbidden, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

# A worker writes its heartbeat every 10 s.
WORKER_SILENCE_SECONDS = 30


def healthz(request) -> JsonResponse:
    """200 when web, database and a worker are all up; 503 with what is down otherwise."""
    parts = {"web": "up", "database": "down", "worker": "down"}
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM procrastinate_workers WHERE last_heartbeat > now() - %s * interval '1 second')",
                [WORKER_SILENCE_SECONDS],
            )
            parts["database"] = "up"
            parts["worker"] = "up" if cursor.fetchone()[0] else "down"
    except DatabaseError:
        pass
    up = all(state == "up" for state in parts.values())
    return JsonResponse({"status": "ok" if up else "down", **parts}, status=200 if up else 503)


def readyz(request) -> JsonResponse:
    """200 when this process can answer requests."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    return JsonResponse({"status": "ok"})


def metrics(request) -> HttpResponse:
    """Prometheus metrics: with METRICS_TOKEN as bearer, or from this machine when none is set."""
    if not _may_scrape(request):
        return HttpResponseForbidden("Send METRICS_TOKEN as a bearer token.")
    return HttpResponse(generate_latest(), content_type=CONTENT_TYPE_LATEST)


def _may_scrape(request) -> bool:
    if settings.METRICS_TOKEN:
        return hmac.compare_digest(request.headers.get("Authorization", ""), f"Bearer {settings.METRICS_TOKEN}")
    return request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"} and "X-Forwarded-For" not in request.headers
