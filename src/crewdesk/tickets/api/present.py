"""Tickets, comments and audits in the dialect's words (helpdesk-api.md §4)."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from crewdesk.core.api.stamps import stamp, url_of
from crewdesk.core.models import Event

from ..models import Comment, Participation, Ticket, TicketField


def tickets_json(request: HttpRequest, tickets: Iterable[Ticket]) -> list[dict[str, Any]]:
    """Tickets with every key that clients count on; a fixed number of queries whatever their number."""
    tickets = list(tickets)
    ids = [ticket.pk for ticket in tickets]
    people = defaultdict(list)
    for row in Participation.objects.filter(ticket__in=ids).values_list("ticket_id", "kind", "user_id"):
        people[row[0], row[1]].append(row[2])
    related = {ticket.problem_id for ticket in tickets if ticket.problem_id}
    numbers = dict(Ticket.objects.filter(pk__in=related).values_list("pk", "number")) if related else {}
    followups = defaultdict(list)
    for source, number in Ticket.objects.filter(followup_of__in=ids).values_list("followup_of_id", "number"):
        followups[source].append(number)
    first = Comment.objects.filter(ticket__in=ids).order_by("ticket_id", "id").distinct("ticket_id")
    said = dict(first.values_list("ticket_id", "body"))
    fields = list(TicketField.objects.filter(is_active=True).values_list("pk", flat=True))
    rows = []
    for ticket in tickets:
        row = _ticket_json(request, ticket, people, fields)
        row |= {
            "description": said.get(ticket.pk, ""),
            "problem_id": numbers.get(ticket.problem_id),
            "followup_ids": followups[ticket.pk],
        }
        rows.append(row)
    return rows


def _ticket_json(request: HttpRequest, ticket: Ticket, people: dict, fields: list[int]) -> dict[str, Any]:
    ccs, followers = people[ticket.pk, Participation.Kind.CC], people[ticket.pk, Participation.Kind.FOLLOWER]
    values = [{"id": pk, "value": ticket.custom_fields.get(str(pk))} for pk in fields]
    source = ticket.via_source or {}
    return {
        "id": ticket.number, "url": url_of(request, "tickets", ticket.number), "external_id": ticket.external_id or None,
        "created_at": stamp(ticket.created_at), "updated_at": stamp(ticket.updated_at),
        "generated_timestamp": int(ticket.changed_at.timestamp()), "type": ticket.type or None, "subject": ticket.subject,
        "raw_subject": ticket.subject, "priority": ticket.priority or None,
        "status": "deleted" if ticket.is_deleted or ticket.is_spam else ticket.status, "custom_status_id": ticket.custom_status_id,
        "recipient": ticket.recipient or None, "requester_id": ticket.requester_id, "submitter_id": ticket.submitter_id,
        "assignee_id": ticket.assignee_id, "organization_id": ticket.organization_id, "group_id": ticket.group_id,
        "collaborator_ids": [*ccs, *followers], "follower_ids": followers, "email_cc_ids": ccs, "forum_topic_id": None,
        "has_incidents": ticket.type == "problem", "is_public": ticket.is_public,
        "due_at": stamp(ticket.due_at), "tags": ticket.tags, "custom_fields": values, "fields": values, "satisfaction_rating": None,
        "sharing_agreement_ids": [], "ticket_form_id": ticket.form_id, "brand_id": ticket.brand_id,
        "allow_channelback": False, "allow_attachments": True, "from_messaging_channel": False,
        "via": {"channel": ticket.via, "source": {"from": source.get("from", {}), "to": source.get("to", {}), "rel": source.get("rel")}},
    }  # fmt: skip


def audit_json(ticket: Ticket, event: Event) -> dict[str, Any]:
    """An event row as an audit: one save with all that it changed."""
    changes = [
        {"id": event.pk, "type": "Change", "field_name": name, "value": change[1], "previous_value": change[0]}
        for name, change in event.changes.items()
        if isinstance(change, list) and len(change) == 2
    ]
    if comment := event.changes.get("comment"):
        changes.append(
            {"id": comment, "type": "Comment", "public": event.changes.get("public", True), "author_id": event.actor_id}
        )
    return {
        "id": event.pk, "ticket_id": ticket.number, "created_at": stamp(event.at), "author_id": event.actor_id,
        "metadata": {"system": {}, "custom": {}}, "via": {"channel": event.via, "source": {"from": {}, "to": {}, "rel": None}},
        "events": changes,
    }  # fmt: skip
