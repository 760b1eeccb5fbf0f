"""What clients may send. Unknown members are ignored, as the dialect does."""

from datetime import UTC, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import AfterValidator, BeforeValidator, Field, StringConstraints

EMAIL = r"^[^@\s\x00]+@[^@\s\x00]+$"


def harmless(value: Any) -> Any:
    """JSON that PostgreSQL can keep: without NUL, halves of characters, and numbers that are none."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode()
    if isinstance(value, float):
        return value if abs(value) < float("inf") else None
    if isinstance(value, dict):
        return {harmless(str(key)): harmless(one) for key, one in value.items()}
    return [harmless(one) for one in value] if isinstance(value, list) else value


def _as_text(value: Any) -> Any:
    """Numbers where text is meant: clients send external ids so."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Harmless = Annotated[Any, BeforeValidator(harmless)]
Text = Annotated[str, BeforeValidator(_as_text)]
Address = Annotated[str, StringConstraints(max_length=254, pattern=EMAIL)]


def _aware(at: datetime) -> datetime:
    """In UTC where no zone is given; years that no calendar of ours reaches are refused."""
    if not 1900 <= at.year <= 9000:
        raise ValueError("the year is out of range")
    return at if at.tzinfo else at.replace(tzinfo=UTC)


Instant = Annotated[datetime, AfterValidator(_aware)]


class CommentIn(Schema):
    body: str = Field("", max_length=500_000)
    html_body: str = Field("", max_length=500_000)
    public: bool | None = None
    author_id: int | None = None
    uploads: list[str] = []


class RequesterIn(Schema):
    name: str = Field("", max_length=120)
    email: Address
    # Accepted and not used: a desk has one locale.
    locale_id: int | None = None


class FieldValueIn(Schema):
    id: int
    value: Harmless = None


class ParticipantIn(Schema):
    """A follower or CC to add (`put`) or to take away (`delete`)."""

    user_id: int | None = None
    user_email: Address | None = None
    user_name: str = Field("", max_length=120)
    action: str = "put"


class NamedIn(Schema):
    name: str = Field("", max_length=120)
    email: Address


class ViaIn(Schema):
    channel: str | int = "api"


class TicketIn(Schema):
    """The writable members of a ticket; one that is not sent is not changed."""

    subject: str | None = None
    comment: CommentIn | str | None = None
    description: str | None = None
    requester: RequesterIn | None = None
    requester_id: int | None = None
    submitter_id: int | None = None
    assignee_id: int | None = None
    assignee_email: str | None = None
    group_id: int | None = None
    organization_id: int | None = None
    brand_id: int | None = None
    ticket_form_id: int | None = None
    custom_status_id: int | None = None
    problem_id: int | None = None
    status: str | None = None
    priority: str | None = None
    type: str | None = None
    due_at: Instant | None = None
    external_id: Text | None = None
    is_public: bool | None = None
    tags: list[str] | None = None
    additional_tags: list[str] | None = None
    remove_tags: list[str] | None = None
    custom_fields: list[FieldValueIn] | dict[str, Harmless] | None = None
    fields: list[FieldValueIn] | dict[str, Harmless] | None = None
    collaborators: list[int | Address | NamedIn] | None = None
    collaborator_ids: list[int] | None = None
    additional_collaborators: list[int | Address | NamedIn] | None = None
    followers: list[ParticipantIn] | None = None
    email_ccs: list[ParticipantIn] | None = None
    metadata: dict[str, Harmless] | None = None
    via: ViaIn | None = None
    via_followup_source_id: int | None = None
    safe_update: bool = False
    updated_stamp: Instant | None = None


class TicketBody(Schema):
    ticket: TicketIn


class TicketsBody(Schema):
    tickets: list[TicketIn]


class NumberedTicketIn(TicketIn):
    id: int


class PatchBody(Schema):
    """One patch for all `ids`, or a list of tickets each with its own."""

    ticket: TicketIn | None = None
    tickets: list[NumberedTicketIn] | None = None


class RedactionIn(Schema):
    text: str = Field(max_length=10_000)


class TagsIn(Schema):
    tags: list[str] = Field(max_length=200)
    safe_update: bool = False
    updated_stamp: Instant | None = None


class MergeIn(Schema):
    ids: list[int]
    target_comment: str = Field("", max_length=500_000)
    source_comment: str = Field("", max_length=500_000)
    target_comment_is_public: bool = False
    source_comment_is_public: bool = False


class PastCommentIn(CommentIn):
    """A comment of the past. `value` is another word for its text."""

    value: str = Field("", max_length=500_000)
    created_at: Instant | None = None


class PastTicketIn(TicketIn):
    """A ticket of the past, as it is brought along from another desk."""

    comments: list[PastCommentIn] = Field([], max_length=2000)
    created_at: Instant | None = None
    updated_at: Instant | None = None
    solved_at: Instant | None = None
    # Tickets are never moved out of sight here: accepted for its own sake.
    archive_immediately: bool = False


class PastTicketBody(Schema):
    ticket: PastTicketIn


class PastTicketsBody(Schema):
    tickets: list[PastTicketIn]
