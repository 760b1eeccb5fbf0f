"""Short ways to call the API in the tests of this room and of those above."""

from collections.abc import Callable
from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext

from crewdesk.accounts.api import signin
from crewdesk.core.api.limits import Allowance


def fault_of(reply) -> str:
    """The first member that a 422 names."""
    assert reply.status_code == 422, reply.content
    body = reply.json()
    assert (body["error"], body["description"]) == ("RecordInvalid", "Record validation errors")
    return next(iter(body["details"]))


def cost_of(run: Callable) -> int:
    """How many statements `run` costs, but for the lease of calls, which is taken once in a while in a transaction of its own."""
    with patch.object(signin, "take", return_value=Allowance(700, 600, 30)), CaptureQueriesContext(connection) as captured:
        run()
    return len(captured)


def delete(caller, path: str):
    """DELETE without a body, as clients do it."""
    return caller.client.delete(f"/api/v2/{path}", headers=caller.headers)
