"""What a customer reads. Everything goes through `visible_to`, and nothing here tells of internal notes: neither that there are any
nor when one was written."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max, OuterRef, Subquery

from crewdesk.accounts.models import Brand, Desk, User
from crewdesk.core.paging import Page, keyset_page
from crewdesk.tickets.models import Attachment, Comment, FieldType, Participation, Status, Ticket, TicketField
from crewdesk.tickets.models.ticket import UNSOLVED, TicketQuerySet
from crewdesk.tickets.search import query as search
from crewdesk.tickets.search.filters import Filter

SIZE = 20
MESSAGES = 30
OPEN, SOLVED, ORGANIZATION = "open", "solved", "organization"
_WORDS = re.compile(r"\w+")


@dataclass
class Message:
    """A public comment with its files; the view adds its `body`, ready for the page."""

    comment: Comment
    files: list[Attachment] = field(default_factory=list)
    body: Any = None

    @property
    def author(self) -> str:
        """Agents appear under the name that they show to customers."""
        return self.comment.author.public_name


@dataclass(frozen=True)
class Conversation:
    """The latest messages, oldest first; `earlier` is the id before which there are more."""

    messages: list[Message]
    earlier: int | None


def requests_of(customer: User, *, tab: str, words: str = "", cursor: str | None = None) -> Page:
    """A page of the customer's requests, newest first, or of their organization's. Raises paging.BadCursor."""
    rows = _with_last_answer(in_tab(customer, tab)).select_related("custom_status", "requester")
    if not (text := " ".join(_WORDS.findall(words))):
        return keyset_page(rows, order=["-id"], size=SIZE, cursor=cursor)
    # Words alone: the search syntax would answer questions about assignees and tags.
    within = _filters_of(customer, tab)
    return search.find(customer, text.lower(), size=SIZE, cursor=cursor, typing=True, among=rows, within=within)


def sees_organization(customer: User) -> bool:
    """Whether the customer may see the requests of their organization."""
    return bool(customer.organization_id and customer.organization.shared_tickets)


def may_answer(customer: User, ticket: Ticket) -> bool:
    """Whether the page offers to answer; the verb decides. A closed request is followed up by its requester alone."""
    if ticket.requester_id == customer.pk:
        return True
    return (
        not ticket.is_closed
        and sees_organization(customer)
        and ticket.organization_id == customer.organization_id
        and customer.organization.shared_comments
    )


def conversation_of(ticket: Ticket, customer: User, *, before: int | None = None, after: int | None = None) -> Conversation:
    """The latest messages (before, or after, a comment)."""
    comments = ticket.comments.visible_to(customer).select_related("author").order_by("-id")
    comments = comments.filter(id__lt=before) if before else comments.filter(id__gt=after) if after else comments
    latest = list(comments[: MESSAGES + 1])
    earlier = latest[MESSAGES - 1].pk if len(latest) > MESSAGES else None
    messages = {comment.pk: Message(comment) for comment in reversed(latest[:MESSAGES])}
    for attachment in Attachment.objects.filter(comment__in=list(messages)).select_related("file").order_by("id"):
        messages[attachment.comment_id].files.append(attachment)
    return Conversation(list(messages.values()), earlier)


def last_message(ticket: Ticket, customer: User) -> int:
    """The id of the latest public comment."""
    return ticket.comments.visible_to(customer).aggregate(last=Max("id"))["last"] or 0


def copied_in(ticket: Ticket) -> list[str]:
    """Addresses of who is copied in. No names: whoever adds an address is not told whose it is."""
    rows = Participation.objects.filter(ticket=ticket, kind=Participation.Kind.CC).order_by("id")
    return [address for address in rows.values_list("user__email", flat=True) if address]


def facts_of(ticket: Ticket) -> list[tuple[str, str]]:
    """What was filled in beside the text, as far as customers may see it: (title, words)."""
    fields = TicketField.objects.filter(pk__in=ticket.custom_fields, is_active=True, visible_in_portal=True).prefetch_related(
        "options"
    )
    return [(each.title_in_portal or each.title, _shown(each, ticket.custom_fields[str(each.pk)])) for each in fields]


def brand_of(desk: Desk) -> str:
    """The name that customers know."""
    return Brand.objects.filter(is_default=True, is_active=True).values_list("name", flat=True).first() or desk.name


def in_tab(customer: User, tab: str) -> TicketQuerySet:
    """The requests that stand under a tab."""
    chosen = {f"{each['column']}__in": each["values"] for each in _filters_of(customer, tab)}
    return Ticket.objects.visible_to(customer).filter(**chosen)


def _filters_of(customer: User, tab: str) -> list[Filter]:
    """The tab in the words of the search, so that it looks under it to the end."""
    if tab == ORGANIZATION:
        return [{"is": "in", "column": "organization_id", "values": [customer.organization_id]}]
    statuses = (Status.SOLVED, Status.CLOSED) if tab == SOLVED else UNSOLVED
    return [
        {"is": "in", "column": "requester_id", "values": [customer.pk]},
        {"is": "in", "column": "status", "values": [str(status) for status in statuses]},
    ]


def _with_last_answer(tickets):
    last = Comment.objects.filter(ticket=OuterRef("pk"), public=True).order_by("-id")
    return tickets.annotate(
        said_at=Subquery(last.values("created_at")[:1]), said_by=Subquery(last.values("author__role")[:1])
    )  # fmt: skip


def _shown(each: TicketField, value: Any) -> str:
    names = {option.value: option.name for option in each.options.all()}
    match each.type:
        case FieldType.CHECKBOX:
            return "✓" if value else "–"
        case FieldType.MULTISELECT:
            return ", ".join(names.get(one, one) for one in value)
        case _:
            return names.get(value, str(value)) if isinstance(value, str) else str(value)
