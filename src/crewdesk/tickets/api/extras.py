"""What `?include=` adds to each ticket of a reply (helpdesk-api.md §5, side-loads)."""

from collections.abc import Callable
from typing import Any

from django.db.models import Count, Max
from django.http import HttpRequest

from crewdesk.core.api.sideloads import sideload
from crewdesk.core.api.stamps import stamp
from crewdesk.core.models import Event

from ..metrics import Metrics
from ..models import Ticket
from ..queries.metrics import metrics_of
from .audit_words import audits_json
from .metric_words import metric_json

Rows = list[dict[str, Any]]
LAST_AUDIT = "last_audit_id"


def extras_of(request: HttpRequest, tickets: list[Ticket], asked: set[str]) -> Rows:
    """The members to add to each of `tickets`, in order; a fixed number of queries for each name in `asked`."""
    rows: Rows = [{} for _ticket in tickets]
    measured = metrics_of(tickets) if asked & {"metric_sets", "dates"} else {}
    for name in sorted(asked):
        for row, extra in zip(rows, _EXTRAS[name](request, tickets, measured), strict=True):
            row |= extra
    return rows


def _comment_count(request: HttpRequest, tickets: list[Ticket], measured: dict[int, Metrics]) -> Rows:
    return [{"comment_count": ticket.comment_count} for ticket in tickets]


def _incident_counts(request: HttpRequest, tickets: list[Ticket], measured: dict[int, Metrics]) -> Rows:
    incidents = Ticket.objects.live().filter(problem__in=[ticket.pk for ticket in tickets])
    counts = dict(incidents.order_by().values_list("problem_id").annotate(n=Count("id")))
    return [{"incident_count": counts.get(ticket.pk, 0)} for ticket in tickets]


def _slas(request: HttpRequest, tickets: list[Ticket], measured: dict[int, Metrics]) -> Rows:
    # No policy exists yet, so no metric runs.
    return [{"slas": {"policy_metrics": []}} for _ticket in tickets]


def _metric_sets(request: HttpRequest, tickets: list[Ticket], measured: dict[int, Metrics]) -> Rows:
    return [{"metric_set": metric_json(request, ticket, measured[ticket.pk])} for ticket in tickets]


def _dates(request: HttpRequest, tickets: list[Ticket], measured: dict[int, Metrics]) -> Rows:
    return [{"dates": _dates_of(ticket, measured[ticket.pk])} for ticket in tickets]


def _dates_of(ticket: Ticket, measured: Metrics) -> dict[str, str | None]:
    return {
        "assignee_updated_at": stamp(measured.assignee_updated_at), "requester_updated_at": stamp(measured.requester_updated_at),
        "status_updated_at": stamp(measured.status_updated_at), "initially_assigned_at": stamp(measured.initially_assigned_at),
        "assigned_at": stamp(measured.assigned_at), "solved_at": stamp(ticket.solved_at),
        "latest_comment_added_at": stamp(measured.latest_comment_added_at),
    }  # fmt: skip


def _last_audits(request: HttpRequest, tickets: list[Ticket], measured: dict[int, Metrics]) -> Rows:
    events = Event.objects.filter(subject_type="ticket", subject_id__in=[ticket.pk for ticket in tickets])
    last = dict(events.order_by().values_list("subject_id").annotate(last=Max("id")))
    return [{LAST_AUDIT: last.get(ticket.pk)} for ticket in tickets]


_EXTRAS: dict[str, Callable[[HttpRequest, list[Ticket], dict[int, Metrics]], Rows]] = {
    "comment_count": _comment_count, "incident_counts": _incident_counts, "slas": _slas, "metric_sets": _metric_sets,
    "dates": _dates, "last_audits": _last_audits,
}  # fmt: skip
EXTRAS = frozenset(_EXTRAS)


@sideload("last_audits", LAST_AUDIT, resource="tickets")
def last_audits(request: HttpRequest, ids: set[int]) -> Rows:
    """The newest audit of each ticket of the reply."""
    return audits_json(request, list(Event.objects.filter(pk__in=ids, subject_type="ticket").order_by("id")))
