"""The figures of a ticket in the dialect's words."""

from typing import Any

from django.http import HttpRequest

from crewdesk.core.api.stamps import stamp, url_of

from ..metrics import Length, Metrics
from ..models import Ticket


def metric_json(request: HttpRequest, ticket: Ticket, metrics: Metrics) -> dict[str, Any]:
    """A metric set. It has no life of its own: its id is the ticket's."""
    return {
        "id": ticket.number, "url": url_of(request, "ticket_metrics", ticket.number), "ticket_id": ticket.number,
        "created_at": stamp(ticket.created_at), "updated_at": stamp(ticket.updated_at), "reopens": metrics.reopens,
        "replies": metrics.replies, "group_stations": metrics.group_stations, "assignee_stations": metrics.assignee_stations,
        "assignee_updated_at": stamp(metrics.assignee_updated_at), "requester_updated_at": stamp(metrics.requester_updated_at),
        "status_updated_at": stamp(metrics.status_updated_at), "custom_status_updated_at": stamp(metrics.custom_status_updated_at),
        "initially_assigned_at": stamp(metrics.initially_assigned_at), "assigned_at": stamp(metrics.assigned_at),
        "solved_at": stamp(ticket.solved_at), "latest_comment_added_at": stamp(metrics.latest_comment_added_at),
        "reply_time_in_minutes": _minutes(metrics.reply_time),
        "reply_time_in_seconds": {"calendar": metrics.reply_time and metrics.reply_time.seconds},
        "first_resolution_time_in_minutes": _minutes(metrics.first_resolution_time),
        "full_resolution_time_in_minutes": _minutes(metrics.full_resolution_time),
        "agent_wait_time_in_minutes": _minutes(metrics.agent_wait_time),
        "requester_wait_time_in_minutes": _minutes(metrics.requester_wait_time),
        "on_hold_time_in_minutes": _minutes(metrics.on_hold_time),
    }  # fmt: skip


def _minutes(length: Length | None) -> dict[str, int | None]:
    return {"calendar": length and length.calendar, "business": length and length.business}
