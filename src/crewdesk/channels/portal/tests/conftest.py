"""A customer at home, with a request."""

import pytest
from django.urls import reverse

from crewdesk.accounts.sessions import CUSTOMER_KEY
from crewdesk.core.clock import now
from crewdesk.core.events import Via
from crewdesk.tickets.operations.comments import Said
from crewdesk.tickets.operations.create import create_ticket
from crewdesk.tickets.operations.reply import reply


def come_in(client, desk, customer) -> None:
    """As a magic link does."""
    session = client.session
    session[CUSTOMER_KEY.format(desk.desk.pk)] = customer.pk
    session.save()


def address(desk, name: str = "my-requests", **keys) -> str:
    return reverse(f"channels:{name}", kwargs={"desk": desk.desk.slug, **keys})


def ask(desk, customer, subject="Where is my payout?", body="It has been three days.", **more):
    """A request of `customer`."""
    with desk.scope():
        said = more.pop("said", Said(body=body))
        return create_ticket(requester=customer, by=None, via=Via.EMAIL, at=now(), subject=subject, said=said, **more)


def say(desk, ticket, by, body: str, *, public=True, **changes):
    """A member's word on it."""
    with desk.scope():
        return reply(ticket, by=by, said=Said(body=body, public=public), via=Via.WEB, at=now(), changes=changes or None)


@pytest.fixture
def cleo(client, harbor):
    """Cleo's browser."""
    come_in(client, harbor, harbor.cleo)
    return client
