"""What clients may send. Unknown members are ignored, as the dialect does."""

from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, Field

from crewdesk.core.api.typed import Address, Id, Moment

MOST_UPLOADS = 100


def _as_text(value: Any) -> Any:
    """Numbers where text is meant: clients send external ids so."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Text = Annotated[str, BeforeValidator(_as_text)]


class CommentIn(Schema):
    body: str = Field("", max_length=500_000)
    html_body: str = Field("", max_length=500_000)
    public: bool | None = None
    author_id: Id | None = None
    uploads: list[str] = Field([], max_length=MOST_UPLOADS)


class RequesterIn(Schema):
    name: str = Field("", max_length=120)
    email: Address
    # Accepted and not used: a desk has one locale.
    locale_id: Id | None = None


class FieldValueIn(Schema):
    id: Id
    value: Any = None


class ParticipantIn(Schema):
    """A follower or CC to add (`put`) or to take away (`delete`)."""

    user_id: Id | None = None
    user_email: Address | None = None
    user_name: str = Field("", max_length=120)
    action: str = "put"


class NamedIn(Schema):
    name: str = Field("", max_length=120)
    email: Address


class ViaIn(Schema):
    channel: str | int = "api"


class TicketIn(Schema):
    """The writable members of a ticket; one that is not sent is not changed. `description` is read here and not written."""

    subject: str | None = None
    comment: CommentIn | str | None = None
    requester: RequesterIn | None = None
    requester_id: Id | None = None
    submitter_id: Id | None = None
    assignee_id: Id | None = None
    assignee_email: str | None = None
    group_id: Id | None = None
    organization_id: Id | None = None
    brand_id: Id | None = None
    ticket_form_id: Id | None = None
    custom_status_id: Id | None = None
    problem_id: Id | None = None
    status: str | None = None
    priority: str | None = None
    type: str | None = None
    due_at: Moment | None = None
    external_id: Text | None = None
    is_public: bool | None = None
    tags: list[str] | None = None
    additional_tags: list[str] | None = None
    remove_tags: list[str] | None = None
    custom_fields: list[FieldValueIn] | dict[str, Any] | None = None
    fields: list[FieldValueIn] | dict[str, Any] | None = None
    collaborators: list[Id | Address | NamedIn] | None = None
    collaborator_ids: list[Id] | None = None
    additional_collaborators: list[Id | Address | NamedIn] | None = None
    followers: list[ParticipantIn] | None = None
    email_ccs: list[ParticipantIn] | None = None
    metadata: dict[str, Any] | None = None
    via: ViaIn | None = None
    via_followup_source_id: Id | None = None
    safe_update: bool = False
    updated_stamp: Moment | None = None


class NewTicketIn(TicketIn):
    """A ticket to be made. `description` is another word for its first comment."""

    description: str | None = None


class TicketBody(Schema):
    ticket: TicketIn


class NewTicketBody(Schema):
    ticket: NewTicketIn


class NewTicketsBody(Schema):
    tickets: list[NewTicketIn]


class NumberedTicketIn(TicketIn):
    id: Id


class PatchBody(Schema):
    """One patch for all `ids`, or a list of tickets each with its own."""

    ticket: TicketIn | None = None
    tickets: list[NumberedTicketIn] | None = None


class RedactionIn(Schema):
    text: str = Field(max_length=10_000)


class TagsIn(Schema):
    tags: list[str] = Field(max_length=200)
    safe_update: bool = False
    updated_stamp: Moment | None = None


class MergeIn(Schema):
    ids: list[Id]
    target_comment: str = Field("", max_length=500_000)
    source_comment: str = Field("", max_length=500_000)
    target_comment_is_public: bool = False
    source_comment_is_public: bool = False


class PastCommentIn(CommentIn):
    """A comment of the past. `value` is another word for its text."""

    value: str = Field("", max_length=500_000)
    created_at: Moment | None = None


class PastTicketIn(NewTicketIn):
    """A ticket of the past, as it is brought along from another desk."""

    comments: list[PastCommentIn] = Field([], max_length=2000)
    created_at: Moment | None = None
    updated_at: Moment | None = None
    solved_at: Moment | None = None
    # Tickets are never moved out of sight here: accepted for its own sake.
    archive_immediately: bool = False


class PastTicketBody(Schema):
    ticket: PastTicketIn


class PastTicketsBody(Schema):
    tickets: list[PastTicketIn]
