"""Tickets in the dialect's words (helpdesk-api.md §4)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.http import HttpRequest

from crewdesk.core.api.sideloads import wanted
from crewdesk.core.api.stamps import stamp, url_of

from ..models import Participation, Ticket
from .extras import EXTRAS, extras_of
from .via import via_json

# One statement for what a page of tickets needs beside its rows: as five it was most of a call's cost. Row-level security
# holds here too; the desk is named so that the planner finds its indexes.
BESIDE = """
SELECT t.id, t.number,
  (SELECT json_agg(json_build_array(p.kind, p.user_id) ORDER BY p.id) FROM tickets_participation p
    WHERE p.desk_id = t.desk_id AND p.ticket_id = t.id),
  (SELECT p.number FROM tickets_ticket p WHERE p.desk_id = t.desk_id AND p.id = t.problem_id),
  (SELECT f.number FROM tickets_ticket f WHERE f.desk_id = t.desk_id AND f.id = t.followup_of_id),
  (SELECT array_agg(f.number ORDER BY f.id) FROM tickets_ticket f WHERE f.desk_id = t.desk_id AND f.followup_of_id = t.id),
  CASE WHEN t.type = 'problem' THEN
    EXISTS (SELECT FROM tickets_ticket i WHERE i.desk_id = t.desk_id AND i.problem_id = t.id) ELSE false END,
  (SELECT c.body FROM tickets_comment c WHERE c.desk_id = t.desk_id AND c.ticket_id = t.id ORDER BY c.id LIMIT 1),
  (SELECT array_agg(id ORDER BY position, id) FROM tickets_ticketfield WHERE desk_id = %(desk)s AND is_active)
FROM tickets_ticket t WHERE t.desk_id = %(desk)s AND t.id = ANY(%(ids)s)
"""


@dataclass(frozen=True)
class Beside:
    """What stands around one ticket."""

    pk: int
    number: int
    people: list[list] | None
    problem: int | None
    source: int | None
    followups: list[int] | None
    has_incidents: bool
    description: str | None
    fields: list[int] | None

    def of_kind(self, kind: str) -> list[int]:
        """Ids of the people who take part in this way."""
        return [user for one, user in self.people or () if one == kind]


def tickets_json(request: HttpRequest, tickets: Iterable[Ticket]) -> list[dict[str, Any]]:
    """Tickets with every key that clients count on, and what `include` asks for of each; a fixed number of queries."""
    tickets = list(tickets)
    if not tickets:
        return []
    beside = _beside(tickets)
    fields = [(pk, str(pk)) for pk in beside[tickets[0].pk].fields or ()]
    rows = [_ticket_json(request, ticket, beside[ticket.pk], fields) for ticket in tickets]
    if asked := wanted(request) & EXTRAS:
        for row, extra in zip(rows, extras_of(request, tickets, asked), strict=True):
            row |= extra
    return rows


def _beside(tickets: list[Ticket]) -> dict[int, Beside]:
    with connection.cursor() as cursor:
        cursor.execute(BESIDE, {"desk": tickets[0].desk_id, "ids": [ticket.pk for ticket in tickets]})
        return {row[0]: Beside(*row) for row in cursor.fetchall()}


def _ticket_json(request: HttpRequest, ticket: Ticket, beside: Beside, fields: list[tuple[int, str]]) -> dict[str, Any]:
    ccs, followers = beside.of_kind(Participation.Kind.CC), beside.of_kind(Participation.Kind.FOLLOWER)
    given = ticket.custom_fields
    values = [{"id": pk, "value": given.get(key)} for pk, key in fields]
    return {
        "id": ticket.number, "url": url_of(request, "tickets", ticket.number), "external_id": ticket.external_id or None,
        "created_at": stamp(ticket.created_at), "updated_at": stamp(ticket.updated_at),
        "generated_timestamp": int(ticket.changed_at.timestamp()), "type": ticket.type or None, "subject": ticket.subject,
        "raw_subject": ticket.subject, "description": beside.description or "", "priority": ticket.priority or None,
        "status": status_of(ticket), "custom_status_id": ticket.custom_status_id, "recipient": ticket.recipient or None,
        "requester_id": ticket.requester_id, "submitter_id": ticket.submitter_id, "assignee_id": ticket.assignee_id,
        "organization_id": ticket.organization_id, "group_id": ticket.group_id, "collaborator_ids": list({*ccs, *followers}),
        "follower_ids": followers, "email_cc_ids": ccs, "forum_topic_id": None, "problem_id": beside.problem,
        "has_incidents": beside.has_incidents, "is_public": ticket.is_public, "due_at": stamp(ticket.due_at), "tags": ticket.tags,
        "custom_fields": values, "fields": values, "satisfaction_rating": None, "sharing_agreement_ids": [],
        "followup_ids": beside.followups or [], "ticket_form_id": ticket.form_id, "brand_id": ticket.brand_id,
        "allow_channelback": False, "allow_attachments": True, "from_messaging_channel": False,
        "via": _via(ticket, beside.source),
    }  # fmt: skip


def status_of(ticket: Ticket) -> str:
    """The status as the dialect says it: what lies in the bin or among spam is `deleted`."""
    return "deleted" if ticket.is_deleted or ticket.is_spam else str(ticket.status)


def _via(ticket: Ticket, source: int | None) -> dict[str, Any]:
    if source is None:
        return via_json(ticket.via, ticket.via_source)
    return via_json(ticket.via, {**ticket.via_source, "from": {"ticket_id": source}, "rel": "follow_up"})
