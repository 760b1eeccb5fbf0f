"""What the tests of webhooks share."""

import threading

import pytest

from crewdesk.channels.models import Invocation
from crewdesk.channels.webhooks.operations import create_webhook

from .receiver import Receiver

AT_ONCE = "ticket.created"


@pytest.fixture
def receiver(settings):
    """A server that our fetches may reach though it is on this machine."""
    settings.FETCH_ALLOW_PRIVATE = ["127.0.0.1/32"]
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.ended.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def hook(harbor, receiver, at):
    """Make a webhook of Harbor: `hook("/path")`; its secret is `webhook.clear`."""

    def make(path: str = "/", *, events=(AT_ONCE,), desk=harbor, by="ada", **facts):
        with desk.scope():
            facts = {"name": f"to {path}", "endpoint": receiver.url(path), "events": events, "at": at} | facts
            webhook, webhook.clear = create_webhook(**facts, by=getattr(desk, by))
        return webhook

    return make


@pytest.fixture
def at():
    """Now; events carry the time at which they are recorded."""
    from crewdesk.core.clock import now

    return now()


@pytest.fixture
def log_of():
    """The states on a webhook's log, oldest first."""

    def states(desk, webhook) -> list[str]:
        with desk.scope():
            return list(Invocation.objects.filter(webhook=webhook).order_by("id").values_list("state", flat=True))

    return states
