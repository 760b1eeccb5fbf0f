"""Prometheus metrics. Paths are counted by route name, so that ids make no new series."""

from prometheus_client import Counter, Histogram

REQUESTS = Counter("crewdesk_requests_total", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "crewdesk_request_seconds", "Time to answer", ["route"], buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
)


def count_request(request, response, seconds: float) -> None:
    """Count one answered request."""
    match = getattr(request, "resolver_match", None)
    route = (match.view_name or match.route) if match else "none"
    REQUESTS.labels(request.method, route, response.status_code).inc()
    SECONDS.labels(route).observe(seconds)
