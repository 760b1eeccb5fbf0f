"""Tickets as imports write them: `python -m crewdesk.bench.rig.bulk DESK COUNT` prints the seconds that it took, to the last commit."""

import os
import sys
import time

import django

os.environ["DATABASE_ROLE"] = "worker"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crewdesk.settings")
django.setup(set_prefix=False)

# Settings first.
from crewdesk.accounts.models import Brand, Desk, Role, User  # noqa: E402
from crewdesk.core.bulk import Ids  # noqa: E402
from crewdesk.core.clock import now  # noqa: E402
from crewdesk.core.events import Via  # noqa: E402
from crewdesk.core.tenancy import desk_scope  # noqa: E402
from crewdesk.tickets.models import Comment, Priority, Status, Ticket  # noqa: E402
from crewdesk.tickets.operations.comments import Said, compose  # noqa: E402
from crewdesk.tickets.operations.create import next_numbers  # noqa: E402
from crewdesk.tickets.operations.history import TicketRows, opened, told, write_tickets  # noqa: E402
from crewdesk.tickets.tally import fold  # noqa: E402

BATCH, CUSTOMERS = 500, 200
BODY = "The transfer of invoice %s has not arrived, and the bank knows nothing of it. We need the money this week. " * 4


class Bulk:
    """Closed tickets with one message each, of customers that the desk has."""

    def __init__(self, desk: Desk):
        self.desk, self.ids = desk, Ids()
        with desk_scope(desk.pk):
            self.requesters = list(User.objects.filter(role=Role.END_USER).order_by("id")[:CUSTOMERS])
            self.brand = Brand.objects.get(is_default=True)

    def bring(self, count: int) -> None:
        """One transaction for each batch, as connectors.sheets.running has it, and what the lists count at the end."""
        for begin in range(0, count, BATCH):
            with desk_scope(self.desk.pk):
                write_tickets([self._rows(number) for number in next_numbers(min(BATCH, count - begin))])
        with desk_scope(self.desk.pk):
            fold()

    def _rows(self, number: int) -> TicketRows:
        requester, at = self.requesters[number % len(self.requesters)], now()
        ticket = Ticket(
            id=self.ids(Ticket), number=number, subject=f"Transfer {number} is missing", requester=requester, submitter=requester, via=Via.API,
            brand=self.brand, organization_id=requester.organization_id, status=Status.CLOSED, priority=Priority.HIGH, tags=["bank", "payout"],
            created_at=at, updated_at=at, solved_at=at, closed_at=at,
        )  # fmt: skip
        comment = compose(ticket, Said(body=BODY % ((number,) * 4)), by=requester, via=Via.API, at=at)
        comment.pk = self.ids(Comment)
        told(ticket, [comment])
        return opened(TicketRows(ticket, [comment]), by=None, ids=self.ids, fields={})


def main(slug: str, count: int) -> None:
    """A batch to warm up, then `count` tickets on the clock."""
    bulk = Bulk(Desk.objects.get(slug=slug))
    bulk.bring(BATCH)
    begun = time.monotonic()
    bulk.bring(count)
    sys.stdout.write(f"{time.monotonic() - begun}\n")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
