"""Rows of ticket lists: one statement for a page, and nothing left for the template to look up."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from crewdesk.accounts.models import User
from crewdesk.core.paging import Page, keyset_page

from ..models import Ticket
from ..models.ticket import TicketQuerySet
from ..search.query import find
from .views import TicketView

PAGE_SIZE = 50
SORTS: dict[str, tuple[str, str]] = {
    "-updated": ("-updated_at", "-id"),
    "updated": ("updated_at", "id"),
    "-created": ("-created_at", "-id"),
    "created": ("created_at", "id"),
}
DEFAULT_SORT = "-updated"
COLUMNS = (
    "id", "number", "subject", "snippet", "status", "priority", "comment_count", "waiting_since", "updated_at", "created_at",
    "custom_status__agent_label", "requester__name", "assignee__name", "group__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A ticket as a list shows it."""

    id: int
    number: int
    subject: str
    snippet: str
    status: str
    status_label: str
    priority: str
    requester: str
    assignee: str
    group: str
    comment_count: int
    waiting_since: datetime | None
    updated_at: datetime
    created_at: datetime

    @classmethod
    def of(cls, columns: Any) -> "Row":
        """Make a row from the named columns of `COLUMNS`."""
        return cls(
            id=columns.id, number=columns.number, subject=columns.subject, snippet=columns.snippet, status=columns.status,
            status_label=columns.custom_status__agent_label or "", priority=columns.priority, requester=columns.requester__name,
            assignee=columns.assignee__name or "", group=columns.group__name or "", comment_count=columns.comment_count,
            waiting_since=columns.waiting_since, updated_at=columns.updated_at, created_at=columns.created_at,
        )  # fmt: skip


def row_page(
    view: TicketView, member: User, *, sort: str = DEFAULT_SORT, cursor: str | None = None, size: int = PAGE_SIZE
) -> Page:
    """One page of `view` as Rows. Raises BadCursor for a cursor of another list."""
    order = SORTS.get(sort, SORTS[DEFAULT_SORT])
    page = keyset_page(_columns(view.tickets(member)), order=order, size=size, cursor=cursor)
    return replace(page, rows=[Row.of(columns) for columns in page.rows])


def rows_with_ids(tickets: TicketQuerySet, ids: Iterable[int]) -> list[Row]:
    """The rows of `tickets` among `ids`, latest change first."""
    found = _columns(tickets.filter(pk__in=list(ids))).order_by("-updated_at", "-id")
    return [Row.of(columns) for columns in found]


def _columns(tickets: TicketQuerySet):
    return tickets.values_list(*COLUMNS, named=True)


def found_rows(member: User, text: str, *, size: int = PAGE_SIZE, cursor: str | None = None, typing: bool = False) -> Page:
    """One page of what a search finds, as Rows. Raises SyntaxProblem and BadCursor."""
    page = find(member, text, size=size, cursor=cursor, typing=typing, among=_columns(Ticket.objects.visible_to(member)))
    return replace(page, rows=[Row.of(columns) for columns in page.rows])
