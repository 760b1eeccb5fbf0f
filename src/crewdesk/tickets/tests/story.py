"""Short ways to say what happens in the tests of this room."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.db import connection
from django.test.utils import CaptureQueriesContext

from crewdesk.core.events import Via
from crewdesk.core.models import Event
from crewdesk.tickets.models import Ticket
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket
from crewdesk.tickets.operations.reply import reply
from crewdesk.tickets.operations.update import update_ticket

AT = datetime(2026, 5, 4, 10, tzinfo=UTC)
BY_WEB = {"via": Via.WEB, "at": AT}


def opened(requester, body: str = "Where is my payout?", *, by=None, public: bool = True, **more) -> Ticket:
    """A ticket that `requester` sent in, or that `by` opened."""
    return create_ticket(
        requester=requester,
        by=by,
        said=Said(body=body, public=public),
        **{"via": Via.EMAIL, "at": AT, **more},
    )


def answered(ticket: Ticket, by, body: str = "On its way.", *, public: bool = True, **changes):
    """A comment by `by`, and changes in the same save."""
    return reply(ticket, by=by, said=Said(body=body, public=public), changes=changes, **BY_WEB)


def changed(ticket: Ticket, by, **changes) -> dict:
    """Changes without a comment."""
    return update_ticket(ticket, by=by, changes=changes, **BY_WEB)


def closed(ticket: Ticket) -> Ticket:
    """The ticket, closed as time would."""
    update_ticket(ticket, by=None, via=Via.SYSTEM, at=AT, changes={"status": "closed"})
    return ticket


def last_event(kind: str, ticket: Ticket | None = None) -> Event:
    """The newest event of this kind (about `ticket`)."""
    events = Event.objects.filter(kind=kind)
    return (events.filter(subject_id=ticket.pk) if ticket else events).latest("id")


def statements_of(run: Callable) -> int:
    """How many statements `run` costs in this room; what rooms above do when they hear of it is theirs."""
    with CaptureQueriesContext(connection) as captured:
        run()
    theirs = ("channels_", "procrastinate_jobs")
    return sum(not any(name in query["sql"] for name in theirs) for query in captured)
