"""What clients may send. Unknown members are ignored, as the dialect does."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field


class CommentIn(Schema):
    body: str = Field("", max_length=500_000)
    html_body: str = Field("", max_length=500_000)
    public: bool = True
    author_id: int | None = None
    uploads: list[str] = []


class RequesterIn(Schema):
    name: str = Field("", max_length=120)
    email: str = Field(max_length=254, pattern=r"^[^@\s\x00]+@[^@\s\x00]+$")


class FieldValueIn(Schema):
    id: int
    value: Any = None


class TicketIn(Schema):
    """The writable members of a ticket; one that is not sent is not changed."""

    subject: str | None = None
    comment: CommentIn | str | None = None
    description: str | None = None
    requester: RequesterIn | None = None
    requester_id: int | None = None
    assignee_id: int | None = None
    group_id: int | None = None
    organization_id: int | None = None
    brand_id: int | None = None
    ticket_form_id: int | None = None
    custom_status_id: int | None = None
    problem_id: int | None = None
    status: str | None = None
    priority: str | None = None
    type: str | None = None
    due_at: datetime | None = None
    external_id: str | None = None
    tags: list[str] | None = None
    additional_tags: list[str] | None = None
    remove_tags: list[str] | None = None
    custom_fields: list[FieldValueIn] | None = None
    via_followup_source_id: int | None = None
    safe_update: bool = False
    updated_stamp: datetime | None = None


class TicketBody(Schema):
    ticket: TicketIn
