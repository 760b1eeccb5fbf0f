"""Delivery of a public reply, over several recipients."""

import pytest

from crewdesk.core.models import Event
from crewdesk.tickets.models import Ticket
from crewdesk.tickets.operations.delivery import mark_delivery

from .story import AT, answered, last_event, opened


@pytest.mark.parametrize(
    ("reports", "outcome"),
    [
        (["queued", "sent"], "sent"),
        (["queued", "sent", "failed", "sent"], "failed"),
        (["queued", "sent", "bounced"], "bounced"),
        (["queued", "bounced", "failed"], "bounced"),
        (["queued", "failed", "queued", "sent"], "sent"),
    ],
)
def test_the_worst_recipient_decides_until_it_is_queued_anew(in_harbor, reports, outcome):
    comment = answered(opened(in_harbor.cleo), in_harbor.ben)
    for state in reports:
        mark_delivery(comment, state=state, note=f"is {state}", at=AT)
    comment.refresh_from_db()
    assert (comment.delivery, comment.delivery_note) == (outcome, f"is {outcome}")


def test_event_and_no_stale_save(in_harbor):
    ticket = opened(in_harbor.cleo)
    comment = answered(ticket, in_harbor.ben)
    for _n in range(2):
        mark_delivery(comment, state="queued", at=AT)
    assert last_event("ticket.delivery_changed", ticket).changes == {
        "comment": comment.pk,
        "delivery": ["", "queued"],
    }
    assert Event.objects.filter(kind="ticket.delivery_changed").count() == 1
    assert Ticket.objects.get().version == 2
