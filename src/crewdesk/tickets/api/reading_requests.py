"""From a customer's words to arguments of the verbs."""

from typing import Any

from ninja import Schema
from pydantic import Field

from crewdesk.accounts.models import User
from crewdesk.accounts.operations.users import find_or_create_requester
from crewdesk.core.api.typed import Address, Body, Id, Line, Moment
from crewdesk.core.events import Via
from crewdesk.core.operations import Refused

from ..models import Ticket, TicketForm
from ..operations.comments import Said
from .reading import files_of
from .schemas import MOST_UPLOADS, FieldValueIn

MOST_COPIED = 48
# What a request may say about itself; the rest of a ticket is for the staff.
PLAIN = ("priority", "type", "due_at")


class SaidIn(Schema):
    body: Body = ""
    html_body: Body = ""
    uploads: list[str] = Field([], max_length=MOST_UPLOADS)


class PersonIn(Schema):
    email: Address
    name: Line = ""


Copied = list[PersonIn | Address | Id]


class RequestIn(Schema):
    subject: str | None = Field(None, max_length=500)
    comment: SaidIn | Body | None = None
    priority: str | None = Field(None, max_length=20)
    type: str | None = Field(None, max_length=20)
    due_at: Moment | None = None
    custom_fields: list[FieldValueIn] | None = Field(None, max_length=500)
    ticket_form_id: Id | None = None
    collaborators: Copied = Field([], max_length=MOST_COPIED)
    email_ccs: Copied = Field([], max_length=MOST_COPIED)
    additional_collaborators: Copied = Field([], max_length=MOST_COPIED)
    via_followup_source_id: Id | None = None
    solved: bool = False


class RequestBody(Schema):
    request: RequestIn


def said_of(sent: RequestIn, by: User) -> Said:
    """The comment; always public."""
    comment = SaidIn(body=sent.comment) if isinstance(sent.comment, str) else sent.comment or SaidIn()
    return Said(body=comment.body, html_body=comment.html_body, attachments=files_of(comment.uploads, by))


def facts_of(sent: RequestIn) -> dict[str, Any]:
    """The `changes` of a new request."""
    facts: dict[str, Any] = {name: getattr(sent, name) for name in PLAIN if getattr(sent, name) is not None}
    if sent.custom_fields is not None:
        facts["custom_fields"] = {str(field.id): field.value for field in sent.custom_fields}
    if sent.ticket_form_id is not None:
        facts["form"] = TicketForm.objects.for_customers().filter(pk=sent.ticket_form_id).first()
        if facts["form"] is None:
            raise Refused(f"ticket_form_id: {sent.ticket_form_id} does not exist", field="ticket_form_id")
    return facts


def followed_up(sent: RequestIn, by: User) -> Ticket | None:
    """The closed request that this one follows, of those that the caller may see."""
    number = sent.via_followup_source_id
    if number is None:
        return None
    source = Ticket.objects.visible_to(by).filter(number=number).first()
    if source is None:
        raise Refused(f"via_followup_source_id: {number} does not exist", field="via_followup_source_id")
    return source


def copied_in(sent: Copied, by: User) -> list[User]:
    """The people to copy in: by address, which makes the unknown ones, or by id among those whom the caller may see."""
    people: dict[int, User] = {}
    for one in sent:
        user = _by_id(one, by) if isinstance(one, int) else _by_address(one, by)
        if user.suspended or not user.is_active:
            # By what was typed: whoever knows an address is not told whose it is.
            raise Refused(f"{one.email if isinstance(one, PersonIn) else one} cannot be copied in", field="collaborators")
        people[user.pk] = user
    return list(people.values())


def _by_id(pk: int, by: User) -> User:
    user = User.objects.visible_to(by).filter(pk=pk).first()
    if user is None:
        raise Refused(f"{pk} does not exist", field="collaborators")
    return user


def _by_address(sent: PersonIn | str, by: User) -> User:
    person = PersonIn(email=sent) if isinstance(sent, str) else sent
    return find_or_create_requester(address=person.email, name=person.name, by=by, via=Via.API)
