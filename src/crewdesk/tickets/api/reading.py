"""From the dialect's words to ours: what a client sent becomes arguments of the verbs."""

import json
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from crewdesk.accounts.models import Brand, Group, Organization, User
from crewdesk.accounts.operations.users import find_or_create_requester
from crewdesk.core.api.typed import MOST_ID
from crewdesk.core.events import Via
from crewdesk.core.operations import Refused

from ..models import Attachment, CustomStatus, Ticket, TicketForm
from ..operations.comments import Said
from ..operations.uploads import claim_all, is_token
from .said import CUSTOM
from .schemas import CommentIn, NewTicketIn, TicketIn

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
MOST_METADATA = 65_000


def changes_of(sent: TicketIn, by: User) -> dict[str, Any]:
    """The `changes` of create and update. Only members that were sent are in it."""
    given = sent.model_fields_set
    changes: dict[str, Any] = {name: getattr(sent, name) or ("" if name != "due_at" else None) for name in PLAIN if name in given}
    for member, (name, model) in ROWS.items():
        if member in given:
            changes[name] = row_of(model, getattr(sent, member), member)
    if sent.assignee_email:
        changes["assignee"] = _with_email(sent.assignee_email, "assignee_email")
    if sent.requester is not None:
        changes["requester"] = requester_of(sent, by)
    if "problem_id" in given:
        changes["problem"] = ticket_numbered(sent.problem_id, "problem_id", by)
    if sent.tags is not None:
        changes["tags"] = sent.tags
    for member, name in (("additional_tags", "add_tags"), ("remove_tags", "remove_tags")):
        if getattr(sent, member):
            changes[name] = getattr(sent, member)
    if values := {**_values(sent.fields), **_values(sent.custom_fields)}:
        changes["custom_fields"] = values
    return changes


def _values(fields: list | dict | None) -> dict[str, Any]:
    """Values by field, from either form that clients send."""
    return dict(fields) if isinstance(fields, dict) else {str(field.id): field.value for field in fields or ()}


def said_of(sent: TicketIn, by: User) -> Said | None:
    """The comment that was sent, as text or as an object, or None."""
    comment = comment_of(sent)
    if comment is None:
        return None
    files = files_of(comment.uploads, by)
    public = comment.public if comment.public is not None else sent.is_public is not False
    return Said(body=comment.body, html_body=comment.html_body, public=public, attachments=files, metadata=metadata_of(sent))


def files_of(tokens: Iterable[str], by: User) -> list[Attachment]:
    """The uploads of `by` under these tokens, one query; none for words that are no tokens."""
    tokens = list(filter(is_token, tokens))
    return claim_all(tokens, by) if tokens else []


def comment_of(sent: TicketIn) -> CommentIn | None:
    """The comment as an object, or None."""
    comment = sent.comment
    if comment is None and isinstance(sent, NewTicketIn):
        comment = sent.description
    return CommentIn(body=comment) if isinstance(comment, str) else comment


def metadata_of(sent: TicketIn) -> dict[str, Any]:
    """What the client wants kept beside its save, as comments keep it. Raises Refused for too much."""
    if not sent.metadata:
        return {}
    if len(json.dumps(sent.metadata)) > MOST_METADATA:
        raise Refused(_("The metadata is too long."), field="metadata")
    return {CUSTOM: sent.metadata}


def requester_of(sent: TicketIn, by: User) -> User:
    """The customer named by address, made where the address is new."""
    return find_or_create_requester(address=sent.requester.email, name=sent.requester.name, by=by, via=Via.API)


def author_of(sent: TicketIn) -> User | None:
    """Who speaks, where the client says so."""
    comment = comment_of(sent)
    return row_of(User, comment.author_id, "author_id") if comment is not None else None


def row_of(model: type[models.Model], pk: int | None, member: str) -> models.Model | None:
    """The row of the caller's desk, or None for null. Raises Refused for one that is not there."""
    if pk is None:
        return None
    row = model.objects.filter(pk=pk).first() if 0 < pk <= MOST_ID else None
    if row is None:
        raise Refused(f"{member}: {pk} does not exist", field=member)
    return row


def users_of(ids: Iterable[int], member: str) -> list[User]:
    """Users by id, in order; one query. Raises Refused for one that is not there."""
    ids = list(dict.fromkeys(ids))
    found = User.objects.in_bulk([pk for pk in ids if 0 < pk <= MOST_ID])
    if missing := [pk for pk in ids if pk not in found]:
        raise Refused(f"{member}: {missing[0]} does not exist", field=member)
    return [found[pk] for pk in ids]


def ticket_numbered(number: int | None, member: str, by: User) -> Ticket | None:
    """The ticket by number out of those that `by` may see, or None for null. Raises Refused for one that is not there."""
    if number is None:
        return None
    ticket = Ticket.objects.visible_to(by).filter(number=number).first() if 0 < number <= MOST_ID else None
    if ticket is None:
        raise Refused(f"{member}: {number} does not exist", field=member)
    return ticket


def _with_email(address: str, member: str) -> User:
    user = User.objects.with_address(address).first()
    if user is None:
        raise Refused(f"{member}: {address} does not exist", field=member)
    return user
