"""From the dialect's words to ours: what a client sent becomes arguments of the verbs."""

from typing import Any

from django.db import models

from crewdesk.accounts.models import Brand, Group, Organization, User
from crewdesk.core.operations import Refused

from ..models import CustomStatus, Ticket, TicketForm
from ..operations.comments import Said
from ..operations.uploads import claim
from .schemas import CommentIn, TicketIn

PLAIN = ("subject", "status", "priority", "type", "due_at", "external_id")
ROWS: dict[str, tuple[str, type[models.Model]]] = {
    "assignee_id": ("assignee", User),
    "requester_id": ("requester", User),
    "group_id": ("group", Group),
    "organization_id": ("organization", Organization),
    "brand_id": ("brand", Brand),
    "ticket_form_id": ("form", TicketForm),
    "custom_status_id": ("custom_status", CustomStatus),
}
# Larger ids exist nowhere; PostgreSQL would refuse them with an error of its own.
MOST_ID = 2**63 - 1


def changes_of(sent: TicketIn) -> dict[str, Any]:
    """The `changes` of create and update. Only members that were sent are in it."""
    given = sent.model_fields_set
    changes: dict[str, Any] = {name: getattr(sent, name) or ("" if name != "due_at" else None) for name in PLAIN if name in given}
    for member, (name, model) in ROWS.items():
        if member in given:
            changes[name] = row_of(model, getattr(sent, member), member)
    if "problem_id" in given:
        changes["problem"] = ticket_numbered(sent.problem_id, "problem_id")
    if sent.tags is not None:
        changes["tags"] = sent.tags
    for member, name in (("additional_tags", "add_tags"), ("remove_tags", "remove_tags")):
        if getattr(sent, member):
            changes[name] = getattr(sent, member)
    if sent.custom_fields is not None:
        changes["custom_fields"] = {str(field.id): field.value for field in sent.custom_fields}
    return changes


def said_of(sent: TicketIn, by: User) -> Said | None:
    """The comment that was sent, as text or as an object, or None."""
    comment = sent.comment if sent.comment is not None else sent.description
    if comment is None:
        return None
    if isinstance(comment, str):
        comment = CommentIn(body=comment)
    files = [attachment for token in comment.uploads for attachment in claim(token, by)]
    return Said(body=comment.body, html_body=comment.html_body, public=comment.public, attachments=files)


def row_of(model: type[models.Model], pk: int | None, member: str) -> models.Model | None:
    """The row of the caller's desk, or None for null. Raises Refused for one that is not there."""
    if pk is None:
        return None
    row = model.objects.filter(pk=pk).first() if 0 < pk <= MOST_ID else None
    if row is None:
        raise Refused(f"{member}: {pk} does not exist", field=member)
    return row


def ticket_numbered(number: int | None, member: str) -> Ticket | None:
    """The ticket of the caller's desk by number, or None for null."""
    if number is None:
        return None
    ticket = Ticket.objects.filter(number=number).first() if 0 < number <= MOST_ID else None
    if ticket is None:
        raise Refused(f"{member}: {number} does not exist", field=member)
    return ticket
