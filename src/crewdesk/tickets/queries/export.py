"""A view's tickets as rows of a spreadsheet."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from crewdesk.accounts.models import User
from crewdesk.core.paging import keyset_page
from crewdesk.core.spreadsheet import Cell

from ..models import Priority, Status, TicketType
from .rows import DEFAULT_SORT, SORTS
from .views import TicketView

MOST_ROWS = 10_000
PAGE_ROWS = 1_000
HEADING = (
    _("Number"), _("Subject"), _("Status"), _("Priority"), _("Type"), _("Requester"), _("Requester's address"), _("Assignee"),
    _("Group"), _("Organization"), _("Tags"), _("Comments"), _("Created"), _("Updated"), _("Waiting since"), _("Solved"),
)  # fmt: skip
COLUMNS = (
    "id", "number", "subject", "status", "custom_status__agent_label", "priority", "type", "requester__name", "requester__email",
    "assignee__name", "group__name", "organization__name", "tags", "comment_count", "created_at", "updated_at", "waiting_since", "solved_at",
)  # fmt: skip


def export_rows(view: TicketView, member: User, *, sort: str = DEFAULT_SORT) -> Iterator[list[Cell]]:
    """The first 10,000 tickets of `view` that `member` may see, in the order of the list, read page by page."""
    return islice(_all_rows(view, member, SORTS.get(sort, SORTS[DEFAULT_SORT])), MOST_ROWS)


def _all_rows(view: TicketView, member: User, order: tuple[str, str]) -> Iterator[list[Cell]]:
    tickets, cursor = view.tickets(member).values_list(*COLUMNS, named=True), None
    while True:
        page = keyset_page(tickets, order=order, size=PAGE_ROWS, cursor=cursor)
        yield from map(_cells, page.rows)
        if (cursor := page.next_cursor) is None:
            return


def _cells(row: Any) -> list[Cell]:
    return [
        row.number, row.subject, row.custom_status__agent_label or str(Status(row.status).label),
        str(Priority(row.priority).label) if row.priority else "", str(TicketType(row.type).label) if row.type else "",
        row.requester__name, row.requester__email, row.assignee__name, row.group__name, row.organization__name,
        " ".join(row.tags), row.comment_count, *(at and localtime(at) for at in (row.created_at, row.updated_at, row.waiting_since, row.solved_at)),
    ]  # fmt: skip
