"""Tickets as their customers see them (helpdesk-api.md §5, `requests`): nothing of what is the staff's alone."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from crewdesk.accounts.models import User
from crewdesk.core.api.stamps import stamp, url_of

from ..models import Comment, Participation, Ticket
from .present_definitions import portal_field_ids
from .said import comments_json
from .via import via_json

# What a comment of a request has of a comment of a ticket.
OPEN_MEMBERS = ("id", "type", "author_id", "body", "html_body", "plain_body", "public", "attachments", "created_at")


def requests_json(request: HttpRequest, tickets: Iterable[Ticket]) -> list[dict[str, Any]]:
    """Requests; a fixed number of queries whatever their number."""
    tickets = list(tickets)
    ids = [ticket.pk for ticket in tickets]
    copied = defaultdict(list)
    for ticket_id, user_id in (
        Participation.objects.filter(ticket__in=ids, kind="cc").order_by("id").values_list("ticket_id", "user_id")
    ):
        copied[ticket_id].append(user_id)
    sources = {ticket.followup_of_id for ticket in tickets if ticket.followup_of_id}
    seen = Ticket.objects.visible_to(request.member).filter(pk__in=sources)
    numbers = dict(seen.values_list("pk", "number")) if sources else {}
    first = Comment.objects.filter(ticket__in=ids, public=True).order_by("ticket_id", "id").distinct("ticket_id")
    said, fields = dict(first.values_list("ticket_id", "body")), sorted(portal_field_ids())
    return [
        _request_json(request, ticket, copied[ticket.pk], fields)
        | {"description": said.get(ticket.pk, ""), "followup_source_id": numbers.get(ticket.followup_of_id)}
        for ticket in tickets
    ]


def request_comments_json(request: HttpRequest, number: int, comments: Iterable[Comment]) -> list[dict[str, Any]]:
    """Public comments of a request."""
    rows = comments_json(request, comments, audits={})
    return [
        {name: row[name] for name in OPEN_MEMBERS}
        | {"url": url_of(request, f"requests/{number}/comments", row["id"]), "request_id": number}
        for row in rows
    ]


def speaker_json(user: User) -> dict[str, Any]:
    """Who speaks in a comment, as customers know them: staff by the alias that they gave themselves."""
    return {
        "id": user.pk, "name": user.public_name, "photo": None,
        "agent": user.is_staff_member, "organization_id": None if user.is_staff_member else user.organization_id,
    }  # fmt: skip


def _request_json(request: HttpRequest, ticket: Ticket, copied: list[int], fields: list[int]) -> dict[str, Any]:
    values = [{"id": pk, "value": ticket.custom_fields.get(str(pk))} for pk in fields]
    return {
        "id": ticket.number, "url": url_of(request, "requests", ticket.number), "subject": ticket.subject, "status": ticket.status,
        "custom_status_id": ticket.custom_status_id, "priority": ticket.priority or None, "type": ticket.type or None,
        "organization_id": ticket.organization_id, "requester_id": ticket.requester_id, "assignee_id": ticket.assignee_id,
        "group_id": ticket.group_id, "due_at": stamp(ticket.due_at), "custom_fields": values, "fields": values,
        # Addresses of others, which the source may hold, are not for every colleague.
        "via": via_json(ticket.via), "recipient": ticket.recipient or None,
        "can_be_solved_by_me": ticket.requester_id == request.member.pk and not ticket.is_solved, "solved": ticket.is_solved,
        "collaborator_ids": copied, "email_cc_ids": copied, "is_public": ticket.is_public, "ticket_form_id": ticket.form_id,
        "created_at": stamp(ticket.created_at), "updated_at": stamp(ticket.updated_at),
    }  # fmt: skip
